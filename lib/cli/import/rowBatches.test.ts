import fc from "fast-check";
import { expect, test } from "vitest";
import type { IntakeReport } from "../../telemetry/types.ts";
import { RowBatches } from "./rowBatches.ts";

type Row = [index: number, tsMs: number, stamp: string];
type Told = Row | [index: number, message: string];

const NOTHING: IntakeReport = { accepted: 0, duplicate: 0, rejected: 0, rounded: 0, errors: [] };

interface Batches {
  readonly batches: RowBatches<Row>;
  readonly committed: Told[][];
  /** Rows of the file that are in, after each commit. */
  readonly progress: number[];
}

/** An intake that remembers what it was given, and when it was committed. */
async function open(size: { enough: number; most: number }, firstRow = 0): Promise<Batches> {
  const committed: Told[][] = [];
  const progress: number[] = [];
  const batches = new RowBatches<Row>({
    open: async () => {
      const told: Told[] = [];
      const sink = {
        row: (...row: Row) => told.push(row),
        malformed: (...row: [number, string]) => told.push(row),
      };
      return {
        sink,
        settle: async () => undefined,
        finish: async () => {
          committed.push(told);
          return NOTHING;
        },
      };
    },
    firstRow,
    size,
    beforeSettle: async () => undefined,
    onCommit: (rows) => progress.push(rows),
  });
  await batches.start();
  return { batches, committed, progress };
}

/** Rows as a file has them: the minute of each, null = malformed; and where its chunks end. */
const file = fc.array(fc.tuple(fc.option(fc.nat(3), { freq: 5 }), fc.boolean()), { maxLength: 80 });

async function run(
  { batches }: Batches,
  rows: readonly (readonly [number | null, boolean])[],
): Promise<void> {
  for (const [index, [minute, chunkEnds]] of rows.entries()) {
    if (minute === null) batches.malformed(index, "bad");
    else batches.row(index, minute * 60_000, "a");
    if (chunkEnds) await batches.settle();
  }
  await batches.finish();
}

function told([minute]: readonly [number | null, boolean], index: number): Told {
  return minute === null ? [index, "bad"] : [index, minute * 60_000, "a"];
}

test("every row is committed once and in order, and a commit never ends inside a minute", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 8 }), async (rows, enough) => {
      const opened = await open({ enough, most: 1_000 });
      await run(opened, rows);
      expect(opened.committed.flat()).toEqual(rows.map(told));
      for (const [place, batch] of opened.committed.entries()) {
        const last = batch.findLast((row) => row.length === 3);
        const next = opened.committed[place + 1]?.find((row) => row.length === 3);
        if (last !== undefined && next !== undefined) expect(next[1]).not.toBe(last[1]);
      }
      let rowsIn = 0;
      for (const [place, batch] of opened.committed.entries()) {
        rowsIn += batch.length;
        expect(opened.progress[place]).toBe(rowsIn);
      }
    }),
  );
});

test("a minute that does not end is cut at the most that a commit may hold", async () => {
  const opened = await open({ enough: 2, most: 5 });
  await run(
    opened,
    Array.from({ length: 12 }, () => [7, true] as const),
  );
  expect(opened.committed.map((batch) => batch.length)).toEqual([5, 5, 2]);
});

test("rows that an earlier run committed are left out", async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(100), async (rows, firstRow) => {
      const opened = await open({ enough: 4, most: 1_000 }, firstRow);
      await run(opened, rows);
      expect(opened.committed.flat()).toEqual(rows.map(told).slice(firstRow));
    }),
  );
});

test("a commit that fails is reported, and none after it is begun", async () => {
  let finished = 0;
  const batches = new RowBatches<Row>({
    open: async () => ({
      sink: { row: () => undefined, malformed: () => undefined },
      settle: async () => undefined,
      finish: async () => {
        finished += 1;
        throw new Error("the database is away");
      },
    }),
    firstRow: 0,
    size: { enough: 1, most: 10 },
    beforeSettle: async () => undefined,
    onCommit: () => expect.fail("nothing was committed"),
  });
  await batches.start();
  const rows = Array.from({ length: 5 }, (_, minute) => [minute, true] as const);
  await expect(run({ batches, committed: [], progress: [] }, rows)).rejects.toThrow("the database is away");
  expect(finished).toBe(1);
});

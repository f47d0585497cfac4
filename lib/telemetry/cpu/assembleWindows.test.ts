import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleBins, assembleWindows } from "./assembleWindows.ts";
import { toBytes } from "./binaryCopy.ts";
import { CopyReader } from "./copyReader.ts";
import { HourBlock } from "./hourBlock.ts";
import { emptyHour, type HourRow, markPresent, packPresence, setBin } from "./hourRow.ts";
import { EXPECTED_AFTER_MINUTES } from "./presence.ts";

const FIRST_HOUR = 480_000;
const HOURS = 4;

interface StoredRow extends HourRow {
  readonly pool: number;
  readonly hour: number;
}

/** As the server sends rows of pool_hour: those of an hour put together. */
function encodeCopy(rows: readonly StoredRow[]): Buffer {
  const header = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
  const int = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeIntBE(value, 0, size);
    return bytes;
  };
  const field = (...parts: readonly Uint8Array[]) => {
    const bytes = Buffer.concat(parts);
    return Buffer.concat([int(bytes.length, 4), bytes]);
  };
  const encoded = [...Map.groupBy(rows, (row) => row.hour)].map(([hour, ofHour]) => {
    const stored = ofHour.map((row) => ({ ...row, presence: packPresence(row.presence) }));
    return Buffer.concat([
      int(4, 2),
      field(int(hour, 4)),
      field(
        ...stored.flatMap((row) => [int(row.pool, 4), int(row.firstSlot, 2), int(row.presence.length, 4)]),
      ),
      field(...stored.flatMap((row) => [row.hot, row.average, row.hottest].map(toBytes))),
      field(...stored.map((row) => row.presence)),
    ]);
  });
  return Buffer.concat([header, ...encoded, int(-1, 2)]);
}

/** Each pool's node 0 with the minutes it reported in, its CPU the minute's number. */
type Reports = ReadonlyMap<number, ReadonlySet<number>>;

function pack(reports: Reports): StoredRow[] {
  const rows = new Map<string, StoredRow>();
  for (const [pool, minutes] of reports) {
    for (const minute of minutes) {
      const hour = FIRST_HOUR + Math.floor(minute / 60);
      const row = rows.get(`${pool}/${hour}`) ?? { pool, hour, ...emptyHour() };
      rows.set(`${pool}/${hour}`, row);
      setBin(row, minute % 60, { hot: minute, average: minute + 1, hottest: 5, present: 1 });
      markPresent(row, minute % 60, { firstSlot: 5, values: Int16Array.of(minute) });
    }
  }
  return [...rows.values()];
}

function readInto(blocks: readonly HourBlock[], bytes: Buffer, chunkBytes: number): void {
  const reader = new CopyReader();
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.read(bytes.subarray(at, at + chunkBytes), (row) => {
      const block = blocks[row.int4() - FIRST_HOUR];
      block?.take({ heads: row.bytes(), bins: row.bytes(), presence: row.bytes() });
    });
  }
}

function readBlocks(bytes: Buffer, chunkBytes: number): HourBlock[] {
  const blocks = Array.from({ length: HOURS }, (_, at) => new HourBlock(FIRST_HOUR + at));
  readInto(blocks, bytes, chunkBytes);
  blocks.forEach((block, at) => {
    block.countNodes(blocks[at - 1]);
  });
  return blocks;
}

const minutesArbitrary = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: HOURS * 60 - 1 }).map((minute) => [minute]),
      fc
        .integer({ min: 0, max: HOURS - 1 })
        .map((hour) => Array.from({ length: 60 }, (_, at) => hour * 60 + at)),
    ),
    { maxLength: 12 },
  )
  .map((runs) => new Set(runs.flat()));

describe("windows put together from hours", () => {
  it("hold what was reported, minute by minute, for any window and however the rows arrive", () => {
    fc.assert(
      fc.property(
        fc.array(minutesArbitrary, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 15, max: 120 }),
        fc.integer({ min: 1, max: 110 }),
        fc.integer({ min: 1, max: 3_000 }),
        (minutes, from, length, chunkBytes) => {
          const reports: Reports = new Map(minutes.map((each, pool) => [pool + 1, each]));
          const window = {
            fromMinute: FIRST_HOUR * 60 + from,
            toMinute: FIRST_HOUR * 60 + from + length,
          };
          const firstHour = Math.floor((from - EXPECTED_AFTER_MINUTES) / 60);
          const blocks = readBlocks(encodeCopy(pack(reports)), chunkBytes).slice(firstHour);
          const windows = assembleWindows(blocks, [...reports.keys()], window);
          for (const column of ["hot", "average"] as const) {
            const alone = assembleBins(blocks, [...reports.keys()], { window, column });
            expect([...alone].map(([pool, { values }]) => [pool, values])).toEqual(
              [...windows].map(([pool, whole]) => [pool, whole[column]]),
            );
          }
          for (const [pool, reported] of reports) {
            const bins = Array.from({ length }, (_, bin) => from + bin);
            const found = windows.get(pool);
            if (found === undefined) {
              expect([...reported].filter((minute) => minute >= firstHour * 60)).toEqual([]);
              continue;
            }
            expect([...found.hot]).toEqual(bins.map((bin) => (reported.has(bin) ? bin : -1)));
            expect([...found.average]).toEqual(bins.map((bin) => (reported.has(bin) ? bin + 1 : -1)));
            expect([...found.hottest]).toEqual(bins.map((bin) => (reported.has(bin) ? 5 : -1)));
            expect([...found.present]).toEqual(bins.map((bin) => (reported.has(bin) ? 1 : 0)));
            const isExpected = (bin: number) =>
              [...reported].some((minute) => minute <= bin && minute >= bin - EXPECTED_AFTER_MINUTES);
            expect([...found.expected]).toEqual(bins.map((bin) => (isExpected(bin) ? 1 : 0)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("count nodes anew where an hour, or the one before it, is read again", () => {
    const early = new Map([[1, new Set([50, 70])]]);
    const later = new Map([[1, new Set([50, 59, 70, 100])]]);
    const blocks = readBlocks(encodeCopy(pack(early)), 1_000);
    readInto(blocks, encodeCopy(pack(later)), 1_000);
    blocks.forEach((block, at) => {
      block.countNodes(blocks[at - 1]);
    });
    const window = { fromMinute: FIRST_HOUR * 60 + 60, toMinute: FIRST_HOUR * 60 + 180 };
    const anew = assembleWindows(readBlocks(encodeCopy(pack(later)), 1_000), [1], window);
    expect(assembleWindows(blocks, [1], window)).toEqual(anew);
    expect([...(anew.get(1)?.expected ?? [])].slice(0, 16)).toEqual(Array(16).fill(1));
  });

  it("stay what they were of an hour whose copy takes news and counts them", () => {
    const early = encodeCopy(pack(new Map([[1, new Set([50, 70])]])));
    const later = new Map([
      [1, new Set([50, 59, 70, 100])],
      [2, new Set([80])],
    ]);
    const blocks = readBlocks(early, 1_000);
    const window = { fromMinute: FIRST_HOUR * 60 + 30, toMinute: FIRST_HOUR * 60 + 180 };
    const before = structuredClone(assembleWindows(blocks, [1, 2], window));
    const copies = blocks.map((block) => block.copy());
    readInto(copies, encodeCopy(pack(later)), 1_000);
    copies.forEach((block, at) => {
      block.countNodes(copies[at - 1]);
    });
    expect(assembleWindows(blocks, [1, 2], window)).toEqual(before);
    const anew = readBlocks(encodeCopy(pack(later)), 1_000);
    expect(assembleWindows(copies, [1, 2], window)).toEqual(assembleWindows(anew, [1, 2], window));
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, isDistributed, type TestDatabase } from "../../../db/testDatabase.ts";
import { Telemetry } from "../../commands.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const MINUTE = Math.floor(NOW / 60_000);
const OPTIONS = { source: "test", endpoint: "samples/cpu", retentionDays: 400 };
const POOLS = ["registry", "dataproxy"];

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  await db.prisma.pool.createMany({ data: POOLS.map((name) => ({ name, kind: name, stampId: stamp.id })) });
});

afterAll(() => db.close());

interface Row {
  readonly pool: string;
  readonly node: string;
  /** Of the last three days, so that bins younger than a day and older ones are met. */
  readonly ageMinutes: number;
  readonly second: number;
  readonly cpu: number;
}

interface Step {
  /** Which process sends. */
  readonly writer: number;
  readonly rows: readonly Row[];
  /** Sent as a matrix of one pool instead. */
  readonly packed: boolean;
}

async function sendRows(to: Telemetry, rows: readonly Row[]) {
  const intake = await to.openCpu(OPTIONS);
  rows.forEach((row, index) => {
    const tsMs = (MINUTE - row.ageMinutes) * 60_000 + row.second * 1_000;
    intake.sink.row(index, tsMs, "wus-a", row.pool, row.node, row.cpu);
  });
  return await intake.finish();
}

/** The first row of each node, as a column each of one minute. */
async function sendPacked(to: Telemetry, rows: readonly Row[]) {
  const first = rows[0];
  const byNode = new Map(rows.map((row) => [row.node, row.cpu]));
  if (first === undefined) throw new Error("a step without rows");
  return await to.takePackedCpu(
    {
      stamp: "wus-a",
      pool: first.pool,
      fromMs: (MINUTE - first.ageMinutes) * 60_000,
      stepSeconds: 60,
      nodes: [...byNode.keys()],
      cpu: [...byNode.values()].map((cpu) => Float64Array.of(cpu)),
    },
    OPTIONS,
  );
}

/** Every stored byte that means something, without when or by which transaction it was written. */
async function dump() {
  const minutes = await db.pool.query("select * from telemetry.pool_minute order by pool, minute");
  const hours = await db.pool.query("select * from telemetry.pool_hour order by pool, hour");
  return { minutes: minutes.rows, hours: hours.rows };
}

async function run(steps: readonly Step[], writers: readonly Telemetry[], each: (step: Step) => void) {
  await db.pool.query("truncate telemetry.pool_minute, telemetry.pool_hour");
  const answers = [];
  for (const step of steps) {
    each(step);
    const writer = writers[step.writer % writers.length];
    if (writer === undefined) throw new Error("no writer");
    answers.push(await (step.packed ? sendPacked(writer, step.rows) : sendRows(writer, step.rows)));
  }
  return { answers, stored: await dump() };
}

const rowArbitrary = fc.record({
  pool: fc.constantFrom(...POOLS),
  node: fc.constantFrom("a", "b", "c"),
  ageMinutes: fc.constantFrom(1, 2, 3, 30, 70, 3_000, 3_001),
  second: fc.constantFrom(0, 0, 20),
  cpu: fc.constantFrom(10, 20, 30.5),
});

const stepArbitrary = fc.record({
  writer: fc.integer({ min: 0, max: 1 }),
  rows: fc.array(rowArbitrary, { minLength: 1, maxLength: 6 }),
  packed: fc.boolean(),
});

describe("processes that remember what they wrote", () => {
  it("store and answer what one without a memory does, whoever wrote in between", async () => {
    let nowMs = NOW;
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 2, maxLength: 12 }), async (steps) => {
        const remembering = [0, 1].map(() => new Telemetry(db.pool, () => nowMs));
        // Long enough after each step for a writer to trust its memory again.
        const kept = await run(steps, remembering, () => {
          nowMs += 6_000;
        });
        nowMs = NOW;
        const forgetful: Telemetry[] = [];
        const anew = await run(steps, forgetful, () => {
          nowMs += 6_000;
          forgetful.splice(0, 1, new Telemetry(db.pool, () => nowMs));
        });
        nowMs = NOW;
        expect(kept).toEqual(anew);
      }),
      { numRuns: 60 },
    );
  });

  it("writes nothing where nothing is new, and says duplicate only of what still stands", async () => {
    const [one, other] = [0, 1].map(() => new Telemetry(db.pool, () => NOW));
    if (one === undefined || other === undefined) throw new Error("no writers");
    await db.pool.query("truncate telemetry.pool_minute, telemetry.pool_hour");
    const row = { pool: "registry", node: "a", ageMinutes: 1, second: 0 };
    expect(await sendRows(one, [{ ...row, cpu: 10 }])).toMatchObject({ accepted: 1, duplicate: 0 });
    expect(await sendRows(one, [{ ...row, cpu: 10 }])).toMatchObject({ accepted: 0, duplicate: 1 });
    expect(await sendRows(other, [{ ...row, cpu: 20 }])).toMatchObject({ accepted: 1, duplicate: 0 });
    // The first one's memory still says 10: were it believed, 20 would stay although 10 was acknowledged last.
    expect(await sendRows(one, [{ ...row, cpu: 10 }])).toMatchObject({ accepted: 1, duplicate: 0 });
    const { minutes } = await dump();
    expect(minutes).toHaveLength(1);
    expect(minutes[0]).toMatchObject({ hot: 1_000 });
  });

  // Of statements over machines Citus has no plan without values.
  it.skipIf(isDistributed())("reads only the rows of the pools it was asked for", async () => {
    // Emptied and locked: the plan would hang on whether statistics were gathered meanwhile.
    const client = await db.pool.connect();
    await client.query("begin; truncate telemetry.pool_hour");
    const plan = await client.query<{ "QUERY PLAN": string }>(
      `explain (generic_plan) select h.xmin from unnest($1::int[], $2::int[]) as want(pool, hour)
         join telemetry.pool_hour h on h.pool = want.pool and h.hour = want.hour
         where h.pool = any($1::int[]) and h.hour >= $3 and h.hour <= $4`,
    );
    await client.query("rollback");
    client.release();
    expect(plan.rows.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/Index Cond: .*pool = ANY/);
  });
});

import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS, minuteOf } from "../../core/index.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { DEFAULT_MAPPING } from "../../fleet/index.ts";
import { Telemetry } from "../commands.ts";
import { readNodeMatrix } from "../cpu/queries.ts";
import { compileMapping } from "../sources/compileMapping.ts";
import { resolveSeries } from "../sources/resolveSeries.ts";
import { seriesOf } from "../sources/seriesCache.ts";
import type { IntakeReport } from "../types.ts";
import { MOST_INSTANTS, MOST_SHARES } from "./nodeShares.ts";

const START = Date.parse("2026-11-20T12:00:00Z");
const NOW = START + 60 * MINUTE_MS;
const OPTIONS = { source: "test", endpoint: "test", retentionDays: 400, mapping: DEFAULT_MAPPING };
const COMPILED = compileMapping(DEFAULT_MAPPING);

let db: TestDatabase;
let pool = 0;
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  const data = { name: "dataproxy", kind: "dataproxy", stampId: stamp.id };
  pool = (await db.prisma.pool.create({ data })).id;
});
afterAll(() => db.close());
beforeEach(empty);

async function empty(): Promise<void> {
  await db.pool.query("truncate telemetry.pool_minute, telemetry.pool_hour, telemetry.node_shares");
}

interface Share {
  readonly minute: number;
  readonly core: string;
  readonly state: string;
  readonly value: number;
}

/** One core's states at a minute, as shares. */
function core(minute: number, name: string, states: Readonly<Record<string, number>>): Share[] {
  return Object.entries(states).map(([state, value]) => ({ minute, core: name, state, value }));
}

async function send(telemetry: Telemetry, shares: readonly Share[], node = "n0"): Promise<IntakeReport> {
  const { intake, finish } = await telemetry.openMetrics(OPTIONS);
  for (const { minute, core, state, value } of shares) {
    const place = { stamp: "wus-a", pool: "dataproxy", instance: node };
    const labels = { __name__: "system_cpu_utilization_ratio", ...place, cpu: core, state };
    const target = resolveSeries(COMPILED, new Map(Object.entries(labels)));
    intake.take(seriesOf(target), START + minute * MINUTE_MS, value);
  }
  return await finish();
}

function sender(): Telemetry {
  return new Telemetry(db.pool, () => NOW);
}

/** Percent by minute since START, without those that have no data. */
async function minutes(node = "n0", count = 30): Promise<Record<number, number>> {
  const fromMinute = minuteOf(START);
  const matrix = await readNodeMatrix(db.pool, pool, { fromMinute, toMinute: fromMinute + count });
  const at = matrix?.nodes.findIndex(({ name }) => name === node) ?? -1;
  const values = [...(matrix?.values[at] ?? [])];
  return Object.fromEntries(
    values.flatMap((value, minute) => (value < 0 ? [] : [[minute, value / 100] as const])),
  );
}

async function writes(): Promise<string> {
  const { rows } = await db.superuser.query<{ written: string }>(
    "select coalesce(sum(xmin::text::bigint), 0)::text as written from telemetry.node_shares",
  );
  return rows[0]?.written ?? "";
}

const HALF = { idle: 0.5, user: 0.5 };
const FULL = { idle: 0, user: 1 };

describe("shares of cores", () => {
  test("an instant that bodies bring core by core is one sample of all its cores, whichever replica takes them in", async () => {
    const [one, other] = [sender(), sender()];
    expect(await send(one, core(0, "0", HALF))).toMatchObject({ accepted: 1 });
    expect(await minutes()).toEqual({ 0: 50 });
    expect(await send(other, core(0, "1", FULL))).toMatchObject({ accepted: 1 });
    expect(await minutes()).toEqual({ 0: 75 });
    // Sent again, nothing changes.
    expect(await send(other, core(0, "0", HALF))).toMatchObject({ accepted: 0, duplicate: 1 });
    expect(await minutes()).toEqual({ 0: 75 });
  });

  test("a core whose idle state is under way is left out until it is there, and never reads as busy", async () => {
    const telemetry = sender();
    await send(telemetry, [...core(0, "0", HALF), ...core(0, "1", HALF)]);
    expect(await send(telemetry, core(1, "0", { user: 0.9 }))).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await minutes()).toEqual({ 0: 50 });
    await send(telemetry, core(1, "1", { idle: 0.2, user: 0.8 }));
    expect(await minutes()).toEqual({ 0: 50, 1: 80 });
    await send(telemetry, core(1, "0", { idle: 0.1 }));
    expect(await minutes()).toEqual({ 0: 50, 1: 85 });
  });

  test("of a core that tells only what it did, the sum of that; of one that tells only its idle time, the rest", async () => {
    const telemetry = sender();
    await send(telemetry, core(0, "0", { user: 0.25, system: 0.5 }), "busy");
    await send(telemetry, core(1, "0", { user: 0.1 }), "busy");
    expect(await minutes("busy")).toEqual({ 0: 75 });
    await send(telemetry, core(1, "0", { system: 0.2 }), "busy");
    expect(await minutes("busy")).toEqual({ 0: 75, 1: 30 });
    await send(telemetry, [...core(0, "0", { idle: 0 }), ...core(1, "0", { idle: 0.6 })], "idle");
    expect(await minutes("idle")).toEqual({ 0: 100, 1: 40 });
  });

  test("a part that is nothing but zeros is a part: what a core did not do is waited for no longer", async () => {
    const telemetry = sender();
    await send(telemetry, core(0, "0", { user: 0.25 }));
    await send(telemetry, core(0, "0", { system: 0.5 }));
    await send(telemetry, core(1, "0", { user: 0 }));
    await send(telemetry, core(1, "0", { system: 0.5 }));
    await send(telemetry, core(2, "0", { system: 0.25 }));
    await send(telemetry, core(2, "0", { user: 0 }));
    expect(await minutes()).toEqual({ 0: 75, 1: 50, 2: 25 });
  });

  test("a refused node counts as the points that it came as, those that came twice too", async () => {
    const sent = [...core(0, "0", HALF), ...core(0, "0", HALF), ...core(1, "0", { idle: -3 })];
    const report = await send(sender(), sent, "n".repeat(300));
    expect([report.accepted, report.rejected]).toEqual([0, 5]);
    expect(report.errors).toHaveLength(2);
  });

  test("a node of which each body has all is written once, and not read again", async () => {
    const telemetry = sender();
    const all = (minute: number) => [...core(minute, "0", HALF), ...core(minute, "1", FULL)];
    await send(telemetry, all(0));
    const before = await writes();
    for (const minute of [1, 2, 3]) await send(telemetry, all(minute));
    expect(await writes()).toBe(before);
    expect(await minutes()).toEqual({ 0: 75, 1: 75, 2: 75, 3: 75 });
  });

  test("cores that come count at once; cores that went are expected no longer after some instants", async () => {
    const telemetry = sender();
    await send(telemetry, core(0, "0", HALF));
    await send(telemetry, [...core(1, "0", HALF), ...core(1, "1", FULL)]);
    expect(await minutes()).toEqual({ 0: 50, 1: 75 });
    for (let minute = 2; minute < 2 + MOST_INSTANTS; minute++) await send(telemetry, core(minute, "1", FULL));
    const before = await writes();
    await send(telemetry, core(20, "1", FULL));
    expect(await minutes()).toMatchObject({ 2: 100, 9: 100, 20: 100 });
    expect(await writes()).toBe(before);
  });

  test("parts of an instant that together are too many shares for one node are taken each for itself", async () => {
    const telemetry = sender();
    const most = (first: string, idle: number) =>
      Array.from({ length: MOST_SHARES }, (_, at) => core(0, `${first}${at}`, { idle })).flat();
    expect(await send(telemetry, most("a", 0.5))).toMatchObject({ accepted: 1 });
    expect(await send(telemetry, most("b", 0.2))).toMatchObject({ accepted: 1 });
    expect(await minutes()).toEqual({ 0: 80 });
  });

  test("however instants are cut into bodies, in whatever order and however often, the samples are those of whole ones", async () => {
    const share = fc.integer({ min: 1, max: 99 });
    const node = fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(node, { minLength: 1, maxLength: MOST_INSTANTS - 1 }),
        fc.infiniteStream(fc.nat(5)),
        fc.infiniteStream(fc.nat(1_000)),
        async (instants, bodyOf, orderOf) => {
          await empty();
          const cores = Math.max(...instants.map(({ length }) => length));
          // A node that is known: of the first instants ever nobody knows what is under way.
          const known = Array.from({ length: cores }, (_, at) => core(-1, `${at}`, { ...HALF, iowait: 0 }));
          await send(sender(), known.flat());
          const shares = instants.flatMap((of, minute) =>
            Array.from({ length: cores }, (_, at) => {
              const [idle = 50, wait = 50] = of[at % of.length] ?? [];
              const sum = 1.5 * (idle + wait);
              return core(minute, `${at}`, { idle: idle / sum, iowait: wait / 2 / sum, user: 0.01 });
            }).flat(),
          );
          const bodies = new Map<number, Share[]>();
          for (const one of shares) {
            const body = bodyOf.next().value ?? 0;
            bodies.set(body, [...(bodies.get(body) ?? []), one]);
          }
          const replicas = [sender(), sender()];
          const inOrder = [...bodies.values(), ...bodies.values()]
            .map((body) => ({ body, at: orderOf.next().value ?? 0 }))
            .toSorted((one, other) => one.at - other.at);
          for (const [at, { body }] of inOrder.entries()) await send(replicas[at % 2] as Telemetry, body);
          const parted = await minutes();
          await empty();
          await send(sender(), known.flat());
          await send(sender(), shares);
          expect(parted).toEqual(await minutes());
          expect(Object.keys(parted)).toHaveLength(instants.length);
        },
      ),
      { numRuns: 25 },
    );
  });
});

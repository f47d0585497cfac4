import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS, minuteOf } from "../../core/index.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { DEFAULT_MAPPING } from "../../fleet/index.ts";
import { Telemetry } from "../commands.ts";
import { readNodeMatrix } from "../cpu/queries.ts";
import { decodeLoad, type LoadEntry } from "../load/loadRow.ts";
import { compileMapping } from "../sources/compileMapping.ts";
import { resolveSeries } from "../sources/resolveSeries.ts";
import { seriesOf } from "../sources/seriesCache.ts";
import type { IntakeReport } from "../types.ts";

const NOW = Date.parse("2026-11-20T12:30:30Z");
/** On the minute. */
const START = Date.parse("2026-11-20T12:00:00Z");
const OPTIONS = { source: "test", endpoint: "test", retentionDays: 400, mapping: DEFAULT_MAPPING };
const COMPILED = compileMapping(DEFAULT_MAPPING);

let db: TestDatabase;
let pool = 0;
let registry = 0;
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  pool = (await db.prisma.pool.create({ data: { name: "dataproxy", kind: "dataproxy", stampId: stamp.id } }))
    .id;
  const tenant = await db.prisma.tenant.create({ data: { name: "contoso-ltd" } });
  registry = (await db.prisma.registry.create({ data: { name: "contoso", tenantId: tenant.id } })).id;
});
afterAll(() => db.close());
beforeEach(empty);

async function empty(): Promise<void> {
  await db.pool.query(
    "truncate telemetry.pool_minute, telemetry.pool_hour, telemetry.load_minute, telemetry.counter_point, telemetry.counter_minute",
  );
}

interface Point {
  readonly labels: Readonly<Record<string, string>>;
  readonly tsMs: number;
  readonly value: number;
  readonly deltaFromMs?: number;
}

const PLACE = { stamp: "wus-a", pool: "dataproxy" };

function idle(tsMs: number, seconds: number, more: Record<string, string> = {}): Point {
  const labels = {
    __name__: "node_cpu_seconds_total",
    ...PLACE,
    instance: "n0",
    cpu: "0",
    mode: "idle",
    ...more,
  };
  return { labels, tsMs, value: seconds };
}

async function send(telemetry: Telemetry, points: readonly Point[]): Promise<IntakeReport> {
  const { intake, finish } = await telemetry.openMetrics(OPTIONS);
  for (const { labels, tsMs, value, deltaFromMs } of points)
    intake.take(
      seriesOf(resolveSeries(COMPILED, new Map(Object.entries(labels)))),
      tsMs,
      value,
      deltaFromMs ?? null,
    );
  return await finish();
}

function sender(): Telemetry {
  return new Telemetry(db.pool, () => NOW);
}

/** Percent by minute since START, null = no data. */
async function minutes(node = "n0", count = 30): Promise<(number | null)[]> {
  const fromMinute = minuteOf(START);
  const matrix = await readNodeMatrix(db.pool, pool, { fromMinute, toMinute: fromMinute + count });
  const at = matrix?.nodes.findIndex(({ name }) => name === node) ?? -1;
  return [...(matrix?.values[at] ?? [])].map((value) => (value < 0 ? null : value / 100));
}

function withData(of: readonly (number | null)[]): Record<number, number> {
  return Object.fromEntries(of.flatMap((value, minute) => (value === null ? [] : [[minute, value]])));
}

describe("counters of CPU", () => {
  test("a node-minute is the mean over all of the minute, by what part of each interval lies in it", async () => {
    const telemetry = sender();
    // 30 s fully busy, then 60 s idle: 10 s before the first whole minute, 50 s in it.
    await send(telemetry, [
      idle(START + 20_000, 100),
      idle(START + 50_000, 100),
      idle(START + 110_000, 160),
      idle(START + 140_000, 175),
    ]);
    expect(withData(await minutes())).toEqual({ 0: 75, 1: 8.33, 2: 50 });
  });

  test("cores count alike, iowait is idle, and a core that is missing is left out of the mean", async () => {
    const telemetry = sender();
    const at = START + 60_000;
    await send(telemetry, [
      idle(START, 0),
      idle(START, 0, { cpu: "1" }),
      idle(START, 50, { cpu: "1", mode: "iowait" }),
      idle(START, 0, { cpu: "2" }),
      idle(at, 60),
      idle(at, 0, { cpu: "1" }),
      idle(at, 80, { cpu: "1", mode: "iowait" }),
    ]);
    expect(withData(await minutes())).toEqual({ 0: 25 });
  });

  test("a restart, another machine by the same name and a long pause are no data, and counting goes on after them", async () => {
    const telemetry = sender();
    const at = (minute: number) => START + minute * MINUTE_MS;
    await send(telemetry, [
      idle(at(0), 5_000),
      idle(at(1), 5_030),
      idle(at(2), 12), // restarted
      idle(at(3), 57),
      idle(at(4), 9_000), // another machine
      idle(at(5), 9_060),
      idle(at(11), 9_100), // six minutes of nothing
      idle(at(12), 9_115),
    ]);
    expect(withData(await minutes())).toEqual({ 0: 50, 2: 25, 4: 0, 11: 75 });
  });

  test("a scrape that failed leaves no hole: the interval over it is known on average", async () => {
    await send(sender(), [idle(START, 0), idle(START + 2 * MINUTE_MS, 60), idle(START + 3 * MINUTE_MS, 60)]);
    expect(withData(await minutes())).toEqual({ 0: 50, 1: 50, 2: 100 });
  });

  test("iowait that the kernel turned back a little adds nothing and breaks nothing", async () => {
    const wait = (tsMs: number, seconds: number) => idle(tsMs, seconds, { mode: "iowait" });
    await send(sender(), [
      idle(START, 0),
      wait(START, 10),
      idle(START + MINUTE_MS, 30),
      wait(START + MINUTE_MS, 9.5),
      idle(START + 2 * MINUTE_MS, 60),
      wait(START + 2 * MINUTE_MS, 15.5),
    ]);
    expect(withData(await minutes())).toEqual({ 0: 50, 1: 40 });
  });

  test("points are counted for a day, and refused with a reason after it", async () => {
    const report = await send(sender(), [idle(NOW - 25 * 3_600_000, 1), idle(NOW - 23 * 3_600_000, 1)]);
    expect([report.accepted, report.rejected, report.errors[0]?.code]).toEqual([1, 1, "too_old"]);
  });

  test("a past that comes after what is newer is counted as if it had come in time, and once", async () => {
    const at = (minute: number) => START + minute * MINUTE_MS;
    // Idle for as many seconds of each minute as its number says.
    const reads = (minute: number) => idle(at(minute), 5_000 + (minute * (minute - 1)) / 2);
    const range = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, one) => reads(from + one));
    const telemetry = sender();
    const expected = Object.fromEntries(
      Array.from({ length: 29 }, (_, minute) => [minute, Math.round(10_000 * (1 - minute / 60)) / 100]),
    );
    // First the newest, then what an agent had kept back, then history, in bodies of any size; each of them twice.
    const bodies = [range(20, 30), range(10, 14), range(14, 20), range(0, 5), range(5, 10)];
    for (const body of bodies) expect(await send(telemetry, body)).toMatchObject({ accepted: body.length });
    expect(withData(await minutes())).toEqual(expected);
    for (const body of bodies)
      expect(await send(sender(), body.toReversed())).toMatchObject({ accepted: 0, duplicate: body.length });
    expect(withData(await minutes())).toEqual(expected);
  });

  test("a gap stays one until its points come; what fills part of it makes two of it", async () => {
    const at = (minute: number) => START + minute * MINUTE_MS;
    const telemetry = sender();
    await send(telemetry, [idle(at(0), 0), idle(at(1), 30), idle(at(20), 600), idle(at(21), 615)]);
    expect(withData(await minutes())).toEqual({ 0: 50, 20: 75 });
    await send(telemetry, [idle(at(10), 300), idle(at(11), 345)]);
    expect(withData(await minutes())).toEqual({ 0: 50, 10: 25, 20: 75 });
    // Rebooted in between: what is before and what is after hang together by no interval.
    await send(telemetry, [idle(at(15), 20), idle(at(16), 80)]);
    expect(withData(await minutes())).toEqual({ 0: 50, 10: 25, 15: 0, 20: 75 });
  });

  test("pieces of a past in any order, repeated, over replicas: the same node-minutes as in order", async () => {
    const world = fc.record({
      busy: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 100, maxLength: 100 }),
      // Longer than what is averaged over, where a piece is missing between two others.
      cuts: fc.array(fc.integer({ min: 22, max: 40 }), { minLength: 4, maxLength: 4 }),
      order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    });
    const everyMs = 15_000;
    await fc.assert(
      fc.asyncProperty(world, async ({ busy, cuts, order }) => {
        let seconds = 7;
        const points = busy.map((share, at) => {
          if (at > 0) seconds += (everyMs / 1_000) * (1 - share);
          return idle(START + 3_000 + at * everyMs, seconds);
        });
        await empty();
        await send(sender(), points);
        const expected = await minutes();
        await empty();
        const rest = [...points];
        const pieces = cuts.map((length) => rest.splice(0, length)).filter((piece) => piece.length > 0);
        const replicas = [sender(), sender()];
        for (const [turn, chance] of order.entries()) {
          const piece = turn < 4 ? pieces.splice(chance % Math.max(1, pieces.length), 1)[0] : points;
          if (piece !== undefined) await send(replicas[turn % 2] ?? sender(), piece);
        }
        for (const [minute, have] of (await minutes()).entries()) {
          const want = expected[minute] ?? null;
          if (want === null || have === null) expect(have, `minute ${minute}`).toBe(want);
          // Sums in another order differ in their last digit, which may tip a hundredth.
          else expect(Math.abs(have - want), `minute ${minute}: ${have} for ${want}`).toBeLessThan(0.0101);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("unknown stamps and pools are refused by name, the rest is stored", async () => {
    const report = await send(sender(), [
      idle(START, 0),
      idle(START, 0, { stamp: "nowhere" }),
      idle(START, 0, { pool: "no" }),
    ]);
    expect(report.accepted).toBe(1);
    expect(report.errors.map(({ code }) => code).sort()).toEqual(["unknown_pool", "unknown_stamp"]);
  });

  test("however scrapes are cut into bodies, over replicas, repeated: the same node-minutes, to a hundredth", async () => {
    const world = fc.record({
      scrapeSeconds: fc.constantFrom(5, 15, 30, 60, 90),
      offsetMs: fc.nat({ max: 59_999 }),
      busy: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
        minLength: 30,
        maxLength: 30,
      }),
      shards: fc.integer({ min: 1, max: 3 }),
      cut: fc.array(fc.integer({ min: 4, max: 40 }), { minLength: 1, maxLength: 8 }),
      repeats: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ scrapeSeconds, offsetMs, busy, shards, cut, repeats, order }) => {
        await empty();
        const scrapes = Math.min(29, Math.floor((25 * 60) / scrapeSeconds));
        // Each core's series in the order of its times, as a shard of a sender keeps it.
        const seriesOf = (core: number): Point[] => {
          let seconds = 1_000 * core;
          return Array.from({ length: scrapes }, (_, at) => {
            if (at > 0) seconds += scrapeSeconds * (1 - (busy[at]?.[core] ?? 0));
            return idle(START + offsetMs + at * scrapeSeconds * 1_000, seconds, { cpu: String(core) });
          });
        };
        const cores = [0, 1, 2].map(seriesOf);
        const queues = Array.from({ length: shards }, (_, shard) =>
          cores
            .filter((_, core) => core % shards === shard)
            .flat()
            .toSorted((one, other) => one.tsMs - other.tsMs),
        );
        const replicas = [sender(), sender()];
        // Shards take turns of chance, each with a body of its own size; some bodies are sent twice, to another replica.
        for (let turn = 0; queues.some((queue) => queue.length > 0); turn++) {
          const open = queues.filter((queue) => queue.length > 0);
          const queue = open[(order[turn % order.length] ?? 0) % open.length] ?? [];
          const body = queue.splice(0, cut[turn % cut.length] ?? 1);
          const telemetry = replicas[turn % 2] ?? sender();
          await send(telemetry, body);
          if (repeats[turn % repeats.length] === true) {
            const again = await send(replicas[(turn + 1) % 2] ?? telemetry, body);
            expect([again.accepted, again.duplicate]).toEqual([0, body.length]);
          }
        }
        const expected = expectedMinutes(scrapes, (at, core) => busy[at]?.[core] ?? 0, {
          scrapeSeconds,
          offsetMs,
        });
        const got = await minutes();
        for (const [minute, want] of expected.entries()) {
          const have = got[minute] ?? null;
          if (want === null) expect(have, `minute ${minute}`).toBeNull();
          else
            expect(Math.abs((have ?? -1) - want), `minute ${minute}: ${have} for ${want}`).toBeLessThan(
              0.0051,
            );
        }
      }),
      { numRuns: 15 },
    );
  });
});

/** The integral, worked out second by second of nothing: interval by interval, from the definition. */
function expectedMinutes(
  scrapes: number,
  busyOf: (at: number, core: number) => number,
  { scrapeSeconds, offsetMs }: { scrapeSeconds: number; offsetMs: number },
): (number | null)[] {
  return Array.from({ length: 30 }, (_, minute) => {
    let watched = 0;
    let worked = 0;
    for (let at = 1; at < scrapes; at++) {
      const to = offsetMs + at * scrapeSeconds * 1_000;
      const from = to - scrapeSeconds * 1_000;
      const shared = Math.min(to, (minute + 1) * MINUTE_MS) - Math.max(from, minute * MINUTE_MS);
      if (shared <= 0) continue;
      for (const core of [0, 1, 2]) {
        watched += shared;
        worked += shared * busyOf(at, core);
      }
    }
    return watched === 0 ? null : (100 * worked) / watched;
  });
}

describe("counters of registries", () => {
  const requests = (tsMs: number, value: number, more: Record<string, string> = {}): Point => ({
    labels: { __name__: "ballast_registry_requests_total", ...PLACE, registry: "contoso", pod: "a", ...more },
    tsMs,
    value,
  });

  async function loads(): Promise<Record<number, LoadEntry | undefined>> {
    const { rows } = await db.pool.query(
      "select minute, entries from telemetry.load_minute where pool = $1",
      [pool],
    );
    return Object.fromEntries(
      rows.map(({ minute, entries }) => [minute - minuteOf(START), decodeLoad(entries).get(registry)]),
    );
  }

  test("what the pods of a registry counted adds up, minute by minute; a restart counts from 0", async () => {
    const telemetry = sender();
    await send(telemetry, [
      requests(START + 30_000, 1_000),
      requests(START + 30_000, 5, { pod: "b" }),
      requests(START + 90_000, 1_600),
      requests(START + 90_000, 65, { pod: "b" }),
    ]);
    await send(telemetry, [requests(START + 150_000, 200), requests(START + 150_000, 65, { pod: "b" })]);
    const bytes = (tsMs: number, value: number) =>
      requests(tsMs, value, { __name__: "ballast_registry_bytes_total" });
    await send(telemetry, [bytes(START, 0), bytes(START + 60_000, 7e9)]);
    expect(await loads()).toEqual({
      0: { requests: 330, bytes: 7e9 },
      1: { requests: 430, bytes: null },
      2: { requests: 100, bytes: null },
    });
  });

  test("points that count anew each time are added as they are, once", async () => {
    const delta = (from: number, to: number, value: number): Point => ({
      ...requests(START + to * 1_000, value),
      deltaFromMs: START + from * 1_000,
    });
    const telemetry = sender();
    await send(telemetry, [delta(0, 60, 100), delta(60, 120, 50)]);
    await send(telemetry, [delta(60, 120, 50), delta(120, 180, 10)]);
    expect(await loads()).toEqual({
      0: { requests: 100, bytes: null },
      1: { requests: 50, bytes: null },
      2: { requests: 10, bytes: null },
    });
  });

  test("the same of a past that comes late, of totals and of what counts anew", async () => {
    const telemetry = sender();
    const at = (minute: number) => START + minute * MINUTE_MS;
    await send(telemetry, [requests(at(10), 1_000), requests(at(11), 1_060)]);
    await send(telemetry, [requests(at(8), 800), requests(at(9), 950)]);
    // It was restarted before: at 0, and read 30 by then.
    await send(telemetry, [requests(at(2), 500), requests(at(3), 530), requests(at(4), 30)]);
    const delta = (from: number, to: number, value: number): Point => ({
      ...requests(at(to), value, { pod: "b" }),
      deltaFromMs: at(from),
    });
    for (const body of [[delta(20, 21, 7)], [delta(18, 19, 5)], [delta(19, 20, 6)], [delta(18, 19, 5)]])
      await send(telemetry, body);
    const requestsOf = Object.fromEntries(
      Object.entries(await loads()).map(([minute, entry]) => [minute, entry?.requests]),
    );
    expect(requestsOf).toEqual({
      ...{ 2: 30, 3: 30, 8: 150, 9: 50, 10: 60, 18: 5, 19: 6, 20: 7 },
      // Between 30 and 800 nothing was told.
      ...{ 4: 193, 5: 193, 6: 193, 7: 193 },
    });
  });

  test("an unknown registry is refused by its name", async () => {
    const report = await send(sender(), [requests(START, 1, { registry: "nobody" })]);
    expect(report.errors[0]).toMatchObject({
      code: "unknown_registry",
      message: expect.stringContaining("nobody"),
    });
  });
});

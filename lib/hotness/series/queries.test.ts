import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { ShapeKeeper } from "../../fleet/index.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import { HourReader } from "../../telemetry/cpu/hours/queries.ts";
import { NodeNames } from "../../telemetry/names/queries.ts";
import { previewFleetSetting } from "../fleet/queries.ts";
import { type MeasureSource, measureFleet } from "../queries.ts";
import { renderHottestSql, renderNodePromQl, renderNodeSql } from "../renderNodeQueries.ts";
import { readPoolNodes, readPoolSeries } from "./queries.ts";
import { nodesTable, poolNodesSchema, poolSeriesSchema, seriesTable } from "./seriesAnswer.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const MINUTE_MS = 60_000;
const PLACE = { stamp: "wus-a", pool: "registry" };

let db: TestDatabase;
let source: MeasureSource;

beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  await db.prisma.formerName.create({ data: { thing: "stamp", name: "wus-old", thingId: stamp.id } });
  await db.prisma.pool.createMany({
    data: ["registry", "dataproxy"].map((name) => ({ name, kind: name, stampId: stamp.id })),
  });
  await sendCpu();
  source = {
    database: db.client,
    hours: new HourReader(db.pool, () => NOW),
    nodeNames: new NodeNames(db.pool),
    shape: new ShapeKeeper(db.client),
  };
});
afterAll(() => db.close());

/** The registry pool is hot from 24 h to 12 h ago, the dataproxy pool, hotter, in the last 12 h. */
async function sendCpu() {
  const telemetry = new Telemetry(db.pool, () => NOW);
  const intake = await telemetry.openCpu({ source: "test", endpoint: "samples/cpu", retentionDays: 400 });
  let index = 0;
  for (let age = 1_440; age >= 1; age--) {
    if (age === 7) continue;
    const isEarly = age > 720;
    const at = NOW - 30_000 - age * MINUTE_MS;
    intake.sink.row(index++, at, "wus-a", "registry", "n0", isEarly ? 50 : 10);
    intake.sink.row(index++, at, "wus-a", "registry", "n1", isEarly ? 20 : 30);
    intake.sink.row(index++, at, "wus-a", "dataproxy", "d0", isEarly ? 10 : 90);
  }
  await intake.finish();
}

const dates = (ages: { from: number; to: number }) => ({
  kind: "dates" as const,
  fromMinute: Math.floor(NOW / MINUTE_MS) - ages.from,
  toMinute: Math.floor(NOW / MINUTE_MS) - ages.to,
});

test("every minute of the window is there, a gap as nulls, each with its hottest node by name", async () => {
  const answer = await readPoolSeries(source, {
    ...PLACE,
    request: dates({ from: 8, to: 5 }),
    nowMs: NOW,
  });
  if (!answer.ok) throw new Error(answer.error.detail);
  expect(poolSeriesSchema.parse(answer.value).minutes).toEqual([
    { ts: "2026-11-20T11:52:00.000Z", hot: 30, hottestNode: "n1", average: 20, nodes: 2 },
    { ts: "2026-11-20T11:53:00.000Z", hot: null, hottestNode: null, average: null, nodes: 0 },
    { ts: "2026-11-20T11:54:00.000Z", hot: 30, hottestNode: "n1", average: 20, nodes: 2 },
  ]);
  expect(seriesTable(answer.value).rows[1]).toEqual([
    "2026-11-20T11:53:00.000Z",
    "wus-a",
    "registry",
    null,
    null,
    null,
    0,
  ]);
});

test("node × minute has a row for each node and a column for each minute", async () => {
  const answer = await readPoolNodes(source, { ...PLACE, request: dates({ from: 8, to: 5 }), nowMs: NOW });
  if (!answer.ok) throw new Error(answer.error.detail);
  const { nodes, columns, values } = poolNodesSchema.parse(answer.value);
  expect(nodes).toEqual(["n0", "n1"]);
  expect(columns.map((ts) => ts.slice(11, 16))).toEqual(["11:52", "11:53", "11:54"]);
  expect(values).toEqual([
    [10, null, 10],
    [30, null, 30],
  ]);
  expect(nodesTable(answer.value).rows[0]).toEqual(["2026-11-20T11:52:00.000Z", 10, 30]);
});

test("a stamp is found by a name that it had before; what is not there is said by name", async () => {
  const request = dates({ from: 8, to: 5 });
  const renamed = await readPoolSeries(source, { stamp: "wus-old", pool: "registry", request, nowMs: NOW });
  expect(renamed.ok && renamed.value.stamp).toBe("wus-a");
  const noStamp = await readPoolSeries(source, { stamp: "nowhere", pool: "registry", request, nowMs: NOW });
  expect(!noStamp.ok && noStamp.error).toMatchObject({
    code: "not_found",
    detail: "There is no stamp nowhere.",
  });
  const noPool = await readPoolNodes(source, { stamp: "wus-a", pool: "cache", request, nowMs: NOW });
  expect(!noPool.ok && noPool.error.detail).toBe("wus-a has no pool cache; it has dataproxy, registry.");
});

test("a window that no answer could hold is refused, not cut short", async () => {
  const answer = await readPoolSeries(source, {
    ...PLACE,
    request: dates({ from: 60 * 1_440, to: 0 }),
    nowMs: NOW,
  });
  expect(!answer.ok && answer.error.code).toBe("invalid");
});

test("the peak is the region's, also where only one pool, or one kind, is asked for", async () => {
  const asked = { request: { kind: "peak" as const }, nowMs: NOW };
  const whole = await measureFleet(source, { ...asked, filter: {} });
  const kind = await measureFleet(source, { ...asked, filter: { kind: "registry" } });
  const stamp = await measureFleet(source, { ...asked, filter: { stamp: "wus-a" } });
  const { fromMinute, toMinute } = whole.window;
  // The registry pool alone would choose the 12 hours before: the dataproxy pool decides for both.
  expect(fromMinute).toBe(Math.floor(NOW / MINUTE_MS) - 720);
  expect(kind.pools.map(({ pool }) => pool.name)).toEqual(["registry"]);
  for (const measured of [kind, stamp]) expect(measured.window).toEqual({ fromMinute, toMinute });
  const series = await readPoolSeries(source, { ...PLACE, ...asked });
  expect(series.ok && series.value.window).toEqual({
    from: "2026-11-20T00:00:00.000Z",
    to: "2026-11-20T12:00:00.000Z",
  });
});

test("the SQL that a page offers to copy gives what the page shows", async () => {
  const request = dates({ from: 8, to: 5 });
  const query = { ...PLACE, window: { fromMinute: request.fromMinute, toMinute: request.toMinute } };
  const cells = await db.pool.query(renderNodeSql(query));
  expect(cells.rows.map(({ node, minute, cpu }) => [node, minute - request.fromMinute, Number(cpu)])).toEqual(
    [
      ["n0", 0, 10],
      ["n0", 2, 10],
      ["n1", 0, 30],
      ["n1", 2, 30],
    ],
  );
  const { fromMinute, toMinute } = dates({ from: 1_080, to: 0 });
  const hottest = await db.pool.query(renderHottestSql({ ...PLACE, window: { fromMinute, toMinute } }));
  expect(
    hottest.rows.map(({ node, minutes, share }) => [node, Number(minutes), Number(share).toFixed(4)]),
  ).toEqual([
    ["n1", 719, (719 / 1_079).toFixed(4)],
    ["n0", 360, (360 / 1_079).toFixed(4)],
  ]);
});

test("no name breaks out of the queries for nodes", () => {
  const window = { fromMinute: 0, toMinute: 60 };
  const query = { stamp: 'a"} or vector(1) #', pool: "o'brien; drop table x", window };
  expect(renderNodePromQl(query)).toContain(String.raw`stamp="a\"} or vector(1) #"`);
  for (const sql of [renderNodeSql(query), renderHottestSql(query)])
    expect(sql).toContain("pool.name = 'o''brien; drop table x'");
});

test("a preview measures the fleet under the changed settings: limits, and which hours are the peak", async () => {
  const named = (answer: Awaited<ReturnType<typeof previewFleetSetting>>) => {
    if (!answer.ok) throw new Error(answer.error.detail);
    return answer.value.changed.map(({ pool, before, after }) => [
      pool,
      before.state,
      after.state,
      after.overLimit,
    ]);
  };
  const limit = { key: "limitP95" as const, poolKind: "registry", value: 25 };
  expect(named(await previewFleetSetting(source, limit, NOW))).toEqual([
    ["registry", "normal", "normal", true],
  ]);
  // Over the whole day the registry pool is at 50 %, its dataproxy neighbour at 90 % still.
  const window = {
    key: "window" as const,
    value: { minutes: 1_440, lookBackHours: 24, minimumCoverage: 0.9 },
  };
  expect(named(await previewFleetSetting(source, window, NOW))).toEqual([
    ["registry", "normal", "warm", false],
  ]);
});

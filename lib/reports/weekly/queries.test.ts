import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "../../core/index.ts";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { putInventory, ShapeKeeper } from "../../fleet/index.ts";
import { inventoryBodySchema } from "../../fleet/inventory/inventoryBody.ts";
import { authorAt } from "../../fleet/inventory/inventoryForTests.ts";
import { HourReader, NodeNames, Telemetry } from "../../telemetry/index.ts";
import { getWeeklyReport } from "./queries.ts";

const MONDAY = Date.UTC(2026, 2, 2);
const DAY = 86_400_000;
const NOW = MONDAY + 7 * DAY + 90_000;

let db: TestDatabase;
let source: Parameters<typeof getWeeklyReport>[0];

beforeAll(async () => {
  db = await createTestDatabase();
  source = {
    database: db.client,
    hours: new HourReader(db.client.pools.read, () => NOW),
    nodeNames: new NodeNames(db.client.pools.read),
    shape: new ShapeKeeper(db.client),
  };
  const body = inventoryBodySchema.parse({
    regions: [
      { name: "eastus", stamps: [{ name: "eus-a", pools: [{ name: "registry" }] }] },
      { name: "westus", stamps: ["wus-a", "wus-b"].map((name) => ({ name, pools: [{ name: "registry" }] })) },
    ],
  });
  await withTransaction(db.client, (tx) => putInventory(tx, authorAt(NOW), { body, prune: false }));
  await sendCpu();
  await raise("westus", MONDAY - 1, MONDAY + 1);
  await raise("westus", MONDAY, null);
  await raise("westus", MONDAY + 7 * DAY, null);
  await raise("eastus", MONDAY + DAY, MONDAY + 2 * DAY);
});
afterAll(() => db.close());

/** An hour of the week at 20 %, of which 12 minutes at 70 %; an hour of the week before at 50 %; a minute on either edge at 99 %. */
async function sendCpu() {
  const telemetry = new Telemetry(db.client.pools.ingest, () => NOW);
  const intake = await telemetry.openCpu({ source: "test", endpoint: "samples/cpu", retentionDays: 400 });
  let index = 0;
  const send = (atMs: number, cpu: number) => intake.sink.row(index++, atMs, "wus-a", "registry", "n0", cpu);
  for (let minute = 0; minute < 60; minute++) {
    send(MONDAY + 3 * DAY + minute * MINUTE_MS, minute < 12 ? 70 : 20);
    send(MONDAY - 3 * DAY + minute * MINUTE_MS, 50);
  }
  send(MONDAY - 7 * DAY - MINUTE_MS, 99);
  send(MONDAY + 7 * DAY, 99);
  await intake.finish();
}

async function raise(region: string, raisedMs: number, clearedMs: number | null) {
  const said = { ruleId: "stale", ruleName: "No samples", measure: "staleness", severity: "critical" };
  await db.prisma.alert.create({
    data: {
      ...{ ...said, region, stamp: `of ${raisedMs}`, pool: "", limit: 15, value: 15, worst: 20 },
      since: new Date(raisedMs),
      raisedAt: new Date(raisedMs),
      clearedAt: clearedMs === null ? null : new Date(clearedMs),
    },
  });
}

const reportOf = async (asked: { week?: string; region?: string } = {}) => {
  const report = await getWeeklyReport(source, asked, NOW);
  if (!report.ok) throw new Error(report.error.detail);
  return report.value;
};

test("the last week that is over is measured from Monday to Monday, beside the week before, each pool with its minutes over", async () => {
  const report = await reportOf();
  expect(report).toMatchObject({
    week: "2026-W10",
    from: "2026-03-02T00:00:00.000Z",
    to: "2026-03-09T00:00:00.000Z",
    isOver: true,
  });
  const west = report.regions.find(({ region }) => region === "westus");
  expect(west?.pools).toMatchObject([
    {
      stamp: "wus-a",
      hotNodeP95: 70,
      hotNodeP95Before: 50,
      max: 70,
      limit: 60,
      minutesOver: 12,
      coverageBefore: 0.006,
    },
    { stamp: "wus-b", hotNodeP95: null, hotNodeP95Before: null, max: null, minutesOver: 0, coverage: 0 },
  ]);
});

test("alerts are those raised within the week, half-open, and those open at its end", async () => {
  const { regions } = await reportOf();
  expect(regions.map(({ region, alerts }) => ({ region, ...alerts }))).toEqual([
    { region: "eastus", raised: 1, critical: 1, openAtEnd: 0 },
    { region: "westus", raised: 1, critical: 1, openAtEnd: 1 },
  ]);
});

test("a week that goes on ends with the last whole minute; one of another region is left out; nothing measured is null", async () => {
  const report = await reportOf({ week: "2026-W11", region: "westus" });
  expect(report).toMatchObject({ isOver: false, to: "2026-03-09T00:01:00.000Z" });
  expect(report.regions.map(({ region }) => region)).toEqual(["westus"]);
  expect(report.regions[0]?.pools[0]).toMatchObject({ hotNodeP95: 99, hotNodeP95Before: 70, coverage: 1 });
  expect(report.accuracy).toEqual({ pools: 0, meanErrorPoints: null, withinInterval: null });
  expect(report.plans).toEqual([]);
});

test("what is no week, or has not begun, is refused in words", async () => {
  expect(await getWeeklyReport(source, { week: "2026-W60" }, NOW)).toMatchObject({
    error: { code: "malformed" },
  });
  expect(await getWeeklyReport(source, { week: "2026-W12" }, NOW)).toMatchObject({
    error: { code: "invalid" },
  });
});

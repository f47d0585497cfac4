import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { ShapeKeeper } from "../../fleet/index.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import { HourReader } from "../../telemetry/cpu/hours/queries.ts";
import { NodeNames } from "../../telemetry/names/queries.ts";
import { answerHealth, healthAnswerSchema, healthTable } from "./healthAnswer.ts";
import { readFleetHealth } from "./queries.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const NOW_MINUTE = Math.floor(NOW / 60_000);

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const other = await db.prisma.region.create({ data: { name: "eastus" } });
  const stamp = (name: string, regionId: number, planned = false) =>
    db.prisma.stamp.create({
      data: { name, regionId, planned, pools: { create: { name: "registry", kind: "registry" } } },
    });
  for (const name of ["wus-complete", "wus-silent", "wus-gap", "wus-old", "wus-never"])
    await stamp(name, region.id);
  await stamp("wus-planned", region.id, true);
  await stamp("eus-a", other.id);
  await sendCpu();
});
afterAll(() => db.close());

async function sendCpu() {
  const telemetry = new Telemetry(db.pool, () => NOW);
  const intake = await telemetry.openCpu({
    source: "collector",
    endpoint: "samples/cpu",
    retentionDays: 400,
  });
  let index = 0;
  const send = (stamp: string, age: number) =>
    intake.sink.row(index++, NOW - age * 60_000, stamp, "registry", "n0", 20);
  for (let age = 1_500; age >= 1; age--) {
    send("wus-complete", age);
    if (age > 30) send("wus-silent", age);
    if (age > 400 || age <= 360) send("wus-gap", age);
  }
  send("wus-old", 3 * 1_440);
  await intake.finish();
  await telemetry.ledger.flush();
}

function source() {
  return {
    database: db.client,
    hours: new HourReader(db.pool, () => NOW),
    nodeNames: new NodeNames(db.pool),
    shape: new ShapeKeeper(db.client),
  };
}

test("every pool of the region is judged on what the database holds, what needs attention first", async () => {
  const { pools, intake } = await readFleetHealth(source(), { region: "westus", nowMs: NOW });
  expect(
    pools.map(({ pool, concern, lastMinute, silentMinutes }) => [
      pool.stamp,
      concern,
      lastMinute === null ? null : NOW_MINUTE - lastMinute,
      silentMinutes,
    ]),
  ).toEqual([
    ["wus-old", "silent", 4_320, 1_440],
    ["wus-silent", "silent", 31, 30],
    ["wus-never", "never", null, 0],
    ["wus-gap", "gaps", 1, 40],
    ["wus-complete", "late", 1, 0],
    ["wus-planned", "planned", null, 0],
  ]);
  expect(intake.sources).toMatchObject([{ source: "collector", pools: 4 }]);
});

test("what is answered is what the API says it is, as a table too", async () => {
  const health = await readFleetHealth(source(), { nowMs: NOW });
  const answer = healthAnswerSchema.parse(answerHealth(health));
  expect(answer.pools).toHaveLength(7);
  expect(answer.pools[1]?.gaps).toEqual([{ from: "2026-11-20T11:30:00.000Z", to: null }]);
  const table = healthTable(answer);
  expect(table.rows.every((row) => row.length === table.columns.length)).toBe(true);
});

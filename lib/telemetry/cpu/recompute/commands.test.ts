import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../db/testDatabase.ts";
import { Telemetry } from "../../commands.ts";
import { recomputeRollups } from "./commands.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const MINUTE = Math.floor(NOW / 60_000);
const HOURS = 3;
const FROM = MINUTE - HOURS * 60;
const OPTIONS = { source: "test", endpoint: "samples/cpu", retentionDays: 400 };

let db: TestDatabase;
let pools: number[];
beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  await db.prisma.pool.createMany({
    data: ["registry", "dataproxy"].map((name) => ({ name, kind: name, stampId: stamp.id })),
  });
  pools = (await db.prisma.pool.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
});
afterAll(() => db.close());

/** Three hours of two pools: nodes that tie (the lowest name wins, whatever its slot), come and go. */
beforeEach(async () => {
  await db.pool.query("truncate telemetry.pool_minute, telemetry.pool_hour, telemetry.change");
  const intake = await new Telemetry(db.pool, () => NOW).openCpu(OPTIONS);
  let index = 0;
  for (const pool of ["registry", "dataproxy"])
    for (let minute = FROM; minute < MINUTE; minute++)
      for (const node of ["z", "a", "m"]) {
        if (node === "m" && minute % 7 < 3) continue;
        const cpu = node === "m" ? (minute * 13) % 80 : 40 + (minute % 5);
        intake.sink.row(index++, minute * 60_000, "wus-a", pool, node, cpu);
      }
  await intake.finish();
});

const recompute = (more: { readonly isDryRun?: boolean; readonly only?: readonly number[] } = {}) =>
  recomputeRollups(db.pool, {
    pools: more.only ?? pools,
    fromMinute: FROM,
    toMinute: MINUTE,
    isDryRun: more.isDryRun ?? false,
  });

async function dump() {
  const minutes = await db.pool.query("select * from telemetry.pool_minute order by pool, minute");
  const hours = await db.pool.query("select * from telemetry.pool_hour order by pool, hour");
  return { minutes: minutes.rows, hours: hours.rows };
}

/** What a bad disk, a bad hand or a bug might leave behind; every form of it. */
async function breakRollups(): Promise<void> {
  const hour = Math.floor(FROM / 60) + 1;
  const set = (column: string, pool: number | undefined) =>
    db.pool.query(
      `update telemetry.pool_hour set ${column} = overlay(${column} placing '\\x0f27'::bytea from 21)
        where pool = $1 and hour = $2`,
      [pool, hour],
    );
  for (const column of ["hot", "average", "hottest"]) await set(column, pools[0]);
  await db.pool.query("update telemetry.pool_hour set presence = '\\x0200' where pool = $1 and hour = $2", [
    pools[1],
    hour,
  ]);
  await db.pool.query("delete from telemetry.pool_hour where pool = $1 and hour = $2", [pools[1], hour + 1]);
  await db.pool.query(
    "update telemetry.pool_minute set hot = 1, average = 2, hottest = 2, present = 9 where pool = $1 and minute = $2",
    [pools[0], FROM + 5],
  );
}

test("rollups as they were written are what their nodes come to: nothing differs, and nothing is written", async () => {
  const before = await dump();
  expect(await recompute()).toEqual({
    pools: 2,
    minutes: 2 * HOURS * 60,
    wrongMinutes: 0,
    wrongBins: 0,
    hours: 0,
    withoutRaw: 0,
  });
  expect(await dump()).toEqual(before);
});

test("whatever was broken is as it was, every cache is told, and doing it again finds nothing", async () => {
  const before = await dump();
  await breakRollups();
  await db.pool.query("truncate telemetry.change");
  const looked = await recompute({ isDryRun: true });
  expect(await dump()).not.toEqual(before);
  const found = await recompute();
  expect(found).toEqual(looked);
  expect(found.wrongMinutes).toBe(1);
  expect(found.wrongBins).toBeGreaterThan(60);
  expect(await dump()).toEqual(before);
  const noted = await db.pool.query("select distinct unnest(pools) as pool from telemetry.change order by 1");
  expect(noted.rows.map(({ pool }) => pool)).toEqual(pools);
  expect(await recompute()).toMatchObject({ wrongBins: 0, wrongMinutes: 0, hours: 0 });
});

test("only the pools that are asked for are touched", async () => {
  await breakRollups();
  await recompute({ only: pools.slice(0, 1) });
  expect(await recompute({ isDryRun: true, only: pools.slice(0, 1) })).toMatchObject({ wrongBins: 0 });
  expect((await recompute({ isDryRun: true, only: pools.slice(1) })).wrongBins).toBeGreaterThan(0);
});

test("where the nodes' minutes are gone, the rollup stays as it is, wrong or not", async () => {
  await db.pool.query("delete from telemetry.pool_minute where minute < $1", [FROM + 30]);
  const before = await dump();
  const found = await recompute();
  expect(found).toMatchObject({ withoutRaw: 60, wrongBins: 0 });
  expect(await dump()).toEqual(before);
  // Beside a bin that is repaired, those without raw keep theirs, and who reported in them.
  await db.pool.query(
    "update telemetry.pool_hour set hot = overlay(hot placing '\\x0f27'::bytea from 101) where hour = $1",
    [Math.floor(FROM / 60)],
  );
  expect((await recompute()).wrongBins).toBe(2);
  const { minutes, hours } = await dump();
  expect(minutes).toEqual(before.minutes);
  expect(hours.map(({ hot, average, hottest }) => [hot, average, hottest])).toEqual(
    before.hours.map(({ hot, average, hottest }) => [hot, average, hottest]),
  );
});

test("samples that come meanwhile are all there, and in the rollups", async () => {
  await breakRollups();
  const telemetry = new Telemetry(db.pool, () => NOW);
  const send = async (round: number) => {
    const intake = await telemetry.openCpu(OPTIONS);
    for (let at = 0; at < 60; at++)
      intake.sink.row(at, (FROM + at * 3) * 60_000, "wus-a", "registry", `late-${round}`, 90 + round / 10);
    expect(await intake.finish()).toMatchObject({ accepted: 60, rejected: 0 });
  };
  const sending = (async () => {
    for (let round = 0; round < 10; round++) await send(round);
  })();
  await Promise.all([sending, recompute(), recompute()]);
  await recompute();
  expect(await recompute({ isDryRun: true })).toMatchObject({ wrongBins: 0, wrongMinutes: 0 });
  const late = await db.pool.query(
    "select count(*)::int as count from telemetry.pool_minute where pool = $1 and hot = 9090",
    [pools[0]],
  );
  expect(late.rows).toEqual([{ count: 60 }]);
});

test("`npm run rollups` says what differs, ends with 1 where a look found something, and repairs it", async () => {
  const before = await dump();
  await breakRollups();
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, "../../../cli/rollups.ts"), ...args], {
      env: { ...process.env, DATABASE_URL: db.url },
      encoding: "utf8",
    });
  const looked = run("--dry-run");
  expect(looked.status).toBe(1);
  expect(looked.stdout).toMatch(
    /^360 minutes of 2 pools, .*\n\d+ bins of hours and 1 minutes differed, in \d hours: nothing/,
  );
  const repaired = run("--from", new Date(FROM * 60_000).toISOString(), "--stamp", "wus-a");
  expect([repaired.status, repaired.stdout]).toEqual([0, expect.stringContaining("written anew.")]);
  expect(await dump()).toEqual(before);
  // A dry run is no event; what was written is one, with how much.
  const { rows } = await db.pool.query(
    "select actor, thing_name, after from audit_event where action = 'rollups.recomputed'",
  );
  expect(rows).toEqual([
    {
      actor: "cli",
      thing_name: "wus-a",
      after: expect.objectContaining({ from: "2026-11-20T09:00:00Z", wrongMinutes: 1 }),
    },
  ]);
});

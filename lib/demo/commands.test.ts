import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Author } from "../audit/index.ts";
import { MINUTE_MS } from "../core/index.ts";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import {
  type InventoryInput,
  inventoryBodySchema,
  loadFleet,
  putInventory,
  renameThing,
} from "../fleet/index.ts";
import { readNodeMatrix } from "../telemetry/index.ts";
import { decodeLoad } from "../telemetry/load/loadRow.ts";
import { DEMO_SEED, demoFleetState, feedDemo, isDemo, loadDemo } from "./commands.ts";
import { demoFleet } from "./fleet.ts";
import { loadDemoBindings, loadDemoPools, loadRegistryNames, readDemoState } from "./queries.ts";
import { createRenderer } from "./render.ts";
import { demoFaults, reportedUntil } from "./story.ts";

/** Two hours and a bit into a day, so that a history of no full days is short. */
const anchorMs = Date.parse("2026-11-18T02:11:40Z");
const anchorMinute = Math.floor(anchorMs / MINUTE_MS);
const dayStart = anchorMinute - 131;
const fleet = await demoFleet(DEMO_SEED);
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.close();
});

function load(onProgress: (share: number) => void = () => undefined) {
  return loadDemo({ client: database.client, nowMs: anchorMs, seed: DEMO_SEED, historyDays: 0, onProgress });
}

function feed(minutesLater: number) {
  return feedDemo({ client: database.client, nowMs: anchorMs + minutesLater * MINUTE_MS });
}

/** Everything stored, as text: two databases, or two moments, are equal when it is. */
async function dump(): Promise<string> {
  const { rows } = await database.pool.query<{ sum: string }>(`
    select md5(string_agg(one, ',' order by one)) as sum from (
      select md5(row(pool, minute, first_slot, present, hot, average, hottest, values)::text) as one
        from telemetry.pool_minute
      union all select md5(row('hour', pool, hour, hot, average, hottest, presence)::text) from telemetry.pool_hour
      union all select md5(row('load', pool, minute, entries)::text) from telemetry.load_minute) as everything`);
  return rows[0]?.sum ?? "";
}

/** Compares what is stored of every pool with what the renderer makes of the inventory as it is now. */
async function expectStoredAsRendered(fromMinute: number, nowMs: number): Promise<void> {
  const names = await loadRegistryNames(database.prisma, fleet);
  const window = { fromMinute, toMinute: Math.floor(nowMs / MINUTE_MS) };
  const bindings = await loadDemoBindings(database.prisma, names, window);
  const renderer = createRenderer(DEMO_SEED, demoFaults(anchorMinute));
  for (const pool of await loadDemoPools(database.prisma, fleet)) {
    const toMinute = reportedUntil(pool, nowMs);
    const here = bindings.filter((binding) => binding.stampId === pool.stampId);
    const rendered = renderer.renderPool(pool, here, { fromMinute, toMinute });
    const matrix = await readNodeMatrix(database.pool, pool.id, { fromMinute, toMinute });
    const reporting = rendered.nodes.filter((_, node) => rendered.cpu[node]?.some((value) => value >= 0));
    expect(matrix?.nodes.map((node) => node.name)).toEqual(reporting);
    expect(matrix?.values).toEqual(rendered.cpu.filter((values) => values.some((value) => value >= 0)));
    const { rows } = await database.pool.query<{ minute: number; entries: Buffer }>(
      "select minute, entries from telemetry.load_minute where pool = $1 and minute >= $2 order by minute",
      [pool.id, fromMinute],
    );
    expect(rows.map((row) => row.minute)).toEqual(
      Array.from({ length: toMinute - fromMinute }, (_, at) => fromMinute + at),
    );
    for (const { minute, entries } of rows) {
      const stored = [...decodeLoad(entries)].map(([id, entry]) => [id, entry.requests, entry.bytes]);
      const asked = rendered.load
        .map((row) => [
          names.get(row.replica)?.id ?? 0,
          row.requests[minute - fromMinute],
          row.bytes[minute - fromMinute],
        ])
        .filter(([, requests]) => requests !== 0)
        .sort(([a = 0], [b = 0]) => a - b);
      expect(stored).toEqual(asked);
    }
  }
}

async function put(body: InventoryInput, atMs: number): Promise<void> {
  const author: Author = { actor: "a test", actorRole: "operator", atMs, requestId: null };
  const parsed = inventoryBodySchema.parse(body);
  await withTransaction(database.client, async (tx) => {
    const result = await putInventory(tx, author, { body: parsed, prune: false });
    if (!result.ok) throw new Error(result.error.detail);
  });
}

test("an empty database holds no demo, and feeding it does nothing", async () => {
  expect(await demoFleetState(database.client)).toBe("none");
  expect(await feed(0)).toBeNull();
});

test("a load that breaks off is partial, and goes on where it stopped to the same result", async () => {
  let calls = 0;
  const broken = load(() => {
    if (++calls === 12) throw new Error("pulled the plug");
  });
  await expect(broken).rejects.toThrow("pulled the plug");
  expect(await demoFleetState(database.client)).toBe("partial");
  expect(await feed(0)).toBeNull();
  const shares: number[] = [];
  await load((share) => shares.push(share));
  expect(shares.at(-1)).toBe(1);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(await isDemo(database.client)).toBe(true);
  await expectStoredAsRendered(dayStart, anchorMinute * MINUTE_MS);
});

test("the inventory is the fleet's, with homes as the story ends, past moves, signals, and the region's limit", async () => {
  const stored = await loadFleet(database.prisma);
  const homes = stored.replicas.map(
    (replica) => `${replica.registry}/${replica.region}/${replica.homeStamp}`,
  );
  const planned = fleet.homes.map(({ replica, stamp }) => `${replica.registry}/${replica.region}/${stamp}`);
  expect(homes.toSorted()).toEqual(planned.toSorted());
  expect(stored.pools).toHaveLength(fleet.stamps.length * 2);
  expect(await database.prisma.binding.count({ where: { unboundAt: { not: null } } })).toBe(10);
  expect(await database.prisma.signal.count({ where: { to: null, severity: "high" } })).toBe(1);
  const limit = await database.prisma.setting.findFirst({ where: { key: "limitP95", region: "westus" } });
  expect(limit?.value).toBe(40);
  expect(await database.prisma.auditEvent.count({ where: { action: "demo.loaded" } })).toBe(1);
});

describe("feeding", () => {
  test("stores each closed minute once: the same again changes nothing", async () => {
    expect(await feed(1)).toMatchObject({ minutes: 1 });
    const before = await dump();
    const state = await readDemoState(database.prisma);
    if (state === null) throw new Error("no demo");
    await database.prisma.setting.updateMany({
      where: { key: "demo" },
      data: { value: { ...state, fedMs: anchorMs - 5 * MINUTE_MS } },
    });
    await feed(1);
    expect(await dump()).toBe(before);
    expect(await feed(1)).toEqual({ pools: 0, minutes: 0 });
  });

  test("counts for Data health as anybody's samples do, the late reporter's as late", async () => {
    await feed(9);
    const late = await database.prisma.$queryRaw<{ stamp: string; late: number }[]>`
      select distinct stamp.name as stamp, intake.late::int as late
      from telemetry.intake join pool on pool.id = intake.pool join stamp on stamp.id = pool.stamp_id
      where intake.endpoint = 'cpu' and stamp.name in ('weu-e', 'wus-c') and pool.kind = 'dataproxy'`;
    expect(late.find((row) => row.stamp === "weu-e")?.late).toBeGreaterThan(0);
  });

  test("minute by minute or all at once, live or packed: the bytes are those of one rendering", async () => {
    await feed(10);
    await feed(14);
    await feed(75);
    await expectStoredAsRendered(dayStart, anchorMs + 75 * MINUTE_MS);
  });

  test("renders from the bindings as they were in each minute, on a stamp made since, too", async () => {
    const movedAtMs = anchorMs + 80 * MINUTE_MS;
    const pools = [
      { name: "registry", kind: "registry", vcpusPerNode: 4, minInstances: 7 },
      { name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, minInstances: 9 },
    ];
    await put(
      { regions: [{ name: "westus", stamps: [{ name: "wus-iso-2", kind: "isolated", pools }] }] },
      movedAtMs,
    );
    const moves = ["halcyonaiprod", "halcyonaiteam03"].map((name) => ({
      name,
      replicas: [{ region: "westus", homeStamp: "wus-iso-2", boundAt: movedAtMs }],
    }));
    await put({ registries: moves }, movedAtMs);
    await feed(100);
    const { rows } = await database.pool.query<{ nodes: number; first: number }>(`
      select coalesce(nodes, 0)::int as nodes, first from pool join stamp on stamp.id = stamp_id
        left join (select pool, count(*) as nodes from telemetry.node group by pool) n on n.pool = pool.id
        left join (select pool, min(minute) as first from telemetry.load_minute group by pool) m on m.pool = pool.id
      where stamp.name = 'wus-iso-2' order by nodes`);
    const first = Math.floor(movedAtMs / MINUTE_MS);
    expect(rows).toEqual([
      { nodes: 7, first },
      { nodes: 9, first },
    ]);
    const names = await loadRegistryNames(database.prisma, fleet);
    const moved = fleet.homes.find((home) => home.replica.registry === "halcyonaiprod");
    const id = moved && names.get(moved.replica)?.id;
    const stored = await database.pool.query<{ entries: Buffer }>(
      `select entries from telemetry.load_minute join pool on pool.id = pool join stamp on stamp.id = stamp_id
       where stamp.name = 'wus-a' and minute > $1`,
      [first + 1],
    );
    expect(stored.rows.length).toBeGreaterThan(0);
    for (const row of stored.rows) expect(decodeLoad(row.entries).has(id ?? 0)).toBe(false);
  });

  test("goes on under new names, as if nothing had been renamed", async () => {
    const author: Author = { actor: "a test", actorRole: "operator", atMs: anchorMs, requestId: null };
    await withTransaction(database.client, async (tx) => {
      await renameThing(tx, author, { thing: "registry", name: "halcyonaici", newName: "halcyon-builds" });
      await renameThing(tx, author, { thing: "stamp", name: "wus-b", newName: "wus-beta" });
    });
    await feed(104);
    await expectStoredAsRendered(anchorMinute + 85, anchorMs + 104 * MINUTE_MS);
    const pools = await loadDemoPools(database.prisma, fleet);
    expect(pools.find((pool) => pool.stampNow === "wus-beta")?.stamp).toBe("wus-b");
  });

  test("after days without it, the last 36 hours are filled and what lies before stays a gap", async () => {
    const nowMs = anchorMs + 60 * 60 * MINUTE_MS;
    await feedDemo({ client: database.client, nowMs });
    const nowMinute = Math.floor(nowMs / MINUTE_MS);
    const { rows } = await database.pool.query<{ minutes: number; first: number }>(
      `select count(*)::int as minutes, min(minute) as first from telemetry.pool_minute
       where pool = (select min(id) from pool) and minute > $1`,
      [anchorMinute + 104],
    );
    expect(rows[0]).toEqual({ minutes: 36 * 60, first: nowMinute - 36 * 60 });
  });
});

test("another's fleet is not taken for the demo's", async () => {
  const other = await createTestDatabase();
  try {
    await other.prisma.region.create({ data: { name: "north" } });
    expect(await demoFleetState(other.client)).toBe("other");
    expect(await feedDemo({ client: other.client, nowMs: anchorMs })).toBeNull();
  } finally {
    await other.close();
  }
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "../../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { type InventoryInput, inventoryBodySchema, loadFleetShape, putInventory } from "../../fleet/index.ts";
import { Telemetry } from "../commands.ts";
import type { LoadMatrix } from "./loadMatrix.ts";
import { type LoadPool, readLoadMatrices, sumLoad } from "./queries.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const MINUTE = NOW / 60_000;
/** Ten minutes, up to now. */
const WINDOW = { fromMinute: MINUTE - 10, toMinute: MINUTE };

let db: TestDatabase;
const pools = new Map<string, LoadPool>();

beforeAll(async () => {
  db = await createTestDatabase();
  const stamp = (name: string) => ({ name, pools: [{ name: "registry" }, { name: "dataproxy" }] });
  const home = (name: string, homeStamp: string, minutesAgo: number) => ({
    name,
    tenant: `${name}-ltd`,
    replicas: [{ region: "westus", homeStamp, boundAt: NOW - minutesAgo * 60_000 }],
  });
  await put({
    regions: [{ name: "westus", stamps: [stamp("wus-a"), stamp("wus-b")] }],
    registries: [
      home("contoso", "wus-a", 600),
      home("fabrikam", "wus-a", 600),
      home("idle", "wus-a", 600),
      home("elsewhere", "wus-b", 600),
    ],
  });
  // Half a minute into the sixth bin of the window.
  await put({ registries: [home("fabrikam", "wus-b", 4.5)] });
  for (const pool of (await loadFleetShape(db.prisma)).pools) pools.set(`${pool.stamp}/${pool.name}`, pool);
});
afterAll(() => db.close());
beforeEach(() => db.pool.query("truncate telemetry.load_minute"));

async function put(body: InventoryInput) {
  const author = { actor: "tester", actorRole: "operator", atMs: NOW, requestId: null };
  const parsed = inventoryBodySchema.parse(body);
  const answer = await withTransaction(db.client, (tx) =>
    putInventory(tx, author, { body: parsed, prune: false }),
  );
  if (!answer.ok) throw new Error(answer.error.detail);
}

/** `[minute of the window, registry, requests, bytes]`. */
type Row = readonly [number, string, number | null, number | null];

async function send(rows: readonly Row[], place = "wus-a/registry") {
  const [stamp = "", pool = ""] = place.split("/");
  const telemetry = new Telemetry(db.pool, () => NOW);
  const intake = await telemetry.openLoad({ source: "t", endpoint: "samples/load", retentionDays: 400 });
  rows.forEach(([minute, registry, requests, bytes], index) => {
    const ts = (WINDOW.fromMinute + minute) * 60_000;
    intake.sink.row(index, ts, stamp, pool, registry, requests, bytes);
  });
  const report = await intake.finish();
  expect(report.rejected).toBe(0);
}

function placeOf(name: string): LoadPool {
  const pool = pools.get(name);
  if (pool === undefined) throw new Error(`no pool ${name}`);
  return pool;
}

async function read(...names: string[]): Promise<LoadMatrix[]> {
  const asked = names.map(placeOf);
  const found = await readLoadMatrices({ prisma: db.prisma, pools: db.client.pools }, asked, WINDOW);
  return asked.map(({ id }) => {
    const matrix = found.get(id);
    if (matrix === undefined) throw new Error("a pool is missing");
    return matrix;
  });
}

async function readOne(name = "wus-a/registry"): Promise<LoadMatrix> {
  const [matrix] = await read(name);
  if (matrix === undefined) throw new Error("a pool is missing");
  return matrix;
}

const seriesOf = (matrix: LoadMatrix, name: string) => matrix.registries.find((one) => one.name === name);

describe("the load of a pool", () => {
  test("has a column for each registry, in the order of names, with those at home that asked for nothing", async () => {
    await send([
      [0, "contoso", 120, 5_000],
      [2, "contoso", 80, 900],
      [2, "fabrikam", 7, 1],
    ]);
    const matrix = await readOne();
    expect(matrix.registries.map(({ name, tenant }) => [name, tenant])).toEqual([
      ["contoso", "contoso-ltd"],
      ["fabrikam", "fabrikam-ltd"],
      ["idle", "idle-ltd"],
    ]);
    expect([...(seriesOf(matrix, "contoso")?.requests ?? [])]).toEqual([120, 0, 80, 0, 0, 0, 0, 0, 0, 0]);
    expect([...(seriesOf(matrix, "contoso")?.bytes ?? [])]).toEqual([5_000, 0, 900, 0, 0, 0, 0, 0, 0, 0]);
    expect([...(seriesOf(matrix, "idle")?.requests ?? [])]).toEqual(Array(10).fill(0));
  });

  test("is known in the minutes in which anybody had a row, of everybody; in the others of nobody", async () => {
    await send([
      [0, "contoso", 1, 1],
      [3, "fabrikam", 0, 0],
    ]);
    const matrix = await readOne();
    expect([...matrix.reported]).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect([...(await readOne("wus-a/dataproxy")).reported]).toEqual(Array(10).fill(0));
  });

  test("leaves out a measure that nobody reports instead of taking it for 0", async () => {
    await send([[0, "contoso", 12, null]]);
    expect((await readOne()).measures).toEqual({ requests: true, bytes: false });
    await send([[1, "fabrikam", null, 4]]);
    expect((await readOne()).measures).toEqual({ requests: true, bytes: true });
  });

  test("is half-open: what lies before the window or at its end is not in it", async () => {
    await send([
      [-1, "contoso", 5, 5],
      [0, "contoso", 6, 6],
      [9, "contoso", 7, 7],
    ]);
    const { requests } = seriesOf(await readOne(), "contoso") ?? {};
    expect([requests?.[0], requests?.[9], requests?.length]).toEqual([6, 7, 10]);
  });

  test("keeps what a registry asked where it was not at home, and says how much that was", async () => {
    await send([
      // Moved away within bin 5, so that bin is still at home and bin 6 is the drain.
      [4, "fabrikam", 100, 10],
      [5, "fabrikam", 60, 6],
      [6, "fabrikam", 3, 1],
      [8, "elsewhere", 40, 4],
      [9, "elsewhere", 2, 2],
    ]);
    const matrix = await readOne();
    expect(seriesOf(matrix, "fabrikam")).toMatchObject({
      bound: [{ fromMinute: WINDOW.fromMinute, toMinute: WINDOW.fromMinute + 6 }],
      unbound: { minutes: 1, requests: 3, bytes: 1 },
    });
    expect(seriesOf(matrix, "elsewhere")).toMatchObject({
      tenant: "elsewhere-ltd",
      bound: [],
      unbound: { minutes: 2, requests: 42, bytes: 6 },
    });
    expect(seriesOf(matrix, "contoso")?.unbound).toEqual({ minutes: 0, requests: 0, bytes: 0 });
    expect(seriesOf(await readOne("wus-b/registry"), "fabrikam")?.bound).toEqual([
      { fromMinute: WINDOW.fromMinute + 5, toMinute: WINDOW.toMinute },
    ]);
  });

  test("of several pools is read at once, each with its own", async () => {
    await send([[0, "contoso", 1, 1]]);
    await send([[0, "elsewhere", 2, 2]], "wus-b/dataproxy");
    const [here, there] = await read("wus-a/registry", "wus-b/dataproxy");
    expect(here && seriesOf(here, "contoso")?.requests[0]).toBe(1);
    expect(here && seriesOf(here, "elsewhere")).toBeUndefined();
    expect(there && seriesOf(there, "elsewhere")?.requests[0]).toBe(2);
  });
});

test("sums are of the reported minutes of each pool, registry by registry", async () => {
  await send([
    [0, "contoso", 10, 100],
    [1, "contoso", 20, null],
    [1, "fabrikam", 5, 1],
  ]);
  await send([[3, "elsewhere", 7, 70]], "wus-b/registry");
  const asked = ["wus-a/registry", "wus-b/registry", "wus-b/dataproxy"].map((name) => placeOf(name).id);
  const sums = await sumLoad(db.pool, asked, WINDOW);
  const [here, there, silent] = asked.map((id) => sums.get(id));
  expect(here?.minutes).toBe(2);
  expect([...(here?.registries.values() ?? [])]).toEqual([
    { requests: 30, bytes: 100 },
    { requests: 5, bytes: 1 },
  ]);
  expect([...(there?.registries.values() ?? [])]).toEqual([{ requests: 7, bytes: 70 }]);
  expect(silent).toBeUndefined();
});

test("2,000 registries over 720 minutes are read whole", async () => {
  const window = { fromMinute: MINUTE - 720, toMinute: MINUTE };
  await db.pool.query(
    "insert into tenant (id, name) values (900, 'many') on conflict do nothing; insert into registry (id, name, tenant_id) select 1000 + g, 'many' || g, 900 from generate_series(1, 2000) g",
  );
  const { LoadBatch } = await import("./loadBatch.ts");
  const { storeLoad } = await import("./commands.ts");
  const batch = new LoadBatch();
  const { id: pool } = placeOf("wus-b/registry");
  for (let minute = window.fromMinute; minute < window.toMinute; minute++)
    for (let registry = 1_001; registry <= 3_000; registry++)
      batch.add({ pool, minute, registry, requests: (registry * minute) % 5_000, bytes: registry * 1_000 });
  await storeLoad(db.pool, batch);
  const source = { prisma: db.prisma, pools: db.client.pools };
  await readLoadMatrices(source, [placeOf("wus-a/registry")], window);
  const startedAt = performance.now();
  const matrix = (await readLoadMatrices(source, [placeOf("wus-b/registry")], window)).get(pool);
  const milliseconds = performance.now() - startedAt;
  console.info(`2,000 registries × 720 minutes read in ${Math.round(milliseconds)} ms`);
  const last = matrix?.registries.find(({ name }) => name === "many2000");
  expect(last?.requests[719]).toBe((3_000 * (MINUTE - 1)) % 5_000);
  expect(matrix?.registries.length).toBeGreaterThanOrEqual(2_000);
});

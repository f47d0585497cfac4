import { afterAll, beforeAll, expect, test } from "vitest";
import { createRng } from "../core/index.ts";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { liftFreeze, pressFreeze } from "../fleet/freeze/commands.ts";
import { putInventory } from "../fleet/inventory/commands.ts";
import { inventoryBodySchema } from "../fleet/inventory/inventoryBody.ts";
import { runCommand } from "./commands.ts";
import { nextCommand, randomCommand } from "./commandsForTests.ts";
import { listRuns, loadRun } from "./load/queries.ts";
import { watchHomes } from "./outside/commands.ts";
import { authorAt, putSmallFleet, submitRows } from "./planRowsForTests.ts";
import { HOUR, START_MS } from "./runForTests.ts";
import { ACTORS, World } from "./worldForTests.ts";

const STAMPS = ["s1", "s2", "s3", "s4", "s5"];
const HOMES = { r1: "s1", r2: "s1", r3: "s2", r4: "s2", r5: "s3", r6: "s4" };
const ROUNDS = 150;
const PIA = { actor: "pia", role: "approver" } as const;

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await putSmallFleet(db.client, HOMES, STAMPS);
});
afterAll(() => db.close());

/** Everything that must hold between any two transactions, asked of the rows alone. */
async function checkRows(): Promise<void> {
  const one = async (sql: string) => (await db.pool.query(sql)).rows;
  // A registry has one home, and its history has no gap.
  expect(
    await one(`select replica_id from binding where unbound_at is null group by 1 having count(*) <> 1`),
  ).toEqual([]);
  expect(
    await one(`select later.id from binding later where exists (select from binding b where b.replica_id = later.replica_id and b.bound_at < later.bound_at)
      and not exists (select from binding b where b.replica_id = later.replica_id and b.unbound_at = later.bound_at)`),
  ).toEqual([]);
  // Stamps are held by the plans that run, and by no two of them.
  expect(
    await one(`select version.plan_id from plan_version version where version.state in ('running', 'paused', 'rolling_back')
      and exists (select from plan_move move, unnest(array[move.from_stamp_id, move.to_stamp_id]) stamp(id)
        where move.plan_id = version.plan_id and not exists (
          select from running_stamp held where held.plan_id = version.plan_id and held.stamp_id = stamp.id))`),
  ).toEqual([]);
  expect(
    await one(`select held.id from running_stamp held join plan_version version using (plan_id)
      where version.state not in ('running', 'paused', 'rolling_back')`),
  ).toEqual([]);
  // Nothing was moved that was not approved for exactly what is stored.
  expect(
    await one(`select move.id from plan_move move join plan_run run using (plan_id, version) where move.bound_at is not null and not exists (
      select from plan_approval given where given.plan_id = run.plan_id and given.phase is null and given.decision = 'approve'
        and given.digest = run.digest and not given.actor = any(run.authors))`),
  ).toEqual([]);
  await checkAudit();
}

/** The state of every row is what its newest event says; no event goes on from another state than the one before it. */
async function checkAudit(): Promise<void> {
  const { rows: events } = await db.pool.query<{
    name: string;
    thing: string;
    before: { state?: string } | null;
    after: { state?: string } | null;
  }>(
    `select thing_name as name, thing, before, after from audit_event where thing in ('plan', 'phase', 'move') order by id`,
  );
  const told = new Map<string, string>();
  for (const { name, thing, before, after } of events) {
    if (before?.state === undefined || after?.state === undefined) continue;
    const key = `${thing} ${name}`;
    expect(told.get(key) ?? before.state).toBe(before.state);
    told.set(key, after.state);
  }
  const { rows } = await db.pool.query<{ key: string; state: string; first: string }>(`
    select 'plan ' || plan_id || '@' || version as key, state::text, 'draft' as first from plan_version
    union all select 'phase ' || plan_id || '@' || version || '/' || phase, state::text, 'pending' from plan_phase
    union all select 'move ' || plan_id || '@' || version || '/' || phase || '/' || registry, state::text, 'pending' from plan_move`);
  for (const { key, state, first } of rows) expect([key, told.get(key) ?? first]).toEqual([key, state]);
}

test("random requests of several people at once, with freezes, outside changes, restarts and clock jumps, break nothing in PostgreSQL", async () => {
  const rng = createRng(20_261_122);
  const world = new World(rng);
  let client: DatabaseClient = createDatabaseClient(db.url);
  let nowMs = START_MS;
  const ids: number[] = [];
  const counts = { done: 0, refused: 0 };
  const submit = async () => {
    const { rows } = await db.pool.query<{ registry: string; stamp: string }>(`
      select registry.name as registry, stamp.name as stamp from binding join replica on replica.id = binding.replica_id
        join registry on registry.id = replica.registry_id join stamp on stamp.id = binding.stamp_id
      where binding.unbound_at is null order by 1`);
    const to = world.pick(STAMPS);
    const moves = rows
      .filter(({ stamp }) => stamp !== to && world.chance(0.35))
      .slice(0, 3)
      .map(({ registry, stamp }) => [registry, stamp, to] as const);
    if (moves.length === 0) return;
    const phases = [moves.slice(0, 1), moves.slice(1)].filter((list) => list.length > 0);
    ids.push(
      await submitRows(
        client,
        phases.map((list) => ({ tier: world.pick(["low", "medium", "high"] as const), moves: list })),
        nowMs,
      ),
    );
  };
  const request = async () => {
    const held = await listRuns(client.prisma, ["running", "paused", "rolling_back"]);
    const alive =
      held.length > 0 && world.chance(0.85) ? held : await listRuns(client.prisma, ["submitted", "approved"]);
    if (alive.length === 0) return;
    const { id } = world.pick(alive);
    const loaded = await loadRun(client.prisma, { id, version: 1 });
    if (loaded === null) return;
    world.nowMs = nowMs;
    const command = world.chance(0.85) ? nextCommand(world, loaded.run) : randomCommand(world, loaded.run);
    const { actor, role } = world.chance(0.7) ? PIA : world.pick(ACTORS);
    const done = await withTransaction(client, (tx) =>
      runCommand(tx, { author: authorAt(actor, nowMs, role), role }, { key: { id, version: 1 }, command }),
    );
    counts[done.ok ? "done" : "refused"]++;
    // One at a time: the first to lift the freeze would let the other's attempts through.
    if (done.ok && !isChecking && world.chance(0.05)) {
      isChecking = true;
      await checkFrozen(id).finally(() => {
        isChecking = false;
      });
    }
  };
  let isChecking = false;
  const checkFrozen = async (id: number) => {
    await withTransaction(
      client,
      async (tx) => void (await pressFreeze(tx, authorAt("olga", nowMs), "incident")),
    );
    const before = (await db.pool.query("select count(*)::int as homes from binding")).rows[0];
    for (const kind of ["start", "resume"] as const) {
      const tried = await withTransaction(client, (tx) =>
        runCommand(
          tx,
          { author: authorAt("root", nowMs), role: "admin" },
          { key: { id }, command: { kind, reason: "all the same" } },
        ),
      );
      expect(tried.ok).toBe(false);
    }
    expect((await db.pool.query("select count(*)::int as homes from binding")).rows[0]).toEqual(before);
    await withTransaction(client, async (tx) => void (await liftFreeze(tx, authorAt("pia", nowMs), "over")));
  };
  const disturb = async () => {
    const body = inventoryBodySchema.parse({
      registries: [
        {
          name: world.pick(Object.keys(HOMES)),
          replicas: [{ region: "westus", homeStamp: world.pick(STAMPS) }],
        },
      ],
    });
    const author = authorAt("script", nowMs);
    await withTransaction(client, (tx) =>
      watchHomes(tx, author, () => putInventory(tx, author, { body, prune: false })),
    );
  };
  // Who comes first is not in anybody's hands: a run in which nothing much happened yet proves nothing, and goes on.
  const hasHappened = async () => {
    const { rows } = await db.pool.query<{ bound: number; ended: number }>(
      `select (select count(*)::int from plan_move where bound_at is not null) as bound,
        (select count(*)::int from plan_version where state in ('completed', 'aborted', 'rolled_back')) as ended`,
    );
    const [{ bound, ended } = { bound: 0, ended: 0 }] = rows;
    return bound > 2 && ended > 0 && counts.done > 40;
  };
  for (let round = 0; round < ROUNDS || (round < 4 * ROUNDS && !(await hasHappened())); round++) {
    const observed = await client.prisma.planPhase.count({ where: { state: "observing" } });
    nowMs += observed > 0 && world.chance(0.3) ? 25 * HOUR : 60_000;
    if (round % 6 === 0) {
      await submit();
    }
    if (ids.length === 0) continue;
    if (world.chance(0.04)) await disturb();
    else await Promise.all(Array.from({ length: 3 }, request));
    if (round % 10 === 0) await checkRows();
    if (world.chance(0.03)) {
      await client.close();
      client = createDatabaseClient(db.url);
    }
  }
  await checkRows();
  await client.close();
  expect(await hasHappened()).toBe(true);
}, 600_000);

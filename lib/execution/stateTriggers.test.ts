import { afterAll, beforeAll, expect, test } from "vitest";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { PLAN_STATES } from "../planning/planAnswer.ts";
import { runCommand } from "./commands.ts";
import { authorAt, putSmallFleet, submitRows } from "./planRowsForTests.ts";
import { START_MS } from "./runForTests.ts";
import { listTransitions, MOVE_STATES, PHASE_STATES } from "./transitions.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await putSmallFleet(db.client, { r5: "s3", r6: "s4" }, ["s1", "s3", "s4", "s5"]);
});
afterAll(() => db.close());

test("the database knows exactly the transitions that the tables have, and refuses every other", async () => {
  const { rows } = await db.pool.query<{ machine: string; from: string; to: string }>(
    `select machine, "from", "to" from state_transition`,
  );
  const keyOf = ({ machine, from, to }: { machine: string; from: string; to: string }) =>
    `${machine} ${from} ${to}`;
  expect(rows.map(keyOf).toSorted()).toEqual(listTransitions().map(keyOf).toSorted());
  const id = await submitRows(db.client, [{ tier: "low", moves: [["r6", "s4", "s5"]] }]);
  const refused = (sql: string) =>
    expect(db.pool.query(sql, [id])).rejects.toThrow(/does not become|begins as|never changes/);
  await refused("update plan_version set state = 'running' where plan_id = $1");
  await refused("update plan_version set content = '{}' where plan_id = $1");
  await refused("update plan_phase set state = 'passed' where plan_id = $1");
  await refused("update plan_move set state = 'verified' where plan_id = $1");
  await refused(
    "insert into plan_move (plan_id, version, phase, place, registry, tenant, replica_id, from_stamp_id, to_stamp, state) values ($1, 1, 1, 9, 'x', 'x', 1, 1, 's1', 'bound')",
  );
  await act(id, { kind: "approve", phase: null, reason: null }, "pia", "approver");
  await refused("update plan_approval set actor = 'somebody' where plan_id = $1");
  await refused("delete from plan_approval where plan_id = $1");
  await act(id, { kind: "abort", reason: "done with" }, "olga", "operator");
});

test("from every state the database lets through what its table has, and nothing else, as the role that serves the application", async () => {
  const id = await submitRows(db.client, [{ tier: "low", moves: [["r6", "s4", "s5"]] }]);
  const tables = {
    plan: ["plan_version", "PlanState", PLAN_STATES],
    phase: ["plan_phase", "PhaseState", PHASE_STATES],
    move: ["plan_move", "MoveState", MOVE_STATES],
  } as const;
  const allowed = new Set(listTransitions().map(({ machine, from, to }) => `${machine} ${from} ${to}`));
  const client = await db.pool.connect();
  const { rows } = await client.query("select current_user as who");
  expect(rows).toEqual([{ who: "ballast_app" }]);
  for (const [machine, [table, type, states]] of Object.entries(tables))
    for (const from of states) {
      // Without triggers: however it came to be there.
      await db.superuser.query(`update ${table} set state = '${from}' where plan_id = $1`, [id]);
      for (const to of states.filter((state) => state !== from)) {
        await client.query("begin");
        const done = await client
          .query(`update ${table} set state = $2::"${type}" where plan_id = $1`, [id, to])
          .then(
            () => true,
            (error: unknown) => {
              expect(String(error)).toContain("does not become");
              return false;
            },
          );
        await client.query("rollback");
        expect([machine, from, to, done]).toEqual([
          machine,
          from,
          to,
          allowed.has(`${machine} ${from} ${to}`),
        ]);
      }
    }
  client.release();
  // No trigger fires, so that nothing is deleted along with it.
  for (const table of ["plan_move", "plan_phase", "plan_run", "plan_version"])
    await db.superuser.query(`delete from ${table} where plan_id = $1`, [id]);
});

test("the database refuses a second home of a registry, and a second running plan on a stamp", async () => {
  const refused = (sql: string) => expect(db.pool.query(sql)).rejects.toThrow(/unique|exclu|overlap/i);
  await refused(
    "insert into binding (replica_id, stamp_id, bound_at, source) select replica_id, stamp_id, bound_at + interval '1 hour', 'by hand' from binding where unbound_at is null limit 1",
  );
  const one = await submitRows(db.client, [{ tier: "low", moves: [["r5", "s3", "s5"]] }]);
  const other = await submitRows(db.client, [{ tier: "low", moves: [["r6", "s4", "s5"]] }]);
  for (const id of [one, other])
    await act(id, { kind: "approve", phase: null, reason: null }, "pia", "approver");
  await act(one, { kind: "start", reason: null }, "olga", "operator");
  await expect(act(other, { kind: "start", reason: null }, "olga", "operator")).rejects.toThrow(
    `s5 is touched by plan ${one}`,
  );
  await refused(
    `insert into running_stamp (plan_id, stamp_id) select ${other}, id from stamp where name = 's5'`,
  );
  for (const id of [one, other]) await act(id, { kind: "abort", reason: "done with" }, "olga", "operator");
});

async function act(
  id: number,
  command: Parameters<typeof runCommand>[2]["command"],
  actor: string,
  role: "operator" | "approver",
) {
  const done = await withTransaction(db.client, (tx) =>
    runCommand(tx, { author: authorAt(actor, START_MS), role }, { key: { id }, command }),
  );
  if (!done.ok) throw new Error(done.error.detail);
}

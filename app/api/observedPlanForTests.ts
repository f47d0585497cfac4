import { withTransaction } from "#lib/db/client.ts";
import type { TestDatabase } from "#lib/db/testDatabase.ts";
import { runCommand } from "#lib/execution/commands.ts";
import { authorAt, submitRows } from "#lib/execution/planRowsForTests.ts";
import { HOUR, START_MS } from "#lib/execution/runForTests.ts";

export const DUE_MS = START_MS + 25 * HOUR;

/** Of the small fleet r1, r2 on s1: a plan of one move to s2 whose observation has run at DUE_MS. */
export async function observePlan(db: TestDatabase, registry = "r1"): Promise<number> {
  const id = await submitRows(db.client, [{ tier: "low", moves: [[registry, "s1", "s2"]] }]);
  const move = (await db.prisma.planMove.findFirstOrThrow({ where: { planId: id } })).id;
  for (const command of [
    { kind: "approve", phase: null, reason: null },
    { kind: "start", reason: null },
    { kind: "start_phase", phase: 1, reason: "early", reassessment: null },
    { kind: "bind", move, atMs: START_MS, confirmation: null },
    { kind: "drained", move, reason: "seen" },
  ] as const) {
    const author = authorAt("pia", START_MS, "approver");
    const done = await withTransaction(db.client, (tx) =>
      runCommand(tx, { author, role: "approver" }, { key: { id }, command }),
    );
    if (!done.ok) throw new Error(`${command.kind}: ${done.error.detail}`);
  }
  return id;
}

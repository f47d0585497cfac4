import type { Transaction } from "../../db/client.ts";
import type { FreezeState } from "./freezeBody.ts";

/** Whether the kill switch is pressed. */
export async function isFrozen(db: Transaction): Promise<boolean> {
  return (await db.freeze.count({ where: { liftedAt: null } })) > 0;
}

/** The freeze in force, if any, and the latest hundred that were lifted. */
export async function getFreeze(db: Transaction): Promise<FreezeState> {
  const rows = await db.freeze.findMany({ orderBy: { id: "desc" }, take: 101 });
  const freezes = rows.map((row) => ({
    pressedAt: row.pressedAt.toISOString(),
    pressedBy: row.pressedBy,
    reason: row.reason,
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftedBy: row.liftedBy,
    liftReason: row.liftReason,
  }));
  return {
    frozen: freezes.some((freeze) => freeze.liftedAt === null),
    current: freezes.find((freeze) => freeze.liftedAt === null) ?? null,
    history: freezes.filter((freeze) => freeze.liftedAt !== null).slice(0, 100),
  };
}

import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { FreezeState } from "./freezeBody.ts";
import { getFreeze } from "./queries.ts";

/** Names the lock under which the inventory changes: two at once would each be compared with what neither leaves. */
const INVENTORY_LOCK = 0x666c6565;

/**
 * Takes the inventory for the rest of the transaction; every command that changes it does so first. So does pressing the
 * freeze: once that is answered, no change of a home that had not seen it is still under way.
 */
export async function lockInventory(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${INVENTORY_LOCK})`;
}

/** Presses the kill switch: no home changes, no phase starts, until it is lifted. `conflict` when it is pressed. */
export async function pressFreeze(
  tx: Transaction,
  author: Author,
  reason: string,
): Promise<Result<FreezeState, Failure>> {
  await lockInventory(tx);
  const pressed = await tx.$executeRaw`
    insert into "freeze" (pressed_at, pressed_by, reason) values (${new Date(author.atMs)}, ${author.actor}, ${reason})
    on conflict do nothing`;
  if (pressed === 0) {
    return err({
      code: "conflict",
      detail: "Everything is frozen already. Read GET /api/v1/freeze for by whom and why.",
    });
  }
  await appendAudit(tx, author, [{ action: "freeze.pressed", thing: "freeze", thingName: "fleet", reason }]);
  return ok(await getFreeze(tx));
}

/** Lifts the kill switch. `conflict` when it is not pressed. */
export async function liftFreeze(
  tx: Transaction,
  author: Author,
  reason: string,
): Promise<Result<FreezeState, Failure>> {
  const { count } = await tx.freeze.updateMany({
    where: { liftedAt: null },
    data: { liftedAt: new Date(author.atMs), liftedBy: author.actor, liftReason: reason },
  });
  if (count === 0) return err({ code: "conflict", detail: "Nothing is frozen: there is no freeze to lift." });
  await appendAudit(tx, author, [{ action: "freeze.lifted", thing: "freeze", thingName: "fleet", reason }]);
  return ok(await getFreeze(tx));
}

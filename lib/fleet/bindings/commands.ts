import type { Transaction } from "../../db/client.ts";

/** A home that changes by something other than the inventory. */
export interface Rebinding {
  readonly replicaId: number;
  /** Names of stamps. */
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  /** What made it: the plan and move. */
  readonly source: string;
}

/**
 * Closes a replica's home and opens the next at one instant; a home that began at that very instant is corrected, as the
 * inventory does. Answers false, with nothing written, where its home is not `from`, or began after the instant. Take the
 * inventory's lock first (`lockInventory`).
 */
export async function rebindReplica(tx: Transaction, change: Rebinding): Promise<boolean> {
  const { replicaId, from, to, source } = change;
  const at = new Date(change.atMs);
  const corrected = await tx.$executeRaw`
    update binding set stamp_id = new_stamp.id, source = ${source}
    from stamp old_stamp, stamp new_stamp
    where old_stamp.name = ${from} and new_stamp.name = ${to} and binding.stamp_id = old_stamp.id
      and binding.replica_id = ${replicaId} and binding.unbound_at is null and binding.bound_at = ${at}`;
  if (corrected === 0) {
    const closed = await tx.$executeRaw`
      update binding set unbound_at = ${at} from stamp
      where stamp.name = ${from} and binding.stamp_id = stamp.id
        and binding.replica_id = ${replicaId} and binding.unbound_at is null and binding.bound_at < ${at}`;
    if (closed === 0) return false;
    await tx.$executeRaw`
      insert into binding (replica_id, stamp_id, bound_at, source)
      select ${replicaId}, stamp.id, ${at}, ${source} from stamp where stamp.name = ${to}`;
  }
  await tx.$executeRaw`update replica set last_moved_at = ${at} where id = ${replicaId}`;
  return true;
}

import type { Transaction } from "../../db/client.ts";

/** A replica that came to a stamp or left it. */
export interface BindingChange {
  readonly atMs: number;
  readonly direction: "arrived" | "left";
  readonly registry: string;
  readonly tenant: string;
  /** Where it was before, or went to; null = nowhere that is known: it began or ended here. */
  readonly otherStamp: string | null;
  /** `inventory`, or the plan and move that made it. */
  readonly source: string;
}

interface ChangeRow {
  at: Date;
  arrived: boolean;
  registry: string;
  tenant: string;
  other_stamp: string | null;
  source: string;
}

/** Who came to a stamp and who left it in [from, to), the oldest first, at most `limit` of them: the latest. */
export async function listBindingChanges(
  db: Transaction,
  stamp: string,
  window: { readonly fromMs: number; readonly toMs: number; readonly limit: number },
): Promise<readonly BindingChange[]> {
  const from = new Date(window.fromMs);
  const to = new Date(window.toMs);
  const rows = await db.$queryRaw<ChangeRow[]>`
    with change as (
      select replica_id, bound_at as at, true as arrived, source from binding
        where stamp_id = (select id from stamp where name = ${stamp}) and bound_at >= ${from} and bound_at < ${to}
      union all
      select replica_id, unbound_at, false, source from binding
        where stamp_id = (select id from stamp where name = ${stamp}) and unbound_at >= ${from} and unbound_at < ${to}
    )
    select change.at, change.arrived, registry.name as registry, tenant.name as tenant, other.name as other_stamp,
      coalesce(beside.source, change.source) as source
    from change
      join replica on replica.id = change.replica_id
      join registry on registry.id = replica.registry_id
      join tenant on tenant.id = registry.tenant_id
      -- An arrival's other home ended at that instant, a departure's began at it.
      left join binding beside on beside.replica_id = change.replica_id
        and case when change.arrived then beside.unbound_at else beside.bound_at end = change.at
      left join stamp other on other.id = beside.stamp_id
    order by change.at desc, change.arrived desc, registry.name collate "C" desc limit ${window.limit}`;
  return rows.reverse().map((row) => ({
    atMs: row.at.getTime(),
    direction: row.arrived ? "arrived" : "left",
    registry: row.registry,
    tenant: row.tenant,
    otherStamp: row.other_stamp,
    source: row.source,
  }));
}

/** How many replicas live on each stamp now, by its name; stamps without any are left out. */
export async function countReplicasByStamp(db: Transaction): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ stamp: string; replicas: number }[]>`
    select stamp.name as stamp, count(*)::int as replicas
    from binding join stamp on stamp.id = binding.stamp_id
    where binding.unbound_at is null group by stamp.name`;
  return new Map(rows.map(({ stamp, replicas }) => [stamp, replicas]));
}

import { MINUTE_MS, type MinuteWindow, minuteOf } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { HomeChange } from "../types.ts";

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

/** How many replicas live on one stamp now. */
export async function countReplicas(db: Transaction, stampId: number): Promise<number> {
  return await db.binding.count({ where: { stampId, unboundAt: null } });
}

/** One stay of a registry on a stamp, cut to a window: the minutes in any instant of which it was at home there. */
export interface RegistryHome extends MinuteWindow {
  readonly stampId: number;
  readonly registry: number;
  readonly name: string;
  readonly tenant: string;
}

interface HomeRow {
  stamp_id: number;
  registry: number;
  name: string;
  tenant: string;
  bound_at: Date;
  unbound_at: Date | null;
}

/** Who was at home on these stamps at any time of the window, by name, then oldest first. Retired registries too. */
export async function listHomes(
  db: Transaction,
  stampIds: readonly number[],
  window: MinuteWindow,
): Promise<readonly RegistryHome[]> {
  const from = new Date(window.fromMinute * MINUTE_MS);
  const to = new Date(window.toMinute * MINUTE_MS);
  const rows = await db.$queryRaw<HomeRow[]>`
    select binding.stamp_id, registry.id as registry, registry.name, tenant.name as tenant,
      binding.bound_at, binding.unbound_at
    from binding
      join replica on replica.id = binding.replica_id
      join registry on registry.id = replica.registry_id
      join tenant on tenant.id = registry.tenant_id
    where binding.stamp_id = any(${stampIds}) and binding.bound_at < ${to}
      and (binding.unbound_at is null or binding.unbound_at > ${from})
    order by registry.name collate "C", binding.bound_at`;
  return rows.map((row) => ({
    stampId: row.stamp_id,
    registry: row.registry,
    name: row.name,
    tenant: row.tenant,
    fromMinute: Math.max(window.fromMinute, minuteOf(row.bound_at.getTime())),
    toMinute:
      row.unbound_at === null
        ? window.toMinute
        : Math.min(window.toMinute, Math.ceil(row.unbound_at.getTime() / MINUTE_MS)),
  }));
}

/** Names of registries and of whose they are, by id; retired ones too. */
export async function listRegistryOwners(
  db: Transaction,
  registries: readonly number[],
): Promise<ReadonlyMap<number, { readonly name: string; readonly tenant: string }>> {
  if (registries.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: number; name: string; tenant: string }[]>`
    select registry.id, registry.name, tenant.name as tenant
    from registry join tenant on tenant.id = registry.tenant_id where registry.id = any(${registries})`;
  return new Map(rows.map(({ id, name, tenant }) => [id, { name, tenant }]));
}

/** A registry that was asked for by name, and where it stood in a region. */
export interface NamedHome {
  /** The name that was asked for: the present one, or one that it had. */
  readonly asked: string;
  readonly registry: string;
  readonly tenant: string;
  /** Null = it was at home nowhere in the region at that instant. */
  readonly stamp: string | null;
}

/** Where registries were at home in a region at an instant, by name. Those that do not exist, or are retired, are left out. */
export async function findHomesAt(
  db: Transaction,
  {
    names,
    region,
    atMs,
  }: { readonly names: readonly string[]; readonly region: string; readonly atMs: number },
): Promise<readonly NamedHome[]> {
  if (names.length === 0) return [];
  const at = new Date(atMs);
  return await db.$queryRaw<NamedHome[]>`
    select asked.name as asked, registry.name as registry, tenant.name as tenant, home.stamp
    from unnest(${[...new Set(names)]}::text[]) as asked(name)
      left join registry named on named.name = asked.name and named.retired_at is null
      left join former_name former on former.thing = 'registry' and former.name = asked.name
      join registry on registry.id = coalesce(named.id, former.thing_id) and registry.retired_at is null
      join tenant on tenant.id = registry.tenant_id
      left join lateral (
        select stamp.name as stamp from binding
          join replica on replica.id = binding.replica_id
          join region on region.id = replica.region_id
          join stamp on stamp.id = binding.stamp_id
        where replica.registry_id = registry.id and region.name = ${region}
          and binding.bound_at <= ${at} and (binding.unbound_at is null or binding.unbound_at > ${at})
        order by binding.bound_at desc limit 1
      ) home on true`;
}

/** Every change of home in [fromMs, toMs), by present names, the oldest first. A first home, and a last one, are none. */
export async function listHomeChanges(
  db: Transaction,
  window: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly HomeChange[]> {
  const from = new Date(window.fromMs);
  const to = new Date(window.toMs);
  const rows = await db.$queryRaw<(Omit<HomeChange, "atMs"> & { at: Date })[]>`
    select region.name as region, registry.name as registry, old_stamp.name as "from", new_stamp.name as "to",
      arrived.bound_at as at
    from binding arrived
      join binding gone on gone.replica_id = arrived.replica_id and gone.unbound_at = arrived.bound_at
      join stamp new_stamp on new_stamp.id = arrived.stamp_id
      join stamp old_stamp on old_stamp.id = gone.stamp_id
      join replica on replica.id = arrived.replica_id
      join region on region.id = replica.region_id
      join registry on registry.id = replica.registry_id
    where arrived.bound_at >= ${from} and arrived.bound_at < ${to} and arrived.stamp_id <> gone.stamp_id
    order by arrived.bound_at, registry.name collate "C"`;
  return rows.map(({ at, ...change }) => ({ ...change, atMs: at.getTime() }));
}

import { err, type Failure, KEY_SEPARATOR, ok, type Paging, type Result, takePage } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { BindingList } from "./bindingAnswer.ts";
import { readConstraints } from "./inventory/readConstraints.ts";
import type {
  BindingInterval,
  Fleet,
  FleetPool,
  FleetRegion,
  FleetRegistry,
  FleetReplica,
  FleetStamp,
} from "./types.ts";

/**
 * The fleet as it stands: everything that is not retired, replicas with the home they have now, each list by name.
 * Read in one go for 10,000 registries in well under a second; use `loadFleetShape` where registries do not matter.
 */
export async function loadFleet(db: Transaction): Promise<Fleet> {
  const shape = await loadFleetShape(db);
  const registries = await db.$queryRaw<FleetRegistry[]>`
    select registry.id, registry.name, tenant.id as "tenantId", tenant.name as tenant
    from registry join tenant on tenant.id = registry.tenant_id
    where registry.retired_at is null order by registry.name collate "C"`;
  return { ...shape, registries, replicas: await loadReplicas(db) };
}

/** Regions, stamps and pools alone. */
export async function loadFleetShape(db: Transaction): Promise<Pick<Fleet, "regions" | "stamps" | "pools">> {
  const regions = await db.$queryRaw<FleetRegion[]>`
    select id, name, time_zone as "timeZone" from region where retired_at is null order by name collate "C"`;
  const stamps = await db.$queryRaw<FleetStamp[]>`
    select stamp.id, stamp.name, region.id as "regionId", region.name as region, stamp.kind::text as kind,
      update_domains as "updateDomains", cordoned, in_deployment as "inDeployment", planned,
      storage_egress_gbps as "storageEgressGbps", storage_requests_per_second as "storageRequestsPerSecond"
    from stamp join region on region.id = stamp.region_id
    where stamp.retired_at is null order by stamp.name collate "C"`;
  const pools = await db.$queryRaw<FleetPool[]>`
    select pool.id, pool.name, pool.kind, stamp.id as "stampId", stamp.name as stamp, region.id as "regionId",
      region.name as region, vcpus_per_node as "vcpusPerNode", min_instances as "minInstances",
      max_instances as "maxInstances"
    from pool join stamp on stamp.id = pool.stamp_id join region on region.id = stamp.region_id
    where pool.retired_at is null and stamp.retired_at is null
    order by stamp.name collate "C", pool.name collate "C"`;
  return { regions, stamps, pools };
}

interface ReplicaRow {
  id: number;
  registry_id: number;
  registry: string;
  tenant: string;
  region: string;
  stamp_id: number;
  stamp: string;
  bound_at: Date;
  constraints: unknown;
  last_moved_at: Date | null;
}

/** Which replicas are asked for; what is left out limits nothing. */
export interface ReplicaFilter {
  readonly region?: string | undefined;
  /** Where they are at home. */
  readonly stamp?: string | undefined;
  readonly tenant?: string | undefined;
  /** Only those with spans of time in which they must not move. */
  readonly freezes?: boolean;
  /** Those that come after this registry and region. */
  readonly after?: readonly [registry: string, region: string] | null;
  /** So many of them at the most. */
  readonly most?: number;
}

/** Replicas with the home they have now, by registry and region. */
export async function loadReplicas(
  db: Transaction,
  { region, stamp, tenant, freezes, after, most }: ReplicaFilter = {},
): Promise<readonly FleetReplica[]> {
  const rows = await db.$queryRaw<ReplicaRow[]>`
    select replica.id, registry.id as registry_id, registry.name as registry, tenant.name as tenant,
      region.name as region, stamp.id as stamp_id, stamp.name as stamp, binding.bound_at,
      seen_constraints(replica.constraints) as constraints,
      replica.last_moved_at
    from binding
      join replica on replica.id = binding.replica_id
      join registry on registry.id = replica.registry_id
      join tenant on tenant.id = registry.tenant_id
      join region on region.id = replica.region_id
      join stamp on stamp.id = binding.stamp_id
    where binding.unbound_at is null and registry.retired_at is null
      and (${region ?? null}::text is null or region.name = ${region ?? null})
      and (${stamp ?? null}::text is null or stamp.name = ${stamp ?? null})
      and (${tenant ?? null}::text is null or tenant.name = ${tenant ?? null})
      and (${freezes !== true} or jsonb_array_length(coalesce(replica.constraints -> 'freezes', '[]')) > 0)
      and (${after?.[0] ?? null}::text is null
        or (registry.name collate "C", region.name collate "C") > (${after?.[0] ?? null}, ${after?.[1] ?? null}))
    order by registry.name collate "C", region.name collate "C"
    limit ${most ?? null}`;
  return rows.map((row) => ({
    id: row.id,
    registryId: row.registry_id,
    registry: row.registry,
    tenant: row.tenant,
    region: row.region,
    homeStampId: row.stamp_id,
    homeStamp: row.stamp,
    boundAtMs: row.bound_at.getTime(),
    constraints: readConstraints(row.constraints),
    lastMovedAtMs: row.last_moved_at?.getTime() ?? null,
  }));
}

interface IntervalRow {
  region: string;
  stamp: string;
  bound_at: Date;
  unbound_at: Date | null;
  source: string;
}

/** Every home a registry has had, by region, then oldest first; null when there is no such registry. Former names do. */
export async function listBindings(
  db: Transaction,
  registryName: string,
): Promise<readonly BindingInterval[] | null> {
  const found = await db.$queryRaw<{ id: number }[]>`
    select id from registry where name = ${registryName}
    union all
    select thing_id from former_name where thing = 'registry' and name = ${registryName}
    limit 1`;
  const registry = found[0];
  if (!registry) return null;
  const rows = await db.$queryRaw<IntervalRow[]>`
    select region.name as region, stamp.name as stamp, binding.bound_at, binding.unbound_at, binding.source
    from binding
      join replica on replica.id = binding.replica_id
      join region on region.id = replica.region_id
      join stamp on stamp.id = binding.stamp_id
    where replica.registry_id = ${registry.id}
    order by region.name collate "C", binding.bound_at`;
  return rows.map((row) => ({
    region: row.region,
    stamp: row.stamp,
    boundAt: row.bound_at.toISOString(),
    unboundAt: row.unbound_at?.toISOString() ?? null,
    source: row.source,
  }));
}

/** The same as an answer: `not_found` when there is no such registry. */
export async function getBindings(
  db: Transaction,
  registry: string,
  paging: Paging,
): Promise<Result<BindingList, Failure>> {
  const bindings = await listBindings(db, registry);
  if (!bindings) return err({ code: "not_found", detail: `There is no registry ${registry}.` });
  const { items, nextCursor } = takePage(bindings, (one) => one.region + KEY_SEPARATOR + one.boundAt, paging);
  return ok({ bindings: items, nextCursor });
}

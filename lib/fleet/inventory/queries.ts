import type { Transaction } from "../../db/client.ts";
import type { StampKind } from "../types.ts";
import {
  type CurrentInventory,
  type Known,
  type KnownPool,
  type KnownReplica,
  pairKey,
  type RegistryFacts,
  type StampFacts,
} from "./currentInventory.ts";
import { readConstraints } from "./readConstraints.ts";

/** Everything an inventory can change, retired things and former names too. */
export async function loadCurrentInventory(tx: Transaction): Promise<CurrentInventory> {
  // One after the other: a transaction has one connection.
  const regions = await tx.region.findMany();
  const stamps = await loadStamps(tx);
  const pools = await loadPools(tx);
  const tenants = await tx.tenant.findMany({ select: { name: true } });
  const registries = await loadRegistries(tx);
  const replicas = await loadReplicas(tx);
  return {
    regions: byName(
      regions.map(({ id, name, timeZone, retiredAt }) => ({
        id,
        name,
        retired: retiredAt !== null,
        facts: { timeZone },
      })),
    ),
    stamps: byName(stamps),
    pools: new Map(pools.map((pool) => [pairKey(pool.stamp, pool.name), pool])),
    tenants: new Set(tenants.map((tenant) => tenant.name)),
    registries: byName(registries),
    replicas: new Map(replicas.map((replica) => [replica.name, replica])),
    formerNames: await loadFormerNames(tx),
  };
}

function byName<Facts>(known: readonly Known<Facts>[]): ReadonlyMap<string, Known<Facts>> {
  return new Map(known.map((one) => [one.name, one]));
}

interface StampRow {
  id: number;
  name: string;
  retired: boolean;
  region: string;
  kind: StampKind;
  update_domains: number;
  cordoned: boolean;
  in_deployment: boolean;
  planned: boolean;
  storage_egress_gbps: number | null;
  storage_requests_per_second: number | null;
}

async function loadStamps(tx: Transaction): Promise<readonly Known<StampFacts>[]> {
  const rows = await tx.$queryRaw<StampRow[]>`
    select stamp.id, stamp.name, stamp.retired_at is not null as retired, region.name as region, stamp.kind::text,
      update_domains, cordoned, in_deployment, planned, storage_egress_gbps, storage_requests_per_second
    from stamp join region on region.id = stamp.region_id`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    retired: row.retired,
    facts: {
      region: row.region,
      kind: row.kind,
      updateDomains: row.update_domains,
      cordoned: row.cordoned,
      inDeployment: row.in_deployment,
      planned: row.planned,
      storageEgressGbps: row.storage_egress_gbps,
      storageRequestsPerSecond: row.storage_requests_per_second,
    },
  }));
}

interface PoolRow {
  id: number;
  name: string;
  retired: boolean;
  stamp: string;
  kind: string;
  vcpus_per_node: number | null;
  min_instances: number | null;
  max_instances: number | null;
}

async function loadPools(tx: Transaction): Promise<readonly KnownPool[]> {
  const rows = await tx.$queryRaw<PoolRow[]>`
    select pool.id, pool.name, pool.retired_at is not null as retired, stamp.name as stamp, pool.kind, vcpus_per_node,
      min_instances, max_instances
    from pool join stamp on stamp.id = pool.stamp_id`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    retired: row.retired,
    stamp: row.stamp,
    facts: {
      kind: row.kind,
      vcpusPerNode: row.vcpus_per_node,
      minInstances: row.min_instances,
      maxInstances: row.max_instances,
    },
  }));
}

async function loadRegistries(tx: Transaction): Promise<readonly Known<RegistryFacts>[]> {
  const rows = await tx.$queryRaw<{ id: number; name: string; retired: boolean; tenant: string }[]>`
    select registry.id, registry.name, registry.retired_at is not null as retired, tenant.name as tenant
    from registry join tenant on tenant.id = registry.tenant_id`;
  return rows.map(({ id, name, retired, tenant }) => ({ id, name, retired, facts: { tenant } }));
}

interface ReplicaRow {
  id: number;
  registry: string;
  region: string;
  constraints: unknown;
  binding_id: string | null;
  stamp: string | null;
  bound_at: Date | null;
  unbound_at: Date | null;
}

async function loadReplicas(tx: Transaction): Promise<readonly KnownReplica[]> {
  const rows = await tx.$queryRaw<ReplicaRow[]>`
    select replica.id, registry.name as registry, region.name as region,
      seen_constraints(replica.constraints) as constraints,
      latest.id::text as binding_id, stamp.name as stamp, latest.bound_at, latest.unbound_at
    from replica
      join registry on registry.id = replica.registry_id
      join region on region.id = replica.region_id
      left join (
        select distinct on (replica_id) replica_id, id, stamp_id, bound_at, unbound_at
        from binding order by replica_id, bound_at desc
      ) latest on latest.replica_id = replica.id
      left join stamp on stamp.id = latest.stamp_id`;
  return rows.map((row) => ({
    id: row.id,
    name: pairKey(row.registry, row.region),
    retired: false,
    registry: row.registry,
    region: row.region,
    facts: { constraints: readConstraints(row.constraints) },
    binding:
      row.binding_id === null || row.stamp === null || row.bound_at === null
        ? null
        : {
            id: row.binding_id,
            stamp: row.stamp,
            boundAtMs: row.bound_at.getTime(),
            unboundAtMs: row.unbound_at?.getTime() ?? null,
          },
  }));
}

async function loadFormerNames(tx: Transaction): Promise<CurrentInventory["formerNames"]> {
  const rows = await tx.$queryRaw<{ thing: string; former: string; name: string }[]>`
    select former.thing, former.name as former, coalesce(region.name, stamp.name, registry.name, tenant.name) as name
    from former_name former
      left join region on former.thing = 'region' and region.id = former.thing_id
      left join stamp on former.thing = 'stamp' and stamp.id = former.thing_id
      left join registry on former.thing = 'registry' and registry.id = former.thing_id
      left join tenant on former.thing = 'tenant' and tenant.id = former.thing_id`;
  const of = (thing: string) =>
    new Map(rows.filter((row) => row.thing === thing).map((row) => [row.former, row.name]));
  return { region: of("region"), stamp: of("stamp"), registry: of("registry"), tenant: of("tenant") };
}

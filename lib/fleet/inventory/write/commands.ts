import type { Transaction } from "../../../db/client.ts";
import type { Change, InventoryChange } from "../inventoryChange.ts";

/** Rows of one statement travel as one JSON parameter: nulls and any number of rows, and no SQL put together. */
function rowsOf(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

function split<One extends Change<unknown>>(changes: readonly One[]) {
  return {
    created: changes.filter((change) => change.what === "created"),
    updated: changes.filter((change) => change.what === "updated"),
    retired: changes.flatMap((change) =>
      change.what === "retired" && change.id !== null ? [change.id] : [],
    ),
  };
}

/** Where a change of homes comes from: `inventory`, or the plan and move that made it. */
export interface WriteOptions {
  readonly source: string;
  readonly nowMs: number;
}

/** Writes what `diffInventory` found, parents before children, each kind of thing in at most three statements. */
export async function writeInventory(
  tx: Transaction,
  change: InventoryChange,
  options: WriteOptions,
): Promise<void> {
  const now = new Date(options.nowMs);
  await writeRegions(tx, change.regions);
  await writeStamps(tx, change.stamps, now);
  await writePools(tx, change.pools, now);
  await writeRegistries(tx, change, now);
  await writeReplicas(tx, change.replicas);
  await writeBindings(tx, change.replicas, options.source);
}

async function writeRegions(tx: Transaction, changes: InventoryChange["regions"]): Promise<void> {
  const { created, updated } = split(changes);
  if (created.length > 0) {
    const rows = rowsOf(created.map(({ name, after }) => ({ name, time_zone: after.timeZone })));
    await tx.$executeRaw`
      insert into region (name, time_zone)
      select name, time_zone from jsonb_to_recordset(${rows}::jsonb) as new(name text, time_zone text)`;
  }
  if (updated.length > 0) {
    const rows = rowsOf(updated.map(({ id, after }) => ({ id, time_zone: after.timeZone })));
    await tx.$executeRaw`
      update region set time_zone = new.time_zone, retired_at = null
      from jsonb_to_recordset(${rows}::jsonb) as new(id int, time_zone text) where region.id = new.id`;
  }
}

async function writeStamps(tx: Transaction, changes: InventoryChange["stamps"], now: Date): Promise<void> {
  const { created, updated, retired } = split(changes);
  if (created.length > 0) {
    const rows = rowsOf(created.map(({ name, after }) => ({ name, ...after })));
    await tx.$executeRaw`
      insert into stamp (name, region_id, kind, update_domains, cordoned, in_deployment, planned,
        storage_egress_gbps, storage_requests_per_second)
      select new.name, region.id, new.kind, new."updateDomains", new.cordoned, new."inDeployment", new.planned,
        new."storageEgressGbps", new."storageRequestsPerSecond"
      from jsonb_to_recordset(${rows}::jsonb) as new(name text, region text, kind "StampKind", "updateDomains" int,
          cordoned boolean, "inDeployment" boolean, planned boolean, "storageEgressGbps" float8,
          "storageRequestsPerSecond" float8)
        join region on region.name = new.region`;
  }
  if (updated.length > 0) {
    const rows = rowsOf(updated.map(({ id, after }) => ({ id, ...after })));
    await tx.$executeRaw`
      update stamp set kind = new.kind, update_domains = new."updateDomains", cordoned = new.cordoned,
        in_deployment = new."inDeployment", planned = new.planned, storage_egress_gbps = new."storageEgressGbps",
        storage_requests_per_second = new."storageRequestsPerSecond", retired_at = null
      from jsonb_to_recordset(${rows}::jsonb) as new(id int, kind "StampKind", "updateDomains" int, cordoned boolean,
        "inDeployment" boolean, planned boolean, "storageEgressGbps" float8, "storageRequestsPerSecond" float8)
      where stamp.id = new.id`;
  }
  if (retired.length > 0) {
    await tx.stamp.updateMany({ where: { id: { in: [...retired] } }, data: { retiredAt: now } });
  }
}

async function writePools(tx: Transaction, changes: InventoryChange["pools"], now: Date): Promise<void> {
  const { created, updated, retired } = split(changes);
  if (created.length > 0) {
    const rows = rowsOf(created.map(({ name, stamp, after }) => ({ name, stamp, ...after })));
    await tx.$executeRaw`
      insert into pool (name, stamp_id, kind, vcpus_per_node, min_instances, max_instances)
      select new.name, stamp.id, new.kind, new."vcpusPerNode", new."minInstances", new."maxInstances"
      from jsonb_to_recordset(${rows}::jsonb) as new(name text, stamp text, kind text, "vcpusPerNode" int,
          "minInstances" int, "maxInstances" int)
        join stamp on stamp.name = new.stamp`;
  }
  if (updated.length > 0) {
    const rows = rowsOf(updated.map(({ id, after }) => ({ id, ...after })));
    await tx.$executeRaw`
      update pool set kind = new.kind, vcpus_per_node = new."vcpusPerNode", min_instances = new."minInstances",
        max_instances = new."maxInstances", retired_at = null
      from jsonb_to_recordset(${rows}::jsonb) as new(id int, kind text, "vcpusPerNode" int, "minInstances" int,
        "maxInstances" int)
      where pool.id = new.id`;
  }
  if (retired.length > 0) {
    await tx.pool.updateMany({ where: { id: { in: [...retired] } }, data: { retiredAt: now } });
  }
}

async function writeRegistries(tx: Transaction, change: InventoryChange, now: Date): Promise<void> {
  const { created, updated, retired } = split(change.registries);
  if (change.newTenants.length > 0) {
    const rows = rowsOf(change.newTenants.map((name) => ({ name })));
    await tx.$executeRaw`
      insert into tenant (name) select name from jsonb_to_recordset(${rows}::jsonb) as new(name text)`;
  }
  if (created.length > 0) {
    const rows = rowsOf(created.map(({ name, after }) => ({ name, tenant: after.tenant })));
    await tx.$executeRaw`
      insert into registry (name, tenant_id)
      select new.name, tenant.id
      from jsonb_to_recordset(${rows}::jsonb) as new(name text, tenant text)
        join tenant on tenant.name = new.tenant`;
  }
  if (updated.length > 0) {
    const rows = rowsOf(updated.map(({ id, after }) => ({ id, tenant: after.tenant })));
    await tx.$executeRaw`
      update registry set tenant_id = tenant.id, retired_at = null
      from jsonb_to_recordset(${rows}::jsonb) as new(id int, tenant text)
        join tenant on tenant.name = new.tenant
      where registry.id = new.id`;
  }
  if (retired.length > 0) {
    await tx.registry.updateMany({ where: { id: { in: [...retired] } }, data: { retiredAt: now } });
  }
}

async function writeReplicas(tx: Transaction, changes: InventoryChange["replicas"]): Promise<void> {
  const { created, updated } = split(changes);
  if (created.length > 0) {
    const rows = rowsOf(created.map(({ registry, region, after }) => ({ registry, region, ...after })));
    await tx.$executeRaw`
      insert into replica (registry_id, region_id, constraints)
      select registry.id, region.id, new.constraints
      from jsonb_to_recordset(${rows}::jsonb) as new(registry text, region text, constraints jsonb)
        join registry on registry.name = new.registry
        join region on region.name = new.region`;
  }
  if (updated.length > 0) {
    const rows = rowsOf(updated.map(({ id, after }) => ({ id, ...after })));
    await tx.$executeRaw`
      update replica set constraints = new.constraints
      from jsonb_to_recordset(${rows}::jsonb) as new(id int, constraints jsonb) where replica.id = new.id`;
  }
}

/** Homes that end are ended first: the database refuses two at once, within a transaction too. */
async function writeBindings(
  tx: Transaction,
  changes: InventoryChange["replicas"],
  source: string,
): Promise<void> {
  const homes = changes.flatMap(({ registry, region, binding }) =>
    binding ? [{ registry, region, binding }] : [],
  );
  const ended = homes.flatMap(({ binding }) =>
    binding.closes && binding.what !== "corrected"
      ? [{ id: binding.closes.bindingId, at: new Date(binding.atMs) }]
      : [],
  );
  const corrected = homes.flatMap(({ binding }) =>
    binding.what === "corrected" ? [{ id: binding.closes.bindingId, stamp: binding.stamp }] : [],
  );
  const begun = homes.flatMap(({ registry, region, binding }) =>
    binding.what === "bound"
      ? [
          {
            registry,
            region,
            stamp: binding.stamp,
            at: new Date(binding.atMs),
            moved: binding.closes !== null,
          },
        ]
      : [],
  );
  if (ended.length > 0) {
    await tx.$executeRaw`
      update binding set unbound_at = ended.at
      from jsonb_to_recordset(${rowsOf(ended)}::jsonb) as ended(id bigint, at timestamptz)
      where binding.id = ended.id`;
  }
  if (corrected.length > 0) {
    await tx.$executeRaw`
      update binding set stamp_id = stamp.id, source = ${source}
      from jsonb_to_recordset(${rowsOf(corrected)}::jsonb) as corrected(id bigint, stamp text)
        join stamp on stamp.name = corrected.stamp
      where binding.id = corrected.id`;
  }
  if (begun.length === 0) return;
  const rows = rowsOf(begun);
  await tx.$executeRaw`
    insert into binding (replica_id, stamp_id, bound_at, source)
    select replica.id, stamp.id, begun.at, ${source}
    from jsonb_to_recordset(${rows}::jsonb) as begun(registry text, region text, stamp text, at timestamptz)
      join registry on registry.name = begun.registry
      join region on region.name = begun.region
      join replica on replica.registry_id = registry.id and replica.region_id = region.id
      join stamp on stamp.name = begun.stamp`;
  await tx.$executeRaw`
    update replica set last_moved_at = begun.at
    from jsonb_to_recordset(${rows}::jsonb) as begun(registry text, region text, at timestamptz, moved boolean)
      join registry on registry.name = begun.registry
      join region on region.name = begun.region
    where begun.moved and replica.registry_id = registry.id and replica.region_id = region.id`;
}

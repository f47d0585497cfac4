import { createHash } from "node:crypto";
import type pg from "pg";
import { DomainKeeper } from "../../../audit/index.ts";
import { Pieces } from "../../../core/index.ts";
import type { DatabaseClient } from "../../../db/client.ts";
import { inTransaction } from "../../../db/poolTransaction.ts";
import type { InventoryAnswer } from "../inventoryAnswer.ts";
import { readConstraints } from "../readConstraints.ts";

/** The inventory's JSON. */
export interface InventoryText {
  /** Of some hundred kilobytes each. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  /** Of their bytes: the same text has the same, whoever wrote it. */
  readonly digest: string;
}

/** Whoever tells the inventory as a text. */
export interface InventoryReader {
  current(): Promise<InventoryText>;
}

/** The whole inventory as GET answers it, written once a version of the domain, never behind the database. */
export class InventoryKeeper extends DomainKeeper<InventoryText> implements InventoryReader {
  constructor({ pools }: Pick<DatabaseClient, "pools">) {
    super(pools.read, () => readInventoryText(pools.read));
  }
}

/**
 * The whole inventory in the shape that PUT takes, as its JSON, so that what was read can be sent back. Retired things are left
 * out. It is of one instant, and written as it is read: of 100,000 registries no more than some hundred at a time stand in
 * memory as anything but bytes, and other requests get their turn in between.
 */
export async function readInventoryText(pool: pg.Pool): Promise<InventoryText> {
  return await inTransaction(
    pool,
    async (client) => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const hash = createHash("sha256");
      const write = (text: string) => {
        const part = Buffer.from(text);
        hash.update(part);
        parts.push(part);
      };
      write(`{"regions":${JSON.stringify(await readRegions(client))},"registries":[`);
      let before = "";
      for await (const registries of readRegistries(client)) {
        if (registries.length === 0) continue;
        write(before + JSON.stringify(registries).slice(1, -1));
        before = ",";
      }
      write("]}");
      return { parts, digest: hash.digest("base64url") };
    },
    "begin isolation level repeatable read read only",
  );
}

type Region = InventoryAnswer["regions"][number];
type Stamp = Region["stamps"][number];
type Registry = InventoryAnswer["registries"][number];

async function readRegions(client: pg.PoolClient): Promise<readonly Region[]> {
  const regions = await client.query<{ id: number; name: string; time_zone: string }>(
    `select id, name, time_zone from region where retired_at is null order by name collate "C"`,
  );
  const stampsOf = await readStamps(client);
  return regions.rows.map(({ id, name, time_zone }) => ({
    name,
    timeZone: time_zone,
    stamps: stampsOf.get(id) ?? [],
  }));
}

interface StampRow {
  readonly id: number;
  readonly region_id: number;
  readonly name: string;
  readonly kind: Stamp["kind"];
  readonly update_domains: number;
  readonly cordoned: boolean;
  readonly in_deployment: boolean;
  readonly planned: boolean;
  readonly storage_egress_gbps: number | null;
  readonly storage_requests_per_second: number | null;
}

/** By their region. */
async function readStamps(client: pg.PoolClient): Promise<ReadonlyMap<number, Stamp[]>> {
  const { rows } = await client.query<StampRow>(
    `select id, region_id, name, kind::text, update_domains, cordoned, in_deployment, planned, storage_egress_gbps,
       storage_requests_per_second
     from stamp where retired_at is null order by name collate "C"`,
  );
  const poolsOf = await readPools(client);
  const pieces = new Pieces();
  const stampsOf = new Map<number, Stamp[]>();
  for (const row of rows) {
    const stamp: Stamp = {
      name: row.name,
      kind: row.kind,
      updateDomains: row.update_domains,
      cordoned: row.cordoned,
      inDeployment: row.in_deployment,
      planned: row.planned,
      storage: { egressGbps: row.storage_egress_gbps, requestsPerSecond: row.storage_requests_per_second },
      pools: poolsOf.get(row.id) ?? [],
    };
    const known = stampsOf.get(row.region_id);
    if (known === undefined) stampsOf.set(row.region_id, [stamp]);
    else known.push(stamp);
    await pieces.next();
  }
  return stampsOf;
}

interface PoolRow {
  readonly stamp_id: number;
  readonly name: string;
  readonly kind: string;
  readonly vcpus_per_node: number | null;
  readonly min_instances: number | null;
  readonly max_instances: number | null;
}

/** By their stamp. */
async function readPools(client: pg.PoolClient): Promise<ReadonlyMap<number, Stamp["pools"]>> {
  const { rows } = await client.query<PoolRow>(
    `select stamp_id, name, kind, vcpus_per_node, min_instances, max_instances
     from pool where retired_at is null order by name collate "C"`,
  );
  const poolsOf = new Map<number, Stamp["pools"]>();
  for (const { stamp_id, name, kind, vcpus_per_node, min_instances, max_instances } of rows) {
    const pool = {
      ...{ name, kind },
      ...(vcpus_per_node === null ? {} : { vcpusPerNode: vcpus_per_node }),
      ...(min_instances === null ? {} : { minInstances: min_instances }),
      ...(max_instances === null ? {} : { maxInstances: max_instances }),
    };
    const known = poolsOf.get(stamp_id);
    if (known === undefined) poolsOf.set(stamp_id, [pool]);
    else known.push(pool);
  }
  return poolsOf;
}

/** Rows of replicas that are read at once: a few milliseconds of work. */
const ROWS_AT_ONCE = 1_000;

/** Where a registry has a replica: nulls where it has none. */
type HomeRow = [
  region: string | null,
  stamp: string | null,
  boundAtMs: number | null,
  constraints: string | null,
];

/** By name, each with its replicas by region; one whose replicas two reads share comes with the later. */
async function* readRegistries(client: pg.PoolClient): AsyncGenerator<readonly Registry[]> {
  await client.query(`declare inventory no scroll cursor for
    select registry.name, tenant.name, region.name, stamp.name,
      (extract(epoch from binding.bound_at) * 1000)::float8, seen_constraints(replica.constraints)::text
    from registry
      join tenant on tenant.id = registry.tenant_id
      left join (replica
        join binding on binding.replica_id = replica.id and binding.unbound_at is null
        join region on region.id = replica.region_id
        join stamp on stamp.id = binding.stamp_id) on replica.registry_id = registry.id
    where registry.retired_at is null
    order by registry.name collate "C", region.name collate "C"`);
  const pieces = new Pieces();
  let last: Registry | null = null;
  for (;;) {
    const { rows } = await client.query<[registry: string, tenant: string, ...home: HomeRow]>({
      text: `fetch ${ROWS_AT_ONCE} from inventory`,
      rowMode: "array",
    });
    const complete: Registry[] = [];
    for (const [name, tenant, ...home] of rows) {
      if (last === null || last.name !== name) {
        if (last !== null) complete.push(last);
        last = { name, tenant, replicas: [] };
      }
      last.replicas.push(...replicaOf(home));
    }
    yield complete;
    if (rows.length < ROWS_AT_ONCE) break;
    await pieces.next();
  }
  if (last !== null) yield [last];
}

/** None where the registry is at home nowhere. */
function replicaOf([region, homeStamp, boundAtMs, constraints]: HomeRow): Registry["replicas"] {
  if (region === null || homeStamp === null || boundAtMs === null) return [];
  const boundAt = new Date(boundAtMs).toISOString();
  return [{ region, homeStamp, boundAt, constraints: readConstraints(JSON.parse(constraints ?? "{}")) }];
}

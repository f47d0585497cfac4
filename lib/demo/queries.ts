import { z } from "zod";
import { MINUTE_MS } from "../core/index.ts";
import type { DatabaseClient, Transaction } from "../db/client.ts";
import { HISTORY_DAYS } from "./story.ts";
import type { DemoBinding, DemoFleet, DemoPool, ReplicaTraits } from "./types.ts";

/** Where the demo stands, kept as the setting `demo`; its times are epoch milliseconds. */
const demoStateSchema = z.strictObject({
  seed: z.number().int(),
  anchorMinute: z.number().int(),
  /** Full days of history before the anchor's own. */
  historyDays: z.number().int().min(0).default(HISTORY_DAYS),
  /** The history is stored to its end. */
  isLoaded: z.boolean(),
  /** What pools had reported by then is stored. */
  fedMs: z.number(),
});
export type DemoState = z.infer<typeof demoStateSchema>;
export const DEMO_SETTING = "demo";

/** Null when this database holds no demo fleet. */
export async function readDemoState(db: Transaction): Promise<DemoState | null> {
  const row = await db.setting.findUnique({
    where: { key_region_poolKind: { key: DEMO_SETTING, region: "", poolKind: "" } },
  });
  return row === null ? null : demoStateSchema.parse(row.value);
}

/** `other`: there is a fleet, but not the demo's. `partial`: a load was broken off. */
export async function demoFleetState(
  client: DatabaseClient,
): Promise<"none" | "partial" | "complete" | "other"> {
  const state = await readDemoState(client.prisma);
  if (state !== null) return state.isLoaded ? "complete" : "partial";
  return (await client.prisma.region.count()) === 0 ? "none" : "other";
}

/** Whether this database holds the demo fleet, wholly loaded, so that its feeder has something to feed. */
export async function isDemo(client: DatabaseClient): Promise<boolean> {
  return (await demoFleetState(client)) === "complete";
}

/** A pool of the inventory as it stands, with the name under which the demo knows it. */
export interface StoredPool extends DemoPool {
  readonly id: number;
  /** What it is called now; `stamp` is what it was called when the demo made it. */
  readonly stampNow: string;
  readonly stampId: number;
}

/** Where the inventory says nothing about a new pool's size. */
const USUAL = { vcpusPerNode: 4, nodeCount: 6 };

interface PoolRow {
  id: number;
  name: string;
  kind: string;
  vcpus: number | null;
  nodes: number | null;
  stamp_id: number;
  stamp: string;
  former: string[];
}

/** Every pool that exists by now: of planned stamps nothing can be measured. Node counts are the minimum instances. */
export async function loadDemoPools(db: Transaction, fleet: DemoFleet): Promise<StoredPool[]> {
  const rows = await db.$queryRaw<PoolRow[]>`
    select pool.id, pool.name, pool.kind, pool.vcpus_per_node as vcpus, pool.min_instances as nodes,
      stamp.id as stamp_id, stamp.name as stamp,
      array(select name from former_name where thing = 'stamp' and thing_id = stamp.id order by id) as former
    from pool join stamp on stamp.id = pool.stamp_id
    where pool.retired_at is null and stamp.retired_at is null and not stamp.planned
    order by pool.id`;
  const made = new Set(fleet.stamps.map((stamp) => stamp.name));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    // What a stamp is called decides its hashes, so one that the demo made goes by its first name for good.
    stamp: [row.stamp, ...row.former].find((name) => made.has(name)) ?? row.stamp,
    stampNow: row.stamp,
    stampId: row.stamp_id,
    vcpusPerNode: row.vcpus ?? USUAL.vcpusPerNode,
    nodeCount: row.nodes ?? USUAL.nodeCount,
  }));
}

/** A binding as the inventory has it. */
export interface StoredBinding extends DemoBinding {
  readonly stampId: number;
}

/** A registry as the inventory has it now. */
export interface StoredRegistry {
  readonly id: number;
  readonly name: string;
}

/** Which registry of the inventory each replica of the demo is by now, renamed or merged. */
export type RegistryNames = ReadonlyMap<ReplicaTraits, StoredRegistry>;

/** Which registry of the inventory each replica of the demo is by now. Those that have been retired are left out. */
export async function loadRegistryNames(db: Transaction, fleet: DemoFleet): Promise<RegistryNames> {
  const rows = await db.$queryRaw<{ id: number; name: string; known: string }[]>`
    select id, name, name as known from registry where retired_at is null
    union all
    select registry.id, registry.name, former_name.name
    from former_name join registry on registry.id = former_name.thing_id
    where former_name.thing = 'registry' and registry.retired_at is null`;
  const byName = new Map(rows.map((row) => [row.known, { id: row.id, name: row.name }]));
  return new Map(
    fleet.homes.flatMap(({ replica }) => {
      const registry = byName.get(replica.registry);
      return registry === undefined ? [] : [[replica, registry] as const];
    }),
  );
}

/** Every home that a replica of the demo has had in [fromMinute, toMinute), a little before included: traffic lingers. */
export async function loadDemoBindings(
  db: Transaction,
  names: RegistryNames,
  window: { readonly fromMinute: number; readonly toMinute: number },
): Promise<StoredBinding[]> {
  const from = new Date((window.fromMinute - 2) * MINUTE_MS);
  const to = new Date(window.toMinute * MINUTE_MS);
  const rows = await db.$queryRaw<
    { registry_id: number; region: string; stamp_id: number; bound_at: Date; unbound_at: Date | null }[]
  >`
    select replica.registry_id, region.name as region, binding.stamp_id, binding.bound_at, binding.unbound_at
    from binding join replica on replica.id = binding.replica_id join region on region.id = replica.region_id
    where binding.bound_at < ${to} and (binding.unbound_at is null or binding.unbound_at > ${from})
    order by binding.id`;
  const replicas = Map.groupBy(names.keys(), (replica) => `${names.get(replica)?.id}/${replica.region}`);
  return rows.flatMap((row) =>
    (replicas.get(`${row.registry_id}/${row.region}`) ?? []).map((replica) => ({
      replica,
      stampId: row.stamp_id,
      boundAtMs: row.bound_at.getTime(),
      unboundAtMs: row.unbound_at?.getTime() ?? null,
    })),
  );
}

/** Up to where each pool's history is stored: the minute after its last load row, by pool id. */
export async function loadStoredUntil(
  db: Transaction,
  fromMinute: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await db.$queryRaw<{ pool: number; last: number }[]>`
    select pool, max(minute) as last from telemetry.load_minute where minute >= ${fromMinute} group by pool`;
  return new Map(rows.map((row) => [row.pool, row.last + 1]));
}

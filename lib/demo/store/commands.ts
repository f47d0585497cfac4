import type { DatabaseClient, Transaction } from "../../db/client.ts";
import type { Telemetry } from "../../telemetry/commands.ts";
import { storeLoad } from "../../telemetry/load/commands.ts";
import { LoadBatch } from "../../telemetry/load/loadBatch.ts";
import {
  DEMO_SETTING,
  type DemoState,
  type RegistryNames,
  type StoredPool,
  type StoredRegistry,
} from "../queries.ts";
import type { RenderedPool } from "../render.ts";

/** Who the demo's samples come from, as Data health shows it. */
export const DEMO_SOURCE = "demo feeder";

/** Stores many minutes of a pool in packed form: nodes first, load after it, so that load that is there means both are. */
export async function storePacked(
  { client, telemetry, names }: { client: DatabaseClient; telemetry: Telemetry; names: RegistryNames },
  pool: StoredPool,
  rendered: RenderedPool,
): Promise<void> {
  await telemetry.names.learnNodes(new Map([[pool.id, new Set(rendered.nodes)]]), rendered.fromMinute);
  const slots = telemetry.names.current().pool(pool.id)?.slots;
  const nodes = rendered.nodes.map((node) => {
    const slot = slots?.get(node);
    if (slot === undefined) throw new Error(`node ${node} of pool ${pool.id} was given no slot`);
    return slot;
  });
  await telemetry.cpu.storePacked({
    pool: pool.id,
    fromMinute: rendered.fromMinute,
    fromSecond: 0,
    stepSeconds: 60,
    slots: Int32Array.from(nodes),
    values: rendered.cpu,
  });
  await storeLoad(client.pools.ingest, batchOf(pool, rendered, names));
}

/** What was asked of the pool, minute by minute; a registry that asked nothing has no row. */
function batchOf(pool: StoredPool, rendered: RenderedPool, names: RegistryNames): LoadBatch {
  const batch = new LoadBatch();
  const rows = loadByRegistry(rendered, names);
  const minutes = rendered.cpu[0]?.length ?? 0;
  for (let at = 0; at < minutes; at++) {
    for (const { registry, requests, bytes } of rows) {
      const asked = requests[at] ?? 0;
      if (asked === 0) continue;
      const minute = rendered.fromMinute + at;
      batch.add({ pool: pool.id, minute, registry: registry.id, requests: asked, bytes: bytes[at] ?? 0 });
    }
  }
  return batch;
}

interface RegistryLoad {
  readonly registry: StoredRegistry;
  readonly requests: Float64Array;
  readonly bytes: Float64Array;
}

/** Load by the registries that the inventory has now: what was merged reports as one. */
export function loadByRegistry(rendered: RenderedPool, names: RegistryNames): RegistryLoad[] {
  const rows = new Map<number, RegistryLoad>();
  for (const { replica, requests, bytes } of rendered.load) {
    const registry = names.get(replica);
    if (registry === undefined) continue;
    const known = rows.get(registry.id);
    rows.set(registry.id, {
      registry,
      requests:
        known === undefined ? requests : requests.map((asked, at) => asked + (known.requests[at] ?? 0)),
      bytes: known === undefined ? bytes : bytes.map((sent, at) => sent + (known.bytes[at] ?? 0)),
    });
  }
  return [...rows.values()];
}

/** Remembers where the demo stands. No policy of anybody's: it is not audited. */
export async function writeDemoState(tx: Transaction, state: DemoState): Promise<void> {
  const scope = { key: DEMO_SETTING, region: "", poolKind: "" };
  await tx.setting.upsert({
    where: { key_region_poolKind: scope },
    create: { ...scope, value: state, updatedBy: "demo" },
    update: { value: state, updatedAt: new Date(), updatedBy: "demo" },
  });
}

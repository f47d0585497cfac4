import type { MinuteWindow } from "../../core/index.ts";
import { MINUTES_PER_HOUR } from "../../core/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { ensurePartitions } from "../../db/partitions.ts";
import { Telemetry } from "../../telemetry/index.ts";
import { encodeLoad } from "../../telemetry/load/loadRow.ts";
import {
  firstRegistryOf,
  nameRegistry,
  nameScaleNode,
  nameStamp,
  SCALE_POOLS,
  type ScaleFleet,
} from "./scaleFleet.ts";
import { cpuAt, loadAt } from "./scaleSeries.ts";

/** Pools that history is filled in of, by the number of their stamp. */
export interface Stretch {
  readonly fleet: ScaleFleet;
  readonly fromStamp: number;
  readonly toStamp: number;
  readonly window: MinuteWindow;
}

interface PlacedPool {
  readonly id: number;
  readonly stamp: number;
  /** Which of the stamp's pools. */
  readonly at: number;
}

const LANES = 4;
/** Rows lie on disk in the order of writing: a few hours of a pool together, as a file that is brought in would. */
const BLOCK_MINUTES = 4 * MINUTES_PER_HOUR;

/** Writes the node samples of a stretch by the writer of packed bodies. Gives how many. */
export async function fillCpu(client: DatabaseClient, stretch: Stretch): Promise<number> {
  const { fleet, window } = stretch;
  const pools = await listPools(client, stretch);
  const telemetry = new Telemetry(client.pools.ingest, Date.now);
  await telemetry.names.refresh();
  const names = new Set(Array.from({ length: fleet.nodesPerPool }, (_, node) => nameScaleNode(node)));
  await telemetry.names.learnNodes(new Map(pools.map(({ id }) => [id, names])), window.fromMinute);
  const slots = Int32Array.from(names.keys(), (_, node) => node);
  for (let from = window.fromMinute; from < window.toMinute; from += BLOCK_MINUTES) {
    const minutes = Math.min(BLOCK_MINUTES, window.toMinute - from);
    let next = 0;
    const lane = async () => {
      for (let pool = pools[next++]; pool !== undefined; pool = pools[next++]) {
        const number = pool.stamp * SCALE_POOLS.length + pool.at;
        const values = Array.from(slots, (node) =>
          Int16Array.from({ length: minutes }, (_, at) => cpuAt(number, node, from + at)),
        );
        const head = { pool: pool.id, fromMinute: from, fromSecond: 0, stepSeconds: 60 };
        await telemetry.cpu.storePacked({ ...head, slots, values });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }
  return pools.length * fleet.nodesPerPool * (window.toMinute - window.fromMinute);
}

/** Writes the registry load of a stretch, minute after minute, as it would have come. Gives how many points. */
export async function fillLoad(client: DatabaseClient, stretch: Stretch): Promise<number> {
  const { fromMinute, toMinute } = stretch.window;
  const pools = await listPools(client, stretch);
  const registries = await listRegistries(client);
  await ensurePartitions(client.pools.ingest, "load_minute", fromMinute, toMinute);
  let points = 0;
  for (let minute = fromMinute; minute < toMinute; minute++) {
    const entries = pools.map((pool) => {
      const load = loadOfPool(stretch.fleet, { pool, minute, registries });
      points += load.size;
      return Buffer.from(encodeLoad(load));
    });
    await client.pools.ingest.query(
      `insert into telemetry.load_minute (pool, minute, entries)
         select pool, $2, entries from unnest($1::int[], $3::bytea[]) as row (pool, entries)`,
      [pools.map(({ id }) => id), minute, entries],
    );
  }
  return points;
}

function loadOfPool(
  fleet: ScaleFleet,
  asked: { pool: PlacedPool; minute: number; registries: ReadonlyMap<string, number> },
) {
  const { pool, minute, registries } = asked;
  const load = new Map<number, { requests: number; bytes: number }>();
  const to = firstRegistryOf(fleet, pool.stamp + 1);
  for (let registry = firstRegistryOf(fleet, pool.stamp); registry < to; registry++) {
    const id = registries.get(nameRegistry(registry));
    if (id !== undefined) load.set(id, loadAt(registry, pool.at, minute));
  }
  return load;
}

async function listPools(
  client: DatabaseClient,
  { fleet, fromStamp, toStamp }: Stretch,
): Promise<PlacedPool[]> {
  const { rows } = await client.pools.read.query<{ id: number; stamp: string; pool: string }>(
    "select pool.id, stamp.name as stamp, pool.name as pool from pool join stamp on stamp.id = pool.stamp_id order by pool.id",
  );
  const stamps = new Map(
    Array.from({ length: toStamp - fromStamp }, (_, at) => [
      nameStamp(fleet, fromStamp + at),
      fromStamp + at,
    ]),
  );
  return rows.flatMap(({ id, stamp, pool }) => {
    const number = stamps.get(stamp);
    const at = (SCALE_POOLS as readonly string[]).indexOf(pool);
    return number === undefined || at < 0 ? [] : [{ id, stamp: number, at }];
  });
}

async function listRegistries(client: DatabaseClient): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.pools.read.query<{ id: number; name: string }>(
    "select id, name from registry",
  );
  return new Map(rows.map(({ id, name }) => [name, id]));
}

import { z } from "zod";
import {
  cutPage,
  KEY_SEPARATOR,
  MINUTES_PER_HOUR,
  MOST_ITEMS,
  minuteOf,
  pagingSchema,
  readCursor,
} from "../../core/index.ts";
import type { FleetPool, FleetReplica } from "../../fleet/index.ts";
import { loadReplicas } from "../../fleet/queries.ts";
import type { MeasureSource } from "../../hotness/queries.ts";
import { sumLoad } from "../../telemetry/load/queries.ts";
import { answerLoadWindow, type ListedLoad, listReplica, type RegistryList } from "./registryList.ts";

export const registryListQuerySchema = pagingSchema.extend({
  region: z.string().max(200).optional(),
  stamp: z.string().max(200).optional().describe("home stamp"),
  tenant: z.string().max(200).optional(),
});

/** Of more pools than this an hour of load is too much to read for a list. */
const MOST_POOLS = 400;

/** `GET /api/v1/registries`: every registry and region where it has a home, with its load of the last hour. */
export async function listRegistries(
  source: Pick<MeasureSource, "database" | "shape">,
  query: z.output<typeof registryListQuerySchema>,
  nowMs: number,
): Promise<RegistryList> {
  const { region, stamp, tenant, limit = MOST_ITEMS } = query;
  const filter = { region, stamp, tenant, after: keyAfter(query.cursor), most: limit + 1 };
  const [replicas, { pools }] = await Promise.all([
    loadReplicas(source.database.prisma, filter),
    source.shape.current(),
  ]);
  const keyOf = ({ registry, region }: FleetReplica) => registry + KEY_SEPARATOR + region;
  const { items, nextCursor } = cutPage(replicas, keyOf, limit);
  const load = await readLoad(source, { pools, replicas: items, nowMs });
  return {
    loadWindow: answerLoadWindow(load),
    registries: items.map((replica) => listReplica(replica, load)),
    nextCursor,
  };
}

/** Registry and region of the cursor, as the database compares them: a name holds no NUL, and the database takes none. */
function keyAfter(cursor: string | undefined): readonly [string, string] | null {
  const key = readCursor(cursor);
  if (key === null) return null;
  const [registry = "", region = ""] = key.replaceAll("\0", "").split(KEY_SEPARATOR, 2);
  return [registry, region];
}

/** The last hour of the pools of these replicas' homes; null where those are too many. */
async function readLoad(
  source: Pick<MeasureSource, "database">,
  asked: {
    readonly pools: readonly FleetPool[];
    readonly replicas: readonly FleetReplica[];
    readonly nowMs: number;
  },
): Promise<ListedLoad | null> {
  const homes = new Set(asked.replicas.map(({ homeStampId }) => homeStampId));
  const pools = asked.pools.filter(({ stampId }) => homes.has(stampId));
  if (pools.length > MOST_POOLS) return null;
  const toMinute = minuteOf(asked.nowMs);
  const window = { fromMinute: toMinute - MINUTES_PER_HOUR, toMinute };
  const ids = pools.map(({ id }) => id);
  return {
    window,
    poolsOf: Map.groupBy(pools, ({ stampId }) => stampId),
    sums: await sumLoad(source.database.pools.read, ids, window),
  };
}

import { z } from "zod";
import { KEY_SEPARATOR, MINUTES_PER_HOUR, minuteOf, pagingSchema, takePage } from "../../core/index.ts";
import { type Fleet, type FleetReplica, loadFleet } from "../../fleet/index.ts";
import type { MeasureSource } from "../../hotness/queries.ts";
import { sumLoad } from "../../telemetry/load/queries.ts";
import { answerLoadWindow, type ListedLoad, listReplica, type RegistryList } from "./registryList.ts";

export const registryListQuerySchema = pagingSchema.extend({
  region: z.string().optional(),
  stamp: z.string().optional().describe("home stamp"),
  tenant: z.string().optional(),
});

/** Of more pools than this an hour of load is too much to read for a list. */
const MOST_POOLS = 400;

/** `GET /api/v1/registries`: every registry and region where it has a home, with its load of the last hour. */
export async function listRegistries(
  source: Pick<MeasureSource, "database">,
  query: z.output<typeof registryListQuerySchema>,
  nowMs: number,
): Promise<RegistryList> {
  const fleet = await loadFleet(source.database.prisma);
  const chosen = fleet.replicas.filter(
    ({ region, homeStamp, tenant }) =>
      (query.region === undefined || region === query.region) &&
      (query.stamp === undefined || homeStamp === query.stamp) &&
      (query.tenant === undefined || tenant === query.tenant),
  );
  const keyOf = ({ registry, region }: FleetReplica) => registry + KEY_SEPARATOR + region;
  const { items, nextCursor } = takePage(chosen, keyOf, query);
  const load = await readLoad(source, { fleet, replicas: items, nowMs });
  return {
    loadWindow: answerLoadWindow(load),
    registries: items.map((replica) => listReplica(replica, load)),
    nextCursor,
  };
}

/** The last hour of the pools of these replicas' homes; null where those are too many. */
async function readLoad(
  source: Pick<MeasureSource, "database">,
  asked: { readonly fleet: Fleet; readonly replicas: readonly FleetReplica[]; readonly nowMs: number },
): Promise<ListedLoad | null> {
  const homes = new Set(asked.replicas.map(({ homeStampId }) => homeStampId));
  const pools = asked.fleet.pools.filter(({ stampId }) => homes.has(stampId));
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

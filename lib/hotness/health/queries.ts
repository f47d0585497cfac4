import { MINUTES_PER_DAY, minuteOf } from "../../core/index.ts";
import { FLEET_SCOPE, resolveSetting, resolveSettings } from "../../fleet/index.ts";
import { readLatestMinutes } from "../../telemetry/cpu/queries.ts";
import {
  readIntakeCounts,
  readKnownBefore,
  readStoppedNodes,
  readStorage,
} from "../../telemetry/intake/queries.ts";
import { type MeasureSource, readScope } from "../queries.ts";
import { latestDataMinute } from "../slicePoolWindow.ts";
import type { FleetHealth } from "./fleetHealth.ts";
import { poolHealth, sortByConcern } from "./poolHealth.ts";

/** Looks at the last 24 hours of every pool, or of one region's. Senders, refusals and storage are of the whole fleet. */
export async function readFleetHealth(
  source: MeasureSource,
  asked: { readonly region?: string | undefined; readonly nowMs: number },
): Promise<FleetHealth> {
  const nowMinute = minuteOf(asked.nowMs);
  const window = { fromMinute: nowMinute - MINUTES_PER_DAY, toMinute: nowMinute };
  const database = source.database.pools.read;
  const [{ pools, overrides }, shape, counts] = await Promise.all([
    readScope(source, { region: asked.region }),
    source.shape.current(),
    readIntakeCounts(database),
  ]);
  const retention = resolveSetting(overrides, "retention", FLEET_SCOPE);
  const storage = await readStorage(database, { nowMinute, retention });
  const ids = pools.map(({ id }) => id);
  // The running minute too: what has arrived in it says that the pool is not silent.
  const [windows, recent] = await source.hours.readAll(ids, [
    window,
    { fromMinute: nowMinute, toMinute: nowMinute + 1 },
  ]);
  const quiet = ids.filter((id) => {
    const own = windows?.get(id);
    return own === undefined || latestDataMinute(own) === null;
  });
  const [knownBefore, stopped, latest] = await Promise.all([
    readKnownBefore(database, ids, window.fromMinute),
    readStoppedNodes({ database, nodeNames: source.nodeNames }, ids, window),
    readLatestMinutes(database, quiet),
  ]);
  const planned = new Set(shape.stamps.filter((stamp) => stamp.planned).map(({ name }) => name));
  const intakeOf = Map.groupBy(counts.pools, ({ pool }) => pool);
  const judged = pools.map((pool) => {
    const own = windows?.get(pool.id) ?? null;
    const running = recent?.get(pool.id);
    return poolHealth(
      {
        pool,
        isPlanned: planned.has(pool.stamp),
        window: own,
        hadDataBefore: knownBefore.has(pool.id),
        lastMinute:
          (running === undefined ? null : latestDataMinute(running)) ??
          (own === null ? null : latestDataMinute(own)) ??
          latest.get(pool.id) ??
          null,
        stopped: stopped.get(pool.id) ?? [],
        intake: intakeOf.get(pool.id) ?? [],
        nowMinute,
      },
      resolveSettings(overrides, { region: pool.region, poolKind: pool.kind }),
      counts.pools,
    );
  });
  const { sources, rejections } = counts;
  return { window, pools: sortByConcern(judged), intake: { sources, rejections }, storage };
}

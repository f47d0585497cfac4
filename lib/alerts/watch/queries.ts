import { minuteOf } from "../../core/index.ts";
import { SIGNAL_SEVERITIES } from "../../fleet/index.ts";
import { latestDataMinute, measureCoverage, slicePoolWindow } from "../../hotness/index.ts";
import { type MeasureSource, measuredOnce, measureFleet } from "../../hotness/queries.ts";
import { readLatestMinutes } from "../../telemetry/cpu/queries.ts";
import type { PoolWindow } from "../../telemetry/types.ts";
import type { FleetReadings, OpenSignal } from "./subjects.ts";

/** How far back coverage is asked for. */
const COVERED_MINUTES = 60;

/** Everything that rules look at, read once for all of them. */
export async function readFleetReadings(given: MeasureSource, nowMs: number): Promise<FleetReadings> {
  const source = measuredOnce(given);
  const asked = { filter: {}, nowMs };
  const peak = await measureFleet(source, { ...asked, request: { kind: "peak" } });
  const hour = await measureFleet(source, { ...asked, request: { kind: "last", minutes: COVERED_MINUTES } });
  const windows = new Map(hour.pools.map(({ pool, window }) => [pool.id, window]));
  const silent = hour.pools.filter(({ window }) => latestDataMinute(window) === null);
  const ids = silent.map(({ pool }) => pool.id);
  const stored =
    ids.length === 0 ? new Map<number, number>() : await readLatestMinutes(source.database.pools.read, ids);
  const { stamps } = await source.shape.current();
  return {
    pools: peak.pools.map(({ pool, measures, settings }) => {
      const window = windows.get(pool.id) ?? null;
      const latest = (window === null ? null : latestDataMinute(window)) ?? stored.get(pool.id) ?? null;
      return {
        region: pool.region,
        stamp: pool.stamp,
        pool: pool.name,
        kind: pool.kind,
        limitPercent: settings.limitP95,
        // Of a pool that is silent, old hours say nothing about today.
        hotNodeP95: measures.stale ? null : measures.hotNodeP95,
        hot15m: measures.now.hot15m,
        staleMinutes: latest === null ? null : Math.max(0, minuteOf(nowMs) - latest - 1),
        coverage: window === null ? null : coverageSinceFirst(window),
      };
    }),
    signals: await readOpenSignals(source, nowMs),
    stamps: stamps.map(({ name, region }) => ({ stamp: name, region })),
  };
}

/** From the first bin with data on: a pool that began, or came back, within the hour has no gap before. */
function coverageSinceFirst(window: PoolWindow): number | null {
  const first = window.hot.findIndex((value) => value >= 0);
  if (first < 0) return null;
  const { fromMinute, toMinute } = window;
  return measureCoverage(slicePoolWindow(window, { fromMinute: fromMinute + first, toMinute })).lesser;
}

async function readOpenSignals(source: MeasureSource, nowMs: number): Promise<readonly OpenSignal[]> {
  const now = new Date(nowMs);
  const rows = await source.database.prisma.signal.findMany({
    where: { from: { lte: now }, OR: [{ to: null }, { to: { gt: now } }] },
    select: {
      severity: true,
      stamp: { select: { name: true, region: { select: { name: true } } } },
      pool: { select: { name: true, kind: true } },
    },
  });
  return rows.map(({ severity, stamp, pool }) => ({
    region: stamp.region.name,
    stamp: stamp.name,
    pool: pool?.name ?? "",
    kind: pool?.kind ?? "",
    grade: SIGNAL_SEVERITIES.indexOf(severity) + 1,
  }));
}

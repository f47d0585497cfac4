import type { EpochMinute } from "../core/index.ts";
import { summarizeInt16 } from "../stats/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { classifyState } from "./classifyState.ts";
import { hotNodeP95 } from "./hotNodeP95.ts";
import { measureCoverage } from "./measureCoverage.ts";
import { measureNow } from "./measureNow.ts";
import { rankHottestNodes } from "./rankHottestNodes.ts";
import { latestDataMinute } from "./slicePoolWindow.ts";
import type { HotnessSettings, NowMeasures, OwnPeak, PoolMeasures, PoolState } from "./types.ts";

export interface MeasureContext {
  /** The minute that is running. */
  readonly nowMinute: EpochMinute;
  /** True for `peak` and `12h`, which are asked whether they are stale; false for a window given by its dates. */
  readonly relative: boolean;
  /** The pool up to and with the running minute, as far back as "over the limit since" shall reach; null = silent. */
  readonly recent: PoolWindow | null;
  /** The pool in its own peak window (`RegionPeak.own`), where the window is the region's peak; null otherwise. */
  readonly ownPeak: PoolWindow | null;
}

const SILENT_NOW: NowMeasures = { hot5m: null, hot15m: null, overSince: null };

/** Every measure of one pool over one window. Definitions: README.md of this folder. */
export function measurePool(
  window: PoolWindow,
  context: MeasureContext,
  settings: HotnessSettings,
): PoolMeasures {
  const p95 = hotNodeP95(window.hot);
  const hot = summarizeInt16(window.hot);
  const average = summarizeInt16(window.average);
  const coverage = measureCoverage(window);
  const stale = context.relative && isStale(context, settings);
  const lastMinute = latestDataMinute(window);
  return {
    pool: window.pool,
    window: { fromMinute: window.fromMinute, toMinute: window.toMinute },
    hotNodeP95: p95,
    max: hot.max === null ? null : hot.max / 100,
    maxAt: hot.maxIndex === null ? null : window.fromMinute + hot.maxIndex,
    average: average.count === 0 ? null : average.sum / average.count / 100,
    hotSpotRatio: average.sum === 0 ? null : hot.sum / hot.count / (average.sum / average.count),
    hottestNode: rankHottestNodes(window.hottest)[0] ?? null,
    nodes: lastMinute === null ? null : (window.expected[lastMinute - window.fromMinute] ?? null),
    state: stateOf(p95, stale || coverage.lesser < settings.coverage.unknownBelow, settings),
    stale,
    limit: settings.limitP95,
    excess: p95 === null ? null : Math.max(0, p95 - settings.limitP95),
    now: context.recent === null ? SILENT_NOW : measureNow(context.recent, context.nowMinute, settings),
    coverage,
    ownPeak: ownPeakOf(context.ownPeak, p95, settings),
  };
}

function stateOf(p95: number | null, untrusted: boolean, settings: HotnessSettings): PoolState {
  return untrusted ? "unknown" : classifyState(p95, settings.thresholds);
}

/** No sample for `staleMinutes` for certain: none in the running minute nor in that many before it. */
function isStale({ recent, nowMinute }: MeasureContext, { staleMinutes }: HotnessSettings): boolean {
  const latest = recent === null ? null : latestDataMinute(recent);
  return latest === null || nowMinute - latest > staleMinutes;
}

function ownPeakOf(own: PoolWindow | null, p95: number | null, settings: HotnessSettings): OwnPeak | null {
  const ownP95 = own === null ? null : hotNodeP95(own.hot);
  if (own === null || ownP95 === null) return null;
  if (p95 !== null && ownP95 - p95 <= settings.ownPeakPoints) return null;
  return { fromMinute: own.fromMinute, toMinute: own.toMinute, hotNodeP95: ownP95 };
}

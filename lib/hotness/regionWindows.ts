import type { EpochMinute, MinuteWindow } from "../core/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { choosePeakWindow, lookBackWindow, type PeakWindow } from "./choosePeakWindow.ts";
import { type WindowRequest, windowOf } from "./parseWindow.ts";
import type { HotnessSettings } from "./types.ts";

/** The hours that a region's numbers speak of. */
export interface RegionWindow extends MinuteWindow {
  readonly region: string;
  /** Of the peak window only: bins with data ÷ bins, 0–1; null for a window that was asked for by its hours. */
  readonly coverage: number | null;
  /** False: no window was covered well enough to be the peak, this is the best covered one. */
  readonly qualifies: boolean;
  /** By pool id, each pool's own peak; empty unless the window is the region's peak. */
  readonly own: ReadonlyMap<number, PeakWindow>;
}

export interface RegionData {
  readonly region: string;
  /** Each pool from the look-back's start to now; pools without data are left out. */
  readonly pools: readonly PoolWindow[];
  readonly settings: HotnessSettings["window"];
}

/** The window of one region for a request; where a peak is asked for and there is no data, the hours just past. */
export function chooseRegionWindow(
  data: RegionData,
  request: WindowRequest,
  nowMinute: EpochMinute,
): RegionWindow {
  const { region, settings } = data;
  if (request.kind !== "peak") {
    return { region, ...windowOf(request, nowMinute), coverage: null, qualifies: true, own: new Map() };
  }
  const lookBack = lookBackWindow(nowMinute, settings);
  const peak = choosePeakWindow(data.pools, lookBack, settings);
  if (peak === null) {
    const trailing = windowOf({ kind: "last", minutes: settings.minutes }, nowMinute);
    return { region, ...trailing, coverage: 0, qualifies: false, own: new Map() };
  }
  const own = new Map(peak.own.flatMap((each, at) => ownEntry(each, data.pools[at])));
  return { region, ...peak.window, coverage: peak.coverage, qualifies: peak.qualifies, own };
}

function ownEntry(peak: PeakWindow | null, pool: PoolWindow | undefined): [number, PeakWindow][] {
  return peak === null || pool === undefined ? [] : [[pool.pool, peak]];
}

/** The least window that holds all of them; null for none. */
export function hullOf(windows: readonly MinuteWindow[]): MinuteWindow | null {
  if (windows.length === 0) return null;
  return {
    fromMinute: Math.min(...windows.map((window) => window.fromMinute)),
    toMinute: Math.max(...windows.map((window) => window.toMinute)),
  };
}

import type { StateThresholds } from "#lib/charts/index.ts";
import type { EpochMinute, MinuteWindow } from "#lib/core/index.ts";
import type { PoolState } from "#lib/hotness/index.ts";
import { type Columns, toColumns } from "../../_components/table/columnar.ts";

/** One pool as the Fleet page shows it. CPU in percent, shares and coverage 0–1; null = no data. */
export interface FleetPoolRow {
  /** `stamp/pool`: the key under which map and table mark the same thing. */
  readonly id: string;
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly state: PoolState;
  readonly isStale: boolean;
  readonly hotNodeP95: number | null;
  readonly max: number | null;
  readonly average: number | null;
  readonly hot5m: number | null;
  readonly hot15m: number | null;
  readonly overSince: EpochMinute | null;
  readonly hotSpotRatio: number | null;
  readonly hottestNode: string | null;
  readonly hottestShare: number | null;
  readonly nodes: number | null;
  readonly limit: number;
  /** Change of the P95 in points against the same hours a day and a week before. */
  readonly trendDay: number | null;
  readonly trendWeek: number | null;
  readonly coverage: number;
  /** The pool's own best window, where it is much hotter than the region's. */
  readonly ownPeakP95: number | null;
  readonly thresholdsIndex: number;
}

const FIELDS: readonly (keyof FleetPoolRow)[] = [
  "id",
  "region",
  "stamp",
  "pool",
  "kind",
  "state",
  "isStale",
  "hotNodeP95",
  "max",
  "average",
  "hot5m",
  "hot15m",
  "overSince",
  "hotSpotRatio",
  "hottestNode",
  "hottestShare",
  "nodes",
  "limit",
  "trendDay",
  "trendWeek",
  "coverage",
  "ownPeakP95",
  "thresholdsIndex",
];

/** The window that a region's numbers speak of. */
export interface RegionWindow extends MinuteWindow {
  readonly region: string;
}

/** What the page is made of, small enough to travel inside it. */
export interface FleetView {
  /** In name order; the heat map's rows stand in the same. */
  readonly pools: Columns<FleetPoolRow>;
  readonly thresholds: readonly StateThresholds[];
  readonly windows: readonly RegionWindow[];
  /** The windows in words. */
  readonly windowText: string;
  /** The windows are chosen peaks, not asked for by their hours. */
  readonly isPeak: boolean;
  readonly readMs: number;
  /** How far back "over the limit since" was looked for. */
  readonly recentFromMinute: EpochMinute;
  /** Start of the newest minute with data; null = there are none. */
  readonly latestDataMs: number | null;
  /** There are data, but none of them in the windows shown. */
  readonly isOutside: boolean;
}

/** The cells of the map, rows as in `FleetView.pools`. */
export interface FleetCells {
  readonly columns: number;
  readonly fromMinute: EpochMinute;
  readonly stepMinutes: number;
  /** Int16, little-endian, base64: `encodeCells`. */
  readonly cells: string;
}

export function packPools(rows: readonly FleetPoolRow[]): Columns<FleetPoolRow> {
  return toColumns(rows, FIELDS);
}

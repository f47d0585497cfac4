import type { FleetPoolRow } from "./fleetView.ts";

export interface FleetSummary {
  readonly pools: number;
  readonly stamps: number;
  /** Over their limit now, furthest over it first, ties by name. */
  readonly overNow: readonly FleetPoolRow[];
  /** Hot or critical by hot-node P95, hottest first. */
  readonly hot: readonly FleetPoolRow[];
  /** P95 over the limit in this window and not over it in the same hours a day before, greatest rise first. */
  readonly becameHot: readonly FleetPoolRow[];
  /** Nothing sent for too long; by name. */
  readonly stale: readonly FleetPoolRow[];
  /** Too little data for a state, though not stale; by name. */
  readonly unknown: readonly FleetPoolRow[];
}

/** What the strip on top of the Fleet page says. Rows in name order. */
export function summarizeFleet(rows: readonly FleetPoolRow[]): FleetSummary {
  const stale = rows.filter((row) => row.isStale);
  return {
    pools: rows.length,
    stamps: new Set(rows.map((row) => row.stamp)).size,
    overNow: rows.filter((row) => row.overSince !== null).sort((one, other) => overBy(other) - overBy(one)),
    hot: rows
      .filter((row) => row.state === "hot" || row.state === "critical")
      .sort((one, other) => (other.hotNodeP95 ?? 0) - (one.hotNodeP95 ?? 0)),
    becameHot: rows.filter(becameHot).sort((one, other) => (other.trendDay ?? 0) - (one.trendDay ?? 0)),
    stale,
    unknown: rows.filter((row) => row.state === "unknown" && !row.isStale),
  };
}

function becameHot(row: FleetPoolRow): boolean {
  if (row.hotNodeP95 === null || row.trendDay === null) return false;
  return row.hotNodeP95 > row.limit && row.hotNodeP95 - row.trendDay <= row.limit;
}

/** Points over the limit in the last 5 minutes. */
function overBy(row: FleetPoolRow): number {
  return (row.hot5m ?? 0) - row.limit;
}

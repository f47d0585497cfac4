import type { ORDERS } from "./fleetParameters.ts";
import type { FleetPoolRow } from "./fleetView.ts";

export interface PoolFilter {
  readonly kind: string;
  /** A state, or `over` = over its limit now, or `stale`; empty = any. */
  readonly state: string;
  /** Words that stamp, pool, region or node must all contain. */
  readonly q: string;
}

/** Whether a pool passes the filter; empty fields let everything pass. */
export function passesFilter(row: FleetPoolRow, filter: PoolFilter): boolean {
  if (filter.kind !== "" && row.kind !== filter.kind) return false;
  if (!passesState(row, filter.state)) return false;
  const text = `${row.stamp} ${row.pool} ${row.region} ${row.hottestNode ?? ""}`.toLowerCase();
  return filter.q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function passesState(row: FleetPoolRow, state: string): boolean {
  if (state === "") return true;
  if (state === "over") return row.overSince !== null;
  if (state === "stale") return row.isStale;
  return row.state === state;
}

/** Indexes of the rows that pass, in the order of the map: hottest P95 first, by name, or by region then heat. */
export function arrangePools(
  rows: readonly FleetPoolRow[],
  filter: PoolFilter,
  order: (typeof ORDERS)[number],
): number[] {
  const heat = (index: number) => rows[index]?.hotNodeP95 ?? Number.NEGATIVE_INFINITY;
  const byName = (one: number, other: number) =>
    (rows[one]?.id ?? "").localeCompare(rows[other]?.id ?? "", "en", { numeric: true });
  const byHeat = (one: number, other: number) => compare(heat(other), heat(one)) || byName(one, other);
  const byRegion = (one: number, other: number) =>
    (rows[one]?.region ?? "").localeCompare(rows[other]?.region ?? "", "en", { numeric: true }) ||
    byHeat(one, other);
  const compareBy = { heat: byHeat, name: byName, region: byRegion }[order];
  return rows.flatMap((row, index) => (passesFilter(row, filter) ? [index] : [])).sort(compareBy);
}

/** Subtraction would make NaN of two pools without data. */
function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

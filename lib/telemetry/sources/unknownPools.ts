import type { Place } from "./resolveSeries.ts";

/** Pools that are named and that the inventory does not have, by stamp and pool. */
export type UnknownPools = ReadonlyMap<string, Place>;

/** Beyond this many of one body nobody meant them. */
const MOST_UNKNOWN = 1_000;

export function noteUnknown(unknown: Map<string, Place>, { region, stamp, pool }: Place): void {
  if (unknown.size < MOST_UNKNOWN) unknown.set(`${stamp}\n${pool}`, { region, stamp, pool });
}

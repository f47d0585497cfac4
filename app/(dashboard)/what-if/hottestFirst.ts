import type { Destination } from "./whatIfView.ts";

/** Points by which the hottest pool of a stamp is over its limit; negative: under it, −100 where nothing was measured. */
export function excessOf({ pools }: Destination): number {
  return pools.reduce(
    (most, { hotNodeP95, limit }) => (hotNodeP95 === null ? most : Math.max(most, hotNodeP95 - limit)),
    -100,
  );
}

/** Stamps by how far they are over their limits; equals in their order. */
export function hottestFirst(stamps: readonly Destination[]): Destination[] {
  return stamps.toSorted((one, other) => excessOf(other) - excessOf(one));
}

/** How much a piece of each kind is worth, and how many of it there are. Kinds are those of `sizes`, of any order. */
export interface Worths {
  readonly sizes: readonly number[];
  readonly counts: ArrayLike<number>;
  readonly capacity: number;
  readonly worths: ArrayLike<number>;
}

/** Pieces per kind, of the kinds that there are any of, and their worth. */
export interface Fill {
  readonly kinds: readonly number[];
  readonly pieces: readonly number[];
  readonly worth: number;
}

/** More steps than this are not gone; then nothing is known of the most a fill may be worth. */
const MOST_STEPS = 300_000;

/**
 * The fill of one machine that is worth most: a knapsack with so many pieces of each kind, by branch and bound, the
 * worth per load first. Whole worths are added up exactly. Null where it takes too many steps.
 */
export function bestFill({ sizes, counts, capacity, worths }: Worths): Fill | null {
  const kinds = sizes.flatMap((size, kind) =>
    (worths[kind] ?? 0) > 0 && (counts[kind] ?? 0) > 0 && size <= capacity ? [kind] : [],
  );
  const density = (kind: number) => (worths[kind] ?? 0) / Math.max(1e-9, sizes[kind] ?? 0);
  kinds.sort((one, other) => density(other) - density(one) || one - other);
  const size = Float64Array.from(kinds, (kind) => sizes[kind] ?? 0);
  const worth = Float64Array.from(kinds, (kind) => worths[kind] ?? 0);
  const most = Int32Array.from(kinds, (kind) => counts[kind] ?? 0);
  const taken = new Int32Array(kinds.length);
  let best = new Int32Array(kinds.length);
  let bestWorth = 0;
  let steps = 0;
  const extend = (from: number, gap: number, sum: number): void => {
    if (sum > bestWorth) {
      bestWorth = sum;
      best = taken.slice();
    }
    for (let at = from; at < kinds.length && steps <= MOST_STEPS; at++) {
      const own = size[at] ?? 0;
      const value = worth[at] ?? 0;
      // What is left can be worth no more than all of it filled with the densest.
      if (sum + (gap * value) / Math.max(1e-9, own) <= bestWorth) return;
      if (own > gap) continue;
      steps++;
      const copies = Math.min(most[at] ?? 0, own > 0 ? Math.floor(gap / own) : (most[at] ?? 0));
      for (let copy = copies; copy > 0; copy--) {
        taken[at] = copy;
        extend(at + 1, gap - copy * own, sum + copy * value);
      }
      taken[at] = 0;
    }
  };
  extend(0, capacity, 0);
  if (steps > MOST_STEPS) return null;
  const used = kinds.flatMap((_, at) => ((best[at] ?? 0) > 0 ? [at] : []));
  return {
    kinds: used.map((at) => kinds[at] ?? 0),
    pieces: used.map((at) => best[at] ?? 0),
    worth: bestWorth,
  };
}

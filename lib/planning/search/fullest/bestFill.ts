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

const MOST_STEPS = 1_000_000;

/** A fill that is worth most, and those that were the best until a better one was found. */
export interface BestFills {
  readonly best: Fill;
  readonly passed: readonly Fill[];
  /** False where there may be better ones: it took too many steps to look at all. */
  readonly complete: boolean;
}

/**
 * The fill of one machine that is worth most: a knapsack with so many pieces of each kind, by branch and bound, the
 * worth per load first. Whole worths are added up exactly.
 */
export function bestFill({ sizes, counts, capacity, worths }: Worths): BestFills {
  const kinds = sizes.flatMap((size, kind) =>
    (worths[kind] ?? 0) > 0 && (counts[kind] ?? 0) > 0 && size <= capacity ? [kind] : [],
  );
  const density = (kind: number) => (worths[kind] ?? 0) / Math.max(1e-9, sizes[kind] ?? 0);
  kinds.sort((one, other) => density(other) - density(one) || one - other);
  const size = Float64Array.from(kinds, (kind) => sizes[kind] ?? 0);
  const worth = Float64Array.from(kinds, (kind) => worths[kind] ?? 0);
  const most = Int32Array.from(kinds, (kind) => counts[kind] ?? 0);
  const taken = new Int32Array(kinds.length);
  const found: Int32Array[] = [taken.slice()];
  const foundWorths = [0];
  let bestWorth = 0;
  let steps = 0;
  const extend = (from: number, gap: number, sum: number): void => {
    if (sum > bestWorth) {
      bestWorth = sum;
      found.push(taken.slice());
      foundWorths.push(sum);
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
  const fills = found.map((pieces, place): Fill => {
    const used = kinds.flatMap((_, at) => ((pieces[at] ?? 0) > 0 ? [at] : []));
    return {
      kinds: used.map((at) => kinds[at] ?? 0),
      pieces: used.map((at) => pieces[at] ?? 0),
      worth: foundWorths[place] ?? 0,
    };
  });
  const best = fills.pop() ?? { kinds: [], pieces: [], worth: 0 };
  return { best, passed: fills, complete: steps <= MOST_STEPS };
}

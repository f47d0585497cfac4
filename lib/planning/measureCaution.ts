import { simulateMoves } from "../simulation/simulateMoves.ts";
import type { SimulationInput } from "../simulation/types.ts";
import type { Step } from "./assessSteps.ts";
import type { PlacedMove } from "./simulatePrefixes.ts";
import { estimateOf } from "./stepPool.ts";

/** Moves until a plan has done what it is for; null = it relieves no pool that is over its limit, or that cannot be told. */
export interface Caution {
  readonly smallestFirst: number | null;
  readonly largestFirst: number | null;
}

export interface CautionInput {
  readonly input: Omit<SimulationInput, "phases">;
  /** In running order, with what each step does. */
  readonly moves: readonly PlacedMove[];
  readonly steps: readonly Step[];
  /** The same moves, the largest first. */
  readonly largestFirst: readonly PlacedMove[];
}

/** Rounding of projections, in points. */
const ROUNDING = 0.01;

/**
 * How many moves it takes until every pool that the plan relieves is under its limit, or at the least excess that the plan
 * leaves it with: in the plan's order, and largest first. The difference is the price of caution. A pool counts that was
 * over its limit, and that only loses: taking load off it never heats it, so that the first sufficient prefix is found by
 * halving.
 */
export function measureCaution({ input, moves, steps, largestFirst }: CautionInput): Caution {
  const reached = new Set(moves.map(({ to }) => to));
  const goals = goalsOf(steps, reached);
  if (goals === null || goals.size === 0) return { smallestFirst: null, largestFirst: null };
  return {
    smallestFirst: countUntil(moves.length, (count) => isDone(latestOf(steps.slice(0, count)), goals)),
    largestFirst: countUntil(moves.length, (count) =>
      isDone(heatAfter(input, largestFirst.slice(0, count)), goals),
    ),
  };
}

type Heat = ReadonlyMap<string, number | null>;

/** What each relieved pool has to come to. Null where that cannot be told of one. */
function goalsOf(steps: readonly Step[], reached: ReadonlySet<string>): ReadonlyMap<string, number> | null {
  const goals = new Map<string, number>();
  const end = latestOf(steps);
  for (const { pools } of steps) {
    for (const { stamp, pool, limit, measured } of pools) {
      if (reached.has(stamp) || measured === null || measured <= limit) continue;
      const last = end.get(keyOf(stamp, pool)) ?? null;
      if (last === null) return null;
      // What the plan leaves as hot as it was is none that it relieves.
      if (last > measured - ROUNDING) continue;
      goals.set(keyOf(stamp, pool), Math.max(limit, last) + ROUNDING);
    }
  }
  return goals;
}

function latestOf(steps: readonly Step[]): Heat {
  return new Map(
    steps.flatMap(({ pools }) => pools.map(({ stamp, pool, after }) => [keyOf(stamp, pool), after] as const)),
  );
}

function heatAfter(input: CautionInput["input"], moves: readonly PlacedMove[]): Heat {
  const { pools } = simulateMoves({ ...input, phases: [{ moves }] });
  return new Map(
    pools.map(({ stamp, pool, after }) => [keyOf(stamp, pool), estimateOf(after)?.value ?? null] as const),
  );
}

/** A pool that no move has touched yet is as it was measured: over its limit. */
function isDone(heat: Heat, goals: ReadonlyMap<string, number>): boolean {
  return [...goals].every(([key, goal]) => (heat.get(key) ?? Number.POSITIVE_INFINITY) <= goal);
}

/** The least count in 0..most for which it holds, given that it goes on holding. Null where it holds for none. */
function countUntil(most: number, holds: (count: number) => boolean): number | null {
  let low = 0;
  let high = most;
  if (!holds(most)) return null;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function keyOf(stamp: string, pool: string): string {
  return JSON.stringify([stamp, pool]);
}

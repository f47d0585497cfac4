import type { PoolFlag, PrefixPool, SimulationInput } from "../simulation/types.ts";
import { type BrokenRule, judgeStep, type SteppedPool } from "./judgeStep.ts";
import { type PlacedMove, simulatePrefixes } from "./simulatePrefixes.ts";
import { estimateOf, stepPool } from "./stepPool.ts";

/** Of a stamp, the pool that comes to the highest hot-node P95 with a step; percent, null = cannot be had. */
export interface StepEnd {
  readonly pool: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What one move does, after all before it. */
export interface Step {
  /** Null where a stamp has no pool. */
  readonly source: StepEnd | null;
  readonly destination: StepEnd | null;
  readonly flags: readonly PoolFlag[];
  readonly broken: BrokenRule | null;
  readonly pools: readonly SteppedPool[];
}

/** What every prefix of a plan comes to, one move more at a time, in the order of the moves: see simulatePrefixes. */
export function assessSteps(
  input: Omit<SimulationInput, "phases">,
  moves: readonly PlacedMove[],
): readonly Step[] {
  const prefixes = simulatePrefixes(input, moves);
  return moves.map(({ from, to }, place): Step => {
    const touched = prefixes[place] ?? [];
    const pools = touched.map(stepPool);
    return {
      source: endOf(touched, from),
      destination: endOf(touched, to),
      flags: [...new Set(touched.flatMap(({ flags }) => flags))],
      broken: judgeStep(pools),
      pools,
    };
  });
}

function endOf(pools: readonly PrefixPool[], stamp: string): StepEnd | null {
  const own = pools.filter((pool) => pool.stamp === stamp);
  const heat = ({ after, before }: PrefixPool) => estimateOf(after)?.value ?? before.hotNodeP95 ?? 0;
  const highest = own.toSorted((a, b) => heat(b) - heat(a))[0];
  if (highest === undefined) return null;
  const after = estimateOf(highest.after);
  return {
    pool: highest.pool,
    before: highest.before.hotNodeP95,
    after: after?.value ?? null,
    low: after?.low ?? null,
    high: after?.high ?? null,
  };
}

import type { SimulationInput } from "../simulation/types.ts";
import type { SteppedPool } from "./judgeStep.ts";
import type { SimulateStep } from "./orderMoves.ts";
import { simulatePrefix, simulatePrefixes } from "./simulatePrefixes.ts";
import { stepPool } from "./stepPool.ts";
import type { ClassifiedMove } from "./types.ts";

/**
 * Single moves, one after the other, as the simulation has them. `likely`: the order that will most likely be asked for;
 * its steps are simulated in advance, one after the other.
 */
export function simulateSteps(
  input: Omit<SimulationInput, "phases">,
  likely: readonly ClassifiedMove[],
): SimulateStep {
  const known = new Map<string, readonly SteppedPool[]>();
  for (const [place, pools] of simulatePrefixes(input, likely).entries())
    known.set(sequenceKey(likely.slice(0, place + 1)), pools.map(stepPool));
  return (before, move) => {
    const key = sequenceKey([...before, move]);
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const pools = simulatePrefix(input, { before, moves: [move] }).map(stepPool);
    known.set(key, pools);
    return pools;
  };
}

/** Which moves were made before does matter, in which order does not; the last one cuts over. */
function sequenceKey(moves: readonly ClassifiedMove[]): string {
  const names = moves.map(({ registry, to }) => JSON.stringify([registry, to]));
  return [names.slice(0, -1).sort().join(), names.at(-1)].join("|");
}

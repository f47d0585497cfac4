import { RegionWalk } from "./regionWalk.ts";
import type { Move, Simulation, SimulationInput } from "./types.ts";

/**
 * What moves do to every pool of a region: see projectPool for one pool. Phases add up; a pool that no move touches has
 * exactly what was measured. Moves must name registries with a home in `homes` and stamps among `pools` and `planned`;
 * others change nothing, so refuse them before.
 */
export function simulateMoves(input: SimulationInput): Simulation {
  const walk = new RegionWalk(input);
  let before: readonly Move[] = [];
  const phases = input.phases.map(({ moves }) => {
    const pools = walk.phase({ before, moves });
    before = [...before, ...moves];
    return { pools };
  });
  return { pools: walk.poolsAfter(before), phases };
}

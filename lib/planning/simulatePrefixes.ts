import { RegionWalk, type WalkStep } from "../simulation/regionWalk.ts";
import type { PrefixPool, SimulationInput } from "../simulation/types.ts";

/** A move in its place. */
export interface PlacedMove {
  readonly registry: string;
  readonly from: string;
  readonly to: string;
}

type Region = Omit<SimulationInput, "phases">;
/** After each move, the pools of the two stamps that it touches. */
type Prefixes = readonly (readonly PrefixPool[])[];

interface Asked {
  readonly walk: RegionWalk;
  readonly prefixes: Map<string, Prefixes>;
}

const asked = new WeakMap<Region, Asked>();

function askedOf(input: Region): Asked {
  const known = asked.get(input) ?? { walk: new RegionWalk(input), prefixes: new Map<string, Prefixes>() };
  asked.set(input, known);
  return known;
}

/**
 * Every prefix of a sequence of moves, as the simulation has it: a move costs what it costs alone, however many went
 * before it. Remembered for as long as the region that was handed in is.
 */
export function simulatePrefixes(input: Region, moves: readonly PlacedMove[]): Prefixes {
  const { walk, prefixes: known } = askedOf(input);
  const key = JSON.stringify(moves.map(({ registry, to }) => [registry, to]));
  const before = known.get(key);
  if (before !== undefined) return before;
  const prefixes = moves.map((move, place) => walk.prefix({ before: moves.slice(0, place), moves: [move] }));
  known.set(key, prefixes);
  return prefixes;
}

/** One such prefix by itself: moves after moves that were made before. */
export function simulatePrefix(input: Region, step: WalkStep): readonly PrefixPool[] {
  return askedOf(input).walk.prefix(step);
}

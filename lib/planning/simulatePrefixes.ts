import { simulateMoves } from "../simulation/simulateMoves.ts";
import type { PhasePool, SimulationInput } from "../simulation/types.ts";
import { judgeStep } from "./judgeStep.ts";
import { estimateOf, stepPool } from "./stepPool.ts";

/** A move in its place. */
export interface PlacedMove {
  readonly registry: string;
  readonly from: string;
  readonly to: string;
}

type Region = Omit<SimulationInput, "phases">;
/** After each move, the pools of the two stamps that it touches. */
type Prefixes = readonly (readonly PhasePool[])[];

/** Plans of so many moves are simulated move by move; a simulation costs the more the more has moved before. */
const EXACT_MOVES = 64;
/** In longer ones, so many moves that together change no pool by more than this (points) share one simulation. */
const RUN_MOVES = 16;
const FLAT_POINTS = 0.1;

const kept = new WeakMap<Region, Map<string, Prefixes>>();

/**
 * Every prefix of a sequence of moves, as the simulation has it. In long sequences a run of moves that safely changes no
 * pool by more than a tenth of a point is told as it stands at its end, with the load of all of them on both ends: what
 * comes is told no cooler, and nothing is told safe that is not, since load that only comes or only goes lets no pool
 * leave what it was before the run and is after it. Remembered for as long as the region that was handed in is.
 */
export function simulatePrefixes(input: Region, moves: readonly PlacedMove[]): Prefixes {
  const known = kept.get(input) ?? new Map<string, Prefixes>();
  kept.set(input, known);
  const key = JSON.stringify(moves.map(({ registry, to }) => [registry, to]));
  const before = known.get(key);
  if (before !== undefined) return before;
  const prefixes = moves.length <= EXACT_MOVES ? simulateEach(input, [], moves) : simulateRuns(input, moves);
  known.set(key, prefixes);
  return prefixes;
}

function simulateEach(input: Region, done: readonly PlacedMove[], moves: readonly PlacedMove[]): Prefixes {
  const single = moves.map((move) => ({ moves: [move] }));
  const phases = done.length === 0 ? single : [{ moves: done }, ...single];
  return simulateMoves({ ...input, phases })
    .phases.slice(phases.length - moves.length)
    .map(({ pools }) => pools);
}

function simulateRuns(input: Region, moves: readonly PlacedMove[]): Prefixes {
  const prefixes: (readonly PhasePool[])[] = [];
  const heat = new Map<string, number>();
  for (let start = 0; start < moves.length; start += RUN_MOVES) {
    const done = moves.slice(0, start);
    const run = moves.slice(start, start + RUN_MOVES);
    const whole =
      simulateMoves({ ...input, phases: [{ moves: done }, { moves: run }] }).phases[1]?.pools ?? [];
    if (isFlat(whole, heat))
      for (const { from, to } of run)
        prefixes.push(whole.filter(({ stamp }) => stamp === from || stamp === to));
    else prefixes.push(...simulateEach(input, done, run));
    for (const pool of whole) {
      const after = estimateOf(pool.after);
      if (after !== null) heat.set(keyOf(pool), after.value);
    }
  }
  return prefixes;
}

/** Whether a run is safe as a whole, and no pool has changed with it by more than can be left out. */
function isFlat(whole: readonly PhasePool[], heat: ReadonlyMap<string, number>): boolean {
  return (
    judgeStep(whole.map(stepPool)) === null &&
    whole.every((pool) => {
      const after = estimateOf(pool.after)?.value ?? Number.NaN;
      const before = heat.get(keyOf(pool)) ?? pool.before.hotNodeP95 ?? Number.NaN;
      return Math.abs(after - before) <= FLAT_POINTS;
    })
  );
}

function keyOf({ stamp, pool }: PhasePool): string {
  return JSON.stringify([stamp, pool]);
}

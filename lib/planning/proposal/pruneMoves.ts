import type { PlannedStamp, SimulatedPool } from "../../simulation/types.ts";
import { simulateAll, totalExcess } from "./simulateRegion.ts";
import type { ChosenMove, RegionFacts } from "./types.ts";

export interface PruneQuestion {
  readonly facts: RegionFacts;
  readonly given: readonly ChosenMove[];
  readonly planned: readonly PlannedStamp[];
}

/** Points: what gains less by the exact simulation gains nothing. */
const NOTHING = 0.1;

/**
 * The first move that takes nothing off what is over the limits, neither by the middle nor by the high end, exactly simulated;
 * null = each does. Such a one made room, in the search's rougher reckoning, for what would have had it anyhow. Those that
 * leave stamps under their limits are asked first: these have nothing to be relieved of. Those that are `kept` are not asked.
 */
export function findVain(
  question: PruneQuestion,
  moves: readonly ChosenMove[],
  kept: ReadonlySet<ChosenMove>,
): ChosenMove | null {
  const hot = new Set(
    question.facts.pools.filter(({ measures }) => (measures.excess ?? 0) > 0).map(({ stamp }) => stamp),
  );
  const inOrder = [
    ...moves.filter(({ from }) => !hot.has(from)),
    ...moves.filter(({ from }) => hot.has(from)),
  ];
  return inOrder.find((move) => !kept.has(move) && gainOf(question, { move, moves }) < NOTHING) ?? null;
}

/** Points over limits that a move takes off both of its stamps, by the middle or the high end, whichever is more. */
function gainOf(
  { facts, given, planned }: PruneQuestion,
  { move, moves }: { readonly move: ChosenMove; readonly moves: readonly ChosenMove[] },
): number {
  const ends = new Set([move.from, move.to]);
  // What reaches or leaves either stamp; the others are as they are with it and without.
  const near = [...given, ...moves].filter(({ from, to }) => ends.has(from) || ends.has(to));
  const stamps = new Set([...ends, ...near.map(({ from }) => from)]);
  const within = { ...facts, pools: facts.pools.filter(({ stamp }) => stamps.has(stamp)) };
  const used = planned.filter(({ name }) => near.some(({ to }) => to === name));
  const poolsWith = (some: readonly ChosenMove[]): SimulatedPool[] =>
    simulateAll(within, { moves: some, planned: used }).filter(({ stamp }) => ends.has(stamp));
  const before = poolsWith(near.filter((one) => one !== move));
  const after = poolsWith(near);
  const gains = (["value", "high"] as const).map((end) => totalExcess(before, end) - totalExcess(after, end));
  return Math.max(...gains);
}

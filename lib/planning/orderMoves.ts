import { type BrokenRule, judgeStep, type SteppedPool } from "./judgeStep.ts";
import type { ClassifiedMove } from "./types.ts";

/** What one more move does to the pools it touches, after all of `before`. */
export type SimulateStep = (
  before: readonly ClassifiedMove[],
  move: ClassifiedMove,
) => readonly SteppedPool[];

/** A move in its place, with what the pools it touches come to. */
export interface OrderedMove {
  readonly move: ClassifiedMove;
  readonly pools: readonly SteppedPool[];
  /** The rule that this step breaks wherever it is put; null = safe. */
  readonly broken: BrokenRule | null;
  /** Why it goes before smaller ones; null where it does not. */
  readonly ahead: { readonly of: string; readonly because: BrokenRule } | null;
}

/** So many steps that break a rule are looked past for one that does not; a plan that breaks at every step stays in its order. */
const MOST_TRIES = 200;

/**
 * Moves in running order: smallest first among the safe ones (PRODUCT.md, Plans). Where the next smallest would break a
 * rule now, the smallest one that does not goes first, and says of which and why. Where every one that is left breaks a
 * rule, the smallest goes and carries what it breaks. `moves` smallest first.
 */
export function orderMoves(moves: readonly ClassifiedMove[], simulate: SimulateStep): OrderedMove[] {
  const ordered: OrderedMove[] = [];
  const left = [...moves];
  const tries = { left: MOST_TRIES };
  while (left.length > 0) {
    const before = ordered.map(({ move }) => move);
    const next = chooseNext(left, (move) => simulate(before, move), tries);
    left.splice(left.indexOf(next.move), 1);
    ordered.push(next);
  }
  return ordered;
}

function chooseNext(
  left: readonly ClassifiedMove[],
  simulate: (move: ClassifiedMove) => readonly SteppedPool[],
  tries: { left: number },
): OrderedMove {
  let smallest: OrderedMove | null = null;
  for (const move of left) {
    const pools = simulate(move);
    const broken = judgeStep(pools);
    const ahead =
      smallest === null || smallest.broken === null
        ? null
        : { of: smallest.move.registry, because: smallest.broken };
    const candidate: OrderedMove = { move, pools, broken, ahead };
    if (broken === null) return candidate;
    smallest ??= candidate;
    if (tries.left-- <= 0) break;
  }
  if (smallest === null) throw new RangeError("there is no move left to choose");
  return smallest;
}

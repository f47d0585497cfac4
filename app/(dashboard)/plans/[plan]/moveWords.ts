import type { AssessedMove } from "#lib/planning/planAssessment.ts";
import type { PlanMove, PlanPhase } from "#lib/planning/planContent.ts";
import { POOL_FLAGS } from "#lib/simulation/types.ts";
import { flagLabel } from "../../what-if/describeOutcome.ts";
import { describeBroken } from "../planWords.ts";

/** A move as it was decided, with what follows from it. */
export interface MoveRow {
  readonly id: string;
  /** From 1 on, over all phases. */
  readonly number: number;
  readonly move: PlanMove;
  /** Null where it was not assessed. */
  readonly assessed: AssessedMove | null;
}

/** The moves of a phase, in running order. */
export function moveRows(
  phase: PlanPhase,
  assessed: readonly AssessedMove[],
  numberedFrom: number,
): MoveRow[] {
  return phase.moves.map((move, at) => ({
    id: move.registry,
    number: numberedFrom + at,
    move,
    assessed: assessed[at] ?? null,
  }));
}

/** Flags as a cell has room for them; one that is not known says nothing. */
export function flagWords(flags: readonly string[]): string {
  return flags
    .map((flag) => POOL_FLAGS.find((known) => known === flag))
    .flatMap((flag) => (flag === undefined ? [] : flagLabel(flag)))
    .join("; ");
}

/** What has to be known of a move: that it is skipped, that it breaks the plan, another class, flags. */
export function mindWords(move: PlanMove, assessed: AssessedMove | null, phase: PlanPhase): string {
  if (move.skipped !== null) return `skipped: ${move.skipped}`;
  if (assessed === null) return "not assessed";
  const broken = assessed.broken === null ? [] : [`Not safe: ${describeBroken(assessed.broken)}`];
  const other = assessed.class === phase.class ? [] : [`${assessed.class} by the rules`];
  const flags = flagWords(assessed.flags);
  return [...broken, ...other, ...(flags === "" ? [] : [flags])].join("; ");
}

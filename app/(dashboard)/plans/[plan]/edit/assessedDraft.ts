import type { AssessedMove, AssessedPhase, PlanAssessment } from "#lib/planning/planAssessment.ts";
import type { PlanPhase } from "#lib/planning/planContent.ts";
import type { SavedDraft } from "./editorState.ts";

/** What the last save told of each move and phase of a draft. */
export interface AssessedDraft {
  readonly moves: ReadonlyMap<string, AssessedMove>;
  /** By the phase's key: see `phaseKey`. */
  readonly phases: ReadonlyMap<string, AssessedPhase>;
  readonly broken: PlanAssessment["broken"];
  /** By registry. */
  readonly doubts: ReadonlyMap<string, PlanAssessment["doubts"]>;
}

export function assessedDraftOf({ draft, assessment }: SavedDraft): AssessedDraft {
  const phases = new Map<string, AssessedPhase>();
  for (const [at, phase] of draft.phases.entries()) {
    const assessed = assessment.phases[at];
    if (assessed !== undefined) phases.set(phaseKey(phase), assessed);
  }
  return {
    moves: new Map(
      assessment.phases.flatMap(({ moves }) => moves).map((move) => [move.registry, move] as const),
    ),
    phases,
    broken: assessment.broken,
    doubts: Map.groupBy(assessment.doubts, ({ registry }) => registry),
  };
}

/** What the assessment of a phase follows from, besides all that comes before it. */
export function phaseKey({ class: kind, observationHours, notBefore, moves }: PlanPhase): string {
  return JSON.stringify([
    kind,
    observationHours,
    notBefore,
    ...moves.map(({ registry, to, skipped }) => [registry, to, skipped !== null]),
  ]);
}

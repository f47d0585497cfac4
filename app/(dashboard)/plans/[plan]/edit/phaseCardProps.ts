import type { AssessedPhase } from "#lib/planning/planAssessment.ts";
import type { PlanPhase } from "#lib/planning/planContent.ts";
import type { MoveClass } from "#lib/planning/types.ts";
import type { AssessedDraft } from "./assessedDraft.ts";
import type { MoveActions } from "./MoveRow.tsx";
import type { PlanDraft } from "./planDraft.ts";
import type { MoveDrag } from "./useMoveDrag.ts";

/** A phase of a draft, what was told of it, and what can be done with it. */
export interface PhaseCardProps {
  readonly phase: PlanPhase;
  /** From 0 on. */
  readonly index: number;
  /** Of all phases. */
  readonly count: number;
  readonly region: string;
  /** As set, for each class. */
  readonly observationHours: Readonly<Record<MoveClass, number>>;
  /** Null = it has changed since it was assessed. */
  readonly assessed: AssessedPhase | null;
  readonly told: AssessedDraft;
  readonly drag: MoveDrag;
  readonly actions: MoveActions;
  readonly readMs: number;
  readonly change: (edit: (draft: PlanDraft) => PlanDraft, tag?: string) => void;
  /** Asks who answers for a wait that is shorter than set. */
  readonly onShorten: (index: number, hours: number) => void;
}

import type { Thresholds } from "#lib/hotness/types.ts";
import type { PlanAnswer, PlanEdits } from "#lib/planning/planAnswer.ts";

/** Everything that the page of a plan shows. */
export interface PlanView {
  readonly plan: PlanAnswer;
  /** The newest first: the first page of them, and where the next one begins. */
  readonly edits: PlanEdits["edits"];
  readonly nextEdits: string | null;
  /** By kind of pool, as set for the plan's region. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  /** Whether who looks may draft. */
  readonly mayEdit: boolean;
  readonly readMs: number;
}

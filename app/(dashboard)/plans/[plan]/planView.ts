import type { Role } from "#lib/auth/roles.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
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
  readonly person: { readonly name: string; readonly role: Role };
  /** Everyone who wrote of the version: none of them approves it. */
  readonly authors: readonly string[];
  /** How the version goes on; null = it was never submitted. */
  readonly execution: PlanExecution | null;
  /** The clock can be put on. */
  readonly isDemo: boolean;
  readonly readMs: number;
}

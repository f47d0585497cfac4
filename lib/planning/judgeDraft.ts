import { err, type Failure, minuteToIso, ok, type Result } from "../core/index.ts";
import { assessPlan } from "./assessPlan.ts";
import { completePhases } from "./completePhases.ts";
import { orderDraft } from "./orderDraft.ts";
import type { PlanAssessment } from "./planAssessment.ts";
import type { PhaseBody } from "./planBody.ts";
import type { PlanContent } from "./planContent.ts";
import type { PlanDraft } from "./planDraft.ts";
import type { PlanRegion } from "./planRegion.ts";

/** A plan that is checked and judged, and not stored yet. */
export interface PreparedPlan {
  readonly content: PlanContent;
  readonly assessment: PlanAssessment;
}

/** A draft whose moves have passed completePhases once, as they were sent. Plain data. */
export interface DraftToJudge {
  readonly decided: Omit<PlanDraft, "request" | "phases" | "isUnordered">;
  readonly phases: readonly PhaseBody[];
  readonly isUnordered: boolean;
  readonly region: PlanRegion;
  /** Whoever wrote it, and their other hands: tokens, and who made them. */
  readonly authors: readonly string[];
  readonly nowMs: number;
}

/** Orders a draft by the rules where it has no order, and judges it. `invalid`: see completePhases. */
export function judgeDraft(draft: DraftToJudge): Result<PreparedPlan, Failure> {
  const content = contentOfDraft(draft);
  if (!content.ok) return content;
  const { region, nowMs } = draft;
  return ok({ content: content.value, assessment: assessPlan(content.value, region, nowMs) });
}

/** What a draft says, which is known long before it is judged. `invalid`: see completePhases. */
export function contentOfDraft(draft: DraftToJudge): Result<PlanContent, Failure> {
  const { decided, phases, isUnordered, region, authors } = draft;
  const running = isUnordered
    ? orderDraft(
        phases.flatMap(({ moves }) => moves),
        region,
      )
    : phases;
  const completed = completePhases(running, region, authors);
  if (!completed.ok) return err(completed.error);
  return ok({
    ...decided,
    window: { from: minuteToIso(region.fromMinute), to: minuteToIso(region.toMinute) },
    phases: completed.value,
  });
}

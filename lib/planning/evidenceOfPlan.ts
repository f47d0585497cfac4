import { compareText } from "../core/index.ts";
import type { PlanAssessment } from "./planAssessment.ts";
import type { PlanContent } from "./planContent.ts";

/** On what a version of a plan rests, for the audit: the stamps that it touches, and its snapshot's window, homes and models of those. */
export function evidenceOfPlan({
  content,
  assessment,
}: {
  readonly content: PlanContent;
  readonly assessment: PlanAssessment;
}) {
  const moves = content.phases.flatMap((phase) => phase.moves);
  const stamps = new Set(moves.flatMap(({ from, to }) => [from, to]));
  const { homesDigest, models } = assessment.snapshot;
  return {
    stamps: [...stamps].toSorted(compareText),
    window: content.window,
    model: { homesDigest, pools: models.filter(({ stamp }) => stamps.has(stamp)) },
  };
}

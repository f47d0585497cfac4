import { planCsv } from "../planning/planCsv.ts";
import type { RunningPlanAnswer } from "./executionAnswer.ts";

/** A plan's version as CONTRACT.md's table, with how far each of its moves has come. */
export function runningPlanCsv(answer: RunningPlanAnswer) {
  const progress = answer.execution?.phases.map(({ moves }) =>
    moves.map(({ state, boundAt, verifiedAt, skippedReason }) => ({
      status: state,
      boundAt,
      verifiedAt,
      skipped: skippedReason,
    })),
  );
  return planCsv(answer, progress);
}

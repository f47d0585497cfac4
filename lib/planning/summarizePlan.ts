import type { z } from "zod";
import { compareText } from "../core/index.ts";
import { planSummarySchema } from "./planAnswer.ts";
import type { PlanAssessment } from "./planAssessment.ts";
import type { PlanContent } from "./planContent.ts";

/** What a list shows of a version, kept beside it so that a list need not read plans of thousands of moves. */
export const keptSummarySchema = planSummarySchema.pick({
  tier: true,
  source: true,
  phases: true,
  moves: true,
  excess: true,
  isBroken: true,
  doubts: true,
  startAt: true,
});
export type KeptSummary = z.output<typeof keptSummarySchema>;

export function summarizePlan(content: PlanContent, assessment: PlanAssessment): KeptSummary {
  const moves = content.phases.flatMap((phase) => phase.moves);
  return {
    tier: assessment.tier,
    source: content.source.kind,
    phases: content.phases.length,
    moves: { total: moves.length, done: 0, skipped: moves.filter(({ skipped }) => skipped !== null).length },
    excess: assessment.excess,
    isBroken: assessment.broken !== null,
    doubts: assessment.doubts.length,
    startAt: content.startAt,
  };
}

/** Every stamp and registry that a plan touches, by name: what it is found by. */
export function namesTouched({ phases }: Pick<PlanContent, "phases">): {
  readonly stamps: string[];
  readonly registries: string[];
} {
  const moves = phases.flatMap((phase) => phase.moves);
  const distinct = (names: readonly string[]) => [...new Set(names)].sort(compareText);
  return {
    stamps: distinct(moves.flatMap(({ from, to }) => [from, to])),
    registries: distinct(moves.map(({ registry }) => registry)),
  };
}

/** How a plan is called where nobody named it. */
export function namePlan({ region, phases }: Pick<PlanContent, "region" | "phases">): string {
  const moves = phases.flatMap((phase) => phase.moves);
  const sources = [...new Set(moves.map(({ from }) => from))].sort(compareText);
  const shown = sources.slice(0, 3).join(", ");
  const more = sources.length > 3 ? ` and ${sources.length - 3} more` : "";
  if (moves.length === 0) return `${region}: nothing moves`;
  return `${region}: ${moves.length} ${moves.length === 1 ? "move" : "moves"} from ${shown}${more}`.slice(
    0,
    200,
  );
}

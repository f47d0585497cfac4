import type { PlanAnswer } from "./planAnswer.ts";
import { type PlanTableMove, tabulatePlan } from "./planTable.ts";

/** How far a move of a plan that runs has come. */
export type MoveProgress = Pick<PlanTableMove, "status" | "boundAt" | "verifiedAt"> & {
  readonly skipped: string | null;
};

/**
 * A plan's version as CONTRACT.md's table: one row a move, in running order. A skipped move's reason is why it is skipped.
 * `progress`: by phase and place, of a version that was submitted.
 */
export function planCsv(
  { id, version, region, content, assessment }: PlanAnswer,
  progress: readonly (readonly MoveProgress[])[] = [],
) {
  return tabulatePlan({
    id: String(id),
    version,
    phases: content.phases.map((phase, at) => ({
      ...phase,
      moves: phase.moves.map((move, place) => {
        const assessed = assessment.phases[at]?.moves[place];
        const { registry, tenant, from, to, reason } = move;
        const { skipped, ...done } = progress[at]?.[place] ?? notBegun(move.skipped);
        return {
          registry,
          tenant,
          region,
          from,
          to,
          requestShare: assessed?.requestShare ?? null,
          byteShare: assessed?.byteShare ?? null,
          sourceP95: p95Of(assessed?.source),
          destinationP95: p95Of(assessed?.destination),
          ...done,
          reason: skipped ?? reason,
        };
      }),
    })),
  });
}

function notBegun(skipped: string | null): MoveProgress {
  return { status: skipped === null ? "pending" : "skipped", boundAt: null, verifiedAt: null, skipped };
}

function p95Of(end: { readonly before: number | null; readonly after: number | null } | null | undefined) {
  return { before: end?.before ?? null, after: end?.after ?? null };
}

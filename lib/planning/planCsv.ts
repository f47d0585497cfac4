import type { PlanAnswer } from "./planAnswer.ts";
import { tabulatePlan } from "./planTable.ts";

/** A plan's version as CONTRACT.md's table: one row a move, in running order. A skipped move's reason is why it is skipped. */
export function planCsv({ id, version, region, content, assessment }: PlanAnswer) {
  return tabulatePlan({
    id: String(id),
    version,
    phases: content.phases.map((phase, at) => ({
      ...phase,
      moves: phase.moves.map((move, place) => {
        const assessed = assessment.phases[at]?.moves[place];
        const { registry, tenant, from, to, skipped, reason } = move;
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
          status: skipped === null ? ("pending" as const) : ("skipped" as const),
          boundAt: null,
          verifiedAt: null,
          reason: skipped ?? reason,
        };
      }),
    })),
  });
}

function p95Of(end: { readonly before: number | null; readonly after: number | null } | null | undefined) {
  return { before: end?.before ?? null, after: end?.after ?? null };
}

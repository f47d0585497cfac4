import { formatCount, formatFixed } from "#lib/charts/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { joinWords } from "../../stamps/describeReasons.ts";

/** What hot-node P95 is held under, in words. */
export function limitsText({ content, assessment }: PlanAnswer): string {
  if (content.limitP95 !== null) return `${content.limitP95}\u00a0% for every pool, as the plan asks`;
  const byLimit = Map.groupBy(assessment.snapshot.limits, ({ limitP95 }) => limitP95);
  if (byLimit.size === 0) return "those that are set";
  return [...byLimit]
    .map(
      ([limit, pools]) =>
        `${limit}\u00a0% for ${joinWords(pools.map(({ stamp, pool }) => `${stamp} ${pool}`))}`,
    )
    .join("; ");
}

/** `wus-iso-1 (isolated): 10 nodes of dataproxy with 8 vCPUs` */
export function newStampsText({ newStamps }: PlanAnswer["content"]): string {
  return newStamps
    .map(
      ({ name, kind, pools }) =>
        `${name} (${kind}): ${joinWords(
          pools.map(
            ({ name: pool, instances, vcpusPerNode }) =>
              `${formatCount(instances)} nodes of ${pool}${vcpusPerNode === null ? "" : ` with ${vcpusPerNode} vCPUs`}`,
          ),
        )}`,
    )
    .join("; ");
}

/** How well the load models fit, in words. */
export function modelsText(models: PlanAnswer["assessment"]["snapshot"]["models"]): string {
  if (models.length === 0) return "none could be fitted";
  return models
    .map(
      ({ stamp, pool, r2, residual }) =>
        `${stamp} ${pool} R² ${formatFixed(r2, 2)}, off by ${formatFixed(residual, 1)} points`,
    )
    .join("; ");
}

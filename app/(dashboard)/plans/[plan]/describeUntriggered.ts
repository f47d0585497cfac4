import { formatCpu } from "#lib/charts/index.ts";
import type { PlanAssessment } from "#lib/planning/planAssessment.ts";
import type { PlanContent } from "#lib/planning/planContent.ts";
import { joinWords } from "../../stamps/describeReasons.ts";
import { SOURCE_WORDS } from "../planWords.ts";

/** Why a plan was drafted that names no trigger: what of its pools was over its limit, as far as its numbers tell. */
export function describeUntriggered(
  source: PlanContent["source"]["kind"],
  { pools }: Pick<PlanAssessment, "pools">,
): string {
  const over = pools.flatMap(({ stamp, pool, before, limit }) =>
    before.hotNodeP95 !== null && before.hotNodeP95 > limit
      ? [`${stamp} ${pool} (${formatCpu(before.hotNodeP95)}, limit ${limit}\u00a0%)`]
      : [],
  );
  const drafted = `It was drafted ${SOURCE_WORDS[source]} and names no trigger of its own.`;
  if (over.length === 0) return `${drafted} None of the pools that it changes was over its limit.`;
  return `${drafted} Over ${over.length > 1 ? "their limits" : "its limit"} in its hours: ${joinWords(over)}.`;
}

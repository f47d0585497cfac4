import { type EvidenceRules, POOR_R2, SMALL_RESIDUAL_POINTS } from "../contribution/judgeEvidence.ts";
import type { LoadModel } from "../contribution/types.ts";
import type { HotProjection, PoolFigures, PoolFlag, SimulationPool } from "./types.ts";

/** What flags follow from, beside the numbers themselves. */
export interface PoolChangeFacts {
  /** The lesser of the coverages; null where there is nothing to cover. */
  readonly coverage: number | null;
  readonly planned: boolean;
  readonly hidden: boolean;
  readonly unknownArrivals: number;
  readonly model: LoadModel | null;
  readonly missing: SimulationPool["missing"];
  readonly rules: EvidenceRules | null;
  readonly vcpus: number | null;
  readonly gains: boolean;
  readonly touched: boolean;
}

/** What a reader has to know beside the numbers of a pool, in the order of PoolFlag. */
export function flagPool(
  facts: PoolChangeFacts,
  {
    before,
    after,
    limit,
  }: {
    readonly before: PoolFigures;
    readonly after: HotProjection | PoolFigures | null;
    readonly limit: number;
  },
): PoolFlag[] {
  const flags: PoolFlag[] = [];
  const { coverage } = facts;
  const projection = isProjection(after) ? after : null;
  const was = before.hotNodeP95 ?? 0;
  if (projection !== null && facts.gains) {
    const { value, high } = projection.hotNodeP95;
    if (value > limit && value > was) flags.push("destination_over_limit");
    else if (high > Math.max(limit, was)) flags.push("destination_may_exceed_limit");
  }
  if (facts.touched && facts.hidden) flags.push("hidden_demand");
  if (isUnknown(facts)) flags.push("coverage_too_low");
  else if (coverage !== null && facts.rules !== null && coverage < facts.rules.warnBelow)
    flags.push("low_coverage");
  if (!facts.touched) return flags;
  if (projection !== null && !facts.planned && projection.hotNodeP95.value > (before.max ?? 100))
    flags.push("extrapolated");
  if (projection !== null && !facts.planned) {
    const { low, high } = projection.hotNodeP95;
    if (low <= was && was <= high) flags.push("inside_noise");
  }
  if (facts.missing === "weak_model" || (facts.model !== null && isWeak(facts.model)))
    flags.push("weak_model");
  if (facts.missing === "no_load_data") flags.push("no_load_data");
  if (facts.planned) flags.push("planned");
  if (facts.vcpus === null && (facts.model !== null || facts.planned)) flags.push("vcpus_unknown");
  if (facts.unknownArrivals > 0) flags.push("arrivals_unknown");
  return flags;
}

/** Under so little coverage nothing may be planned on a pool, and nothing is projected. */
export function isUnknown({
  coverage,
  rules,
  missing,
}: Pick<PoolChangeFacts, "coverage" | "rules" | "missing">): boolean {
  return (
    missing === "coverage_too_low" || (coverage !== null && rules !== null && coverage < rules.unknownBelow)
  );
}

function isWeak({ r2, residualPoints }: LoadModel): boolean {
  return r2 < POOR_R2 && residualPoints >= SMALL_RESIDUAL_POINTS;
}

export function isProjection<Projected extends HotProjection>(
  after: Projected | PoolFigures | null,
): after is Projected {
  return after !== null && typeof after.hotNodeP95 === "object" && after.hotNodeP95 !== null;
}

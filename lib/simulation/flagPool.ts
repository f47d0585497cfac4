import type { LoadModel } from "../contribution/types.ts";
import type { PoolFigures, PoolFlag, PoolProjection } from "./types.ts";

/** What flags follow from, beside the numbers themselves. */
export interface PoolChangeFacts {
  /** The lesser of the coverages; null where there is nothing to cover. */
  readonly coverage: number | null;
  readonly planned: boolean;
  readonly hidden: boolean;
  readonly unknownArrivals: number;
  readonly model: LoadModel | null;
  readonly vcpus: number | null;
  readonly gains: boolean;
  readonly touched: boolean;
}

const WARN_BELOW = 0.9;
const UNKNOWN_BELOW = 0.5;
/** A model is weak that leaves more than so many points and explains less than so much. */
const WEAK_RESIDUAL_POINTS = 5;
const WEAK_R2 = 0.5;

/** What a reader has to know beside the numbers of a pool, in the order of PoolFlag. */
export function flagPool(
  facts: PoolChangeFacts,
  {
    before,
    after,
    limit,
  }: {
    readonly before: PoolFigures;
    readonly after: PoolProjection | PoolFigures | null;
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
  if (coverage !== null && coverage < UNKNOWN_BELOW) flags.push("coverage_too_low");
  else if (coverage !== null && coverage < WARN_BELOW) flags.push("low_coverage");
  if (!facts.touched) return flags;
  if (projection !== null && !facts.planned && projection.hotNodeP95.value > (before.max ?? 100))
    flags.push("extrapolated");
  if (projection !== null && !facts.planned) {
    const { low, high } = projection.hotNodeP95;
    if (low <= was && was <= high) flags.push("inside_noise");
  }
  if (facts.model !== null && facts.model.r2 < WEAK_R2 && facts.model.residualPoints > WEAK_RESIDUAL_POINTS)
    flags.push("weak_model");
  if (facts.model === null && !facts.planned) flags.push("no_load_data");
  if (facts.planned) flags.push("planned");
  if (facts.vcpus === null && (facts.model !== null || facts.planned)) flags.push("vcpus_unknown");
  if (facts.unknownArrivals > 0) flags.push("arrivals_unknown");
  return flags;
}

export function isProjection(after: PoolProjection | PoolFigures | null): after is PoolProjection {
  return after !== null && typeof after.hotNodeP95 === "object" && after.hotNodeP95 !== null;
}

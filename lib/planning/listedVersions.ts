import type { PlanSummary } from "./planAnswer.ts";

/** One version of a plan in a list. */
export type PlanRow = Omit<PlanSummary, "inForce"> & {
  /** Null = it is the newest; else the number of the newer one beside it. */
  readonly newest: number | null;
};

/** Every plan's newest version, and under it the older one that is in force, so that a draft hides nothing that runs. */
export function listedVersions(plans: readonly PlanSummary[]): PlanRow[] {
  return plans.flatMap(({ inForce, ...plan }) => [
    { ...plan, newest: null },
    ...(inForce === null ? [] : [{ ...plan, ...inForce, newest: plan.version }]),
  ]);
}

import { MINUTE_MS } from "../../core/index.ts";
import type { AssessedPhase, PlanAssessment } from "../../planning/planAssessment.ts";
import type { PlanContent } from "../../planning/planContent.ts";
import type { MoveState } from "../transitions.ts";
import type { PoolPrediction, RunPhase } from "../types.ts";

/** A phase as it is when its plan is submitted. */
export interface BegunPhase
  extends Pick<
    RunPhase,
    "phase" | "name" | "class" | "tier" | "notBeforeMs" | "observationHours" | "prediction"
  > {
  readonly moves: readonly {
    readonly place: number;
    readonly registry: string;
    readonly tenant: string;
    readonly from: string;
    readonly to: string;
    readonly state: Extract<MoveState, "pending" | "skipped">;
    readonly skippedReason: string | null;
  }[];
}

/** What a submitted content will run as. */
export function beginRun(
  { phases }: Pick<PlanContent, "phases">,
  assessment: Pick<PlanAssessment, "phases">,
): readonly BegunPhase[] {
  return phases.map((phase, at) => {
    const assessed = assessment.phases[at];
    return {
      phase: at + 1,
      name: phase.name,
      class: phase.class,
      // What was not assessed is taken for the gravest.
      tier: assessed?.tier ?? "critical",
      notBeforeMs: phase.notBefore === null ? null : Date.parse(phase.notBefore),
      observationHours: phase.observationHours,
      prediction: (assessed?.pools ?? []).map(predictPool),
      moves: phase.moves.map(({ registry, tenant, from, to, skipped }, place) => ({
        place: place + 1,
        registry,
        tenant,
        from,
        to,
        state: skipped === null ? ("pending" as const) : ("skipped" as const),
        skippedReason: skipped,
      })),
    };
  });
}

export function predictPool({
  stamp,
  pool,
  role,
  limit,
  after,
}: AssessedPhase["pools"][number]): PoolPrediction {
  const { hotNodeP95, interval } = after;
  return {
    stamp,
    pool,
    role,
    limit,
    after: hotNodeP95,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

/** When a snapshot is too old to start from. */
export function expiryMs(snapshotAt: Date, planExpiryHours: number): number {
  return snapshotAt.getTime() + planExpiryHours * 60 * MINUTE_MS;
}

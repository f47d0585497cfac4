import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { type Failure, ok, type Result } from "../../core/index.ts";
import type { PlanContent } from "../../planning/planContent.ts";
import type { SimulationAnswer } from "../../simulation/index.ts";
import { simulate } from "../../simulation/queries.ts";
import type { SimulationBody } from "../../simulation/simulationBody.ts";
import { pendingMoves } from "../run/startPlan.ts";
import { predictPool } from "../submit/beginRun.ts";
import type { PoolPrediction, Reassessment, RunPhase, RunPlan } from "../types.ts";
import { comparePrediction } from "./comparePrediction.ts";

/**
 * A phase and all after it simulated on the region's newest peak window, against what was approved of each. Failures are the
 * simulation's own: too little data, a registry that is not there.
 */
export async function reassessPhase(
  source: ContributionSource,
  { run, content, phase }: { readonly run: RunPlan; readonly content: PlanContent; readonly phase: RunPhase },
  nowMs: number,
): Promise<Result<Reassessment, Failure>> {
  const remaining = run.phases.filter((one) => one.phase >= phase.phase);
  const body = bodyOf(run, content, remaining);
  const simulated = await simulate(source, { body, query: {}, nowMs, unfilled: unfilledStamps(run) });
  if (!simulated.ok) return simulated;
  const pools = remaining.map((_, at) => predictionsOf(simulated.value, at, content.limitP95));
  return ok({
    atMs: nowMs,
    window: simulated.value.window,
    pools: pools[0] ?? [],
    differences: comparePrediction(phase.prediction, pools[0] ?? []),
    later: remaining
      .slice(1)
      .flatMap((one, at) =>
        comparePrediction(one.prediction, pools[at + 1] ?? []).map((pool) => ({ ...pool, phase: one.phase })),
      ),
  });
}

/** Made for the plan, and nothing has come to it yet: what it was planned as tells more than its idle nodes. */
function unfilledStamps({ newStamps, phases }: RunPlan): ReadonlySet<string> {
  const filled = new Set(
    phases.flatMap(({ moves }) => moves.filter(({ boundAtMs }) => boundAtMs !== null).map(({ to }) => to)),
  );
  return new Set(
    newStamps
      .filter(({ name, createdAtMs }) => createdAtMs !== null && !filled.has(name))
      .map(({ name }) => name),
  );
}

function bodyOf(run: RunPlan, content: PlanContent, remaining: readonly RunPhase[]): SimulationBody {
  const missing = new Set(
    run.newStamps.filter(({ createdAtMs }) => createdAtMs === null).map(({ name }) => name),
  );
  return {
    region: run.region,
    window: "peak",
    phases: remaining.map((phase) => ({
      moves: pendingMoves([phase]).map(({ registry, to }) => ({ registry, to })),
    })),
    newStamps: content.newStamps
      .filter(({ name }) => missing.has(name))
      .map(({ name, kind, pools }) => ({
        name,
        kind,
        pools: pools.map(({ vcpusPerNode, ...pool }) => ({
          ...pool,
          ...(vcpusPerNode === null ? {} : { vcpusPerNode }),
        })),
      })),
  };
}

/** The plan's own limit holds where it has one, as it did when the plan was judged. */
function predictionsOf(
  { phases }: SimulationAnswer,
  at: number,
  limitP95: number | null,
): readonly PoolPrediction[] {
  return (phases[at]?.pools ?? []).map((pool) => ({
    ...predictPool(pool),
    limit: limitP95 ?? pool.limit,
  }));
}

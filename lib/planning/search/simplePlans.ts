import { greedyBestFit, greedyLargestFirst } from "./greedy.ts";
import { openRestarts, restartOnce, spentOn } from "./randomRestarts.ts";
import { createSafeOrder } from "./safeOrder.ts";
import { openContext } from "./searchContext.ts";
import { layOutModel } from "./searchModel.ts";
import type { SearchInstance } from "./types.ts";

/** What simpler ways come to, for comparison. */
export interface SimplePlan {
  readonly placement: Int32Array;
  readonly excess: number;
  readonly traffic: number;
  readonly moves: number;
}

/** Relieves the present placement at random, over and over, and keeps the best that can be carried out. */
export function restartAtRandom(
  instance: SearchInstance,
  { seed, mostEvaluations }: { readonly seed: number; readonly mostEvaluations: number },
): SimplePlan {
  const model = layOutModel(instance);
  const restarts = openRestarts(openContext(model, seed), seed, createSafeOrder(model));
  while (spentOn(restarts) < mostEvaluations) restartOnce(restarts);
  const { standing, placement } = restarts.best;
  return {
    placement,
    excess: standing.priced - instance.minimumGainPoints * standing.moves,
    traffic: standing.traffic * model.trafficPerUnit,
    moves: standing.moves,
  };
}

/** What a rule of thumb comes to. */
export function followSimpleRule(instance: SearchInstance, rule: "largest_first" | "best_fit"): SimplePlan {
  const context = openContext(layOutModel(instance), 0);
  if (rule === "largest_first") greedyLargestFirst(context);
  else greedyBestFit(context);
  const { state, model } = context;
  return {
    placement: state.place.slice(),
    excess: state.totalExcess(),
    traffic: state.trafficMoved * model.trafficPerUnit,
    moves: state.moved.length,
  };
}

import { greedyBestFit, greedyLargestFirst } from "./greedy.ts";
import { relieve } from "./relieve.ts";
import { compareStandings, openContext, standingOf } from "./searchContext.ts";
import { layOutModel } from "./searchModel.ts";
import { returnHome } from "./tighten.ts";
import type { SearchInstance } from "./types.ts";

/** What simpler ways come to, for comparison. */
export interface SimplePlan {
  readonly placement: Int32Array;
  readonly excess: number;
  readonly traffic: number;
  readonly moves: number;
}

/** Relieves the present placement at random, over and over, and keeps the best: a search without memory. */
export function restartAtRandom(
  instance: SearchInstance,
  { seed, mostEvaluations }: { readonly seed: number; readonly mostEvaluations: number },
): SimplePlan {
  const model = layOutModel(instance);
  const context = openContext(model, seed);
  const { state, rng, evaluator } = context;
  let best = { standing: standingOf(context), placement: state.place.slice(), excess: state.totalExcess() };
  for (let rounds = 0; evaluator.evaluations + rounds < mostEvaluations; rounds++) {
    state.moveAll(model.homes);
    relieve(context, { unitsPerMove: 0, into: "first", blur: 2 * rng(), ejections: false });
    returnHome(context);
    const standing = standingOf(context);
    if (compareStandings(standing, best.standing) < 0)
      best = { standing, placement: state.place.slice(), excess: state.totalExcess() };
  }
  const { standing, placement, excess } = best;
  return { placement, excess, traffic: standing.traffic * model.trafficPerUnit, moves: standing.moves };
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

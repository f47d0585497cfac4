import { createRng } from "../../core/index.ts";
import { Evaluator } from "./evaluator.ts";
import { PlacementState } from "./placementState.ts";
import { relieve } from "./relieve.ts";
import type { FindSafeOrder } from "./safeOrder.ts";
import { type Best, compareStandings, type SearchContext, standingOf } from "./searchContext.ts";
import { returnHome } from "./tighten.ts";

/** Restarts from the present placement, each relieved at random: a search without memory. */
export interface RandomRestarts {
  readonly context: SearchContext;
  readonly findOrder: FindSafeOrder;
  rounds: number;
  /** Of all rounds so far whose moves can be made one after the other. */
  best: Best;
}

/** On the same model and estimates as the search, with a state and chances of its own: the same seed, the same restarts. */
export function openRestarts(from: SearchContext, seed: number, findOrder: FindSafeOrder): RandomRestarts {
  const state = new PlacementState(from.model);
  const context = { ...from, state, evaluator: new Evaluator(state), rng: createRng(seed) };
  const best = { standing: standingOf(context), placement: state.place.slice(), order: [] };
  return { context, findOrder, rounds: 0, best };
}

/** A round costs at least one, so that those in which all is known end too. */
export function spentOn({ context, rounds }: RandomRestarts): number {
  return context.evaluator.evaluations + rounds;
}

export function restartOnce(restarts: RandomRestarts): void {
  const { context, findOrder } = restarts;
  const { state, model, rng } = context;
  restarts.rounds++;
  state.moveAll(model.homes);
  relieve(context, { unitsPerMove: 0, into: "first", blur: 2 * rng(), ejections: false });
  returnHome(context);
  const standing = standingOf(context);
  if (compareStandings(standing, restarts.best.standing) >= 0) return;
  const order = findOrder(state.place);
  if (order !== null) restarts.best = { standing, placement: state.place.slice(), order };
}

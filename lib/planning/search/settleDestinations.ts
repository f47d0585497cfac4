import { type CountSoftPoints, worstP95 } from "./comfort.ts";
import type { FindSafeOrder } from "./safeOrder.ts";
import { destinationsOf, NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

const PASSES = 4;
/** Points under which a step is not worth another look. */
const WORTHWHILE_POINTS = 0.001;

/**
 * The last of the objective: with the moved set as it is, and no more excess, looks for destinations with a lower worst
 * P95 and fewer soft points. `mayGoOn` is asked before every step.
 */
export function settleDestinations(
  context: SearchContext,
  tools: {
    readonly softPoints: CountSoftPoints;
    readonly findOrder: FindSafeOrder;
    readonly mayGoOn: () => boolean;
  },
): void {
  const { state } = context;
  const count = () => worstP95(context) + tools.softPoints();
  let standing = count();
  for (let pass = 0; pass < PASSES; pass++) {
    const before = standing;
    for (const item of [...state.moved]) {
      if (!tools.mayGoOn()) return;
      standing = Math.min(relocate(context, item, { ...tools, count, standing }), standing);
      standing = Math.min(exchange(context, item, { ...tools, count, standing }), standing);
    }
    if (standing > before - WORTHWHILE_POINTS) return;
  }
}

interface Settling {
  readonly findOrder: FindSafeOrder;
  readonly count: () => number;
  readonly standing: number;
}

/** Tries each other stamp for a moved item; the best that can be had stays. */
function relocate(context: SearchContext, item: number, settling: Settling): number {
  const { state, evaluator, model } = context;
  let best = settling.standing;
  for (const to of destinationsOf(context, item)) {
    const from = state.place[item] ?? 0;
    if (to === from || to === model.homes[item]) continue;
    const before = (state.excess[from] ?? 0) + (state.excess[to] ?? 0);
    const there = evaluator.excessWith(item, to);
    if (there === Number.POSITIVE_INFINITY) continue;
    if (there + evaluator.excessWithout(item) > before + NEGLIGIBLE_POINTS) continue;
    evaluator.evaluations++;
    state.move(item, to);
    const now = settling.count();
    if (now < best - WORTHWHILE_POINTS && settling.findOrder(state.place) !== null) best = now;
    else state.move(item, from);
  }
  return best;
}

/** Tries to change places with another moved item. */
function exchange(context: SearchContext, item: number, settling: Settling): number {
  const { state, evaluator } = context;
  let best = settling.standing;
  for (const other of [...state.moved]) {
    const from = state.place[item] ?? 0;
    const to = state.place[other] ?? 0;
    if (from === to || !mayGo(context, item, to) || !mayGo(context, other, from)) continue;
    const before = (state.excess[from] ?? 0) + (state.excess[to] ?? 0) + NEGLIGIBLE_POINTS;
    const there = evaluator.excessExchanged({ stamp: to, taken: other, added: item });
    if (there > before) continue;
    if (there + evaluator.excessExchanged({ stamp: from, taken: item, added: other }) > before) continue;
    state.move(item, to);
    state.move(other, from);
    const now = settling.count();
    if (now < best - WORTHWHILE_POINTS && settling.findOrder(state.place) !== null) {
      best = now;
      continue;
    }
    state.move(other, to);
    state.move(item, from);
  }
  return best;
}

function mayGo({ model }: SearchContext, item: number, to: number): boolean {
  return to !== model.homes[item] && (model.instance.items[item]?.allowed.includes(to) ?? false);
}

import { destinationsOf, NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

const STAMPS_TRIED = 6;
const ITEMS_TRIED = 6;

/**
 * Makes room for an item that no stamp takes as it is: another leaves a stamp for a third one, or for the item's own
 * place. Done only where it takes more off the priced excess than it adds.
 */
export function ejectFor(context: SearchContext, item: number): boolean {
  const { state, rng } = context;
  const from = state.place[item] ?? 0;
  const stamps = destinationsOf(context, item);
  for (let attempt = 0; attempt < STAMPS_TRIED; attempt++) {
    const stamp = stamps[Math.floor(rng() * stamps.length)] ?? from;
    const members = state.members[stamp] ?? [];
    if (stamp === from || members.length === 0) continue;
    for (let step = 0; step < ITEMS_TRIED; step++) {
      const other = members[Math.floor(rng() * members.length)] ?? -1;
      if (other >= 0 && tryEjection(context, { item, stamp, other })) return true;
    }
  }
  return false;
}

interface Ejection {
  readonly item: number;
  readonly stamp: number;
  /** Leaves the stamp. */
  readonly other: number;
}

function tryEjection(context: SearchContext, { item, stamp, other }: Ejection): boolean {
  const { state, evaluator, model } = context;
  const { minimumGainPoints, mostMoves } = model.instance;
  const from = state.place[item] ?? 0;
  const away = (which: number, to: number) =>
    Number(model.homes[which] !== to) - Number(state.place[which] !== model.homes[which]);
  const there = evaluator.excessExchanged({ stamp, taken: other, added: item });
  if (there === Number.POSITIVE_INFINITY) return false;
  const first = there - (state.excess[stamp] ?? 0) - (state.excess[from] ?? 0);
  for (const to of destinationsOf(context, other)) {
    if (to === stamp) continue;
    const moves = away(item, stamp) + away(other, to);
    if (state.moved.length + moves > mostMoves) continue;
    const rest =
      to === from
        ? evaluator.excessExchanged({ stamp: from, taken: item, added: other })
        : evaluator.excessWithout(item) + evaluator.excessWith(other, to) - (state.excess[to] ?? 0);
    if (first + rest + moves * minimumGainPoints > -NEGLIGIBLE_POINTS) continue;
    state.move(other, to);
    state.move(item, stamp);
    return true;
  }
  return false;
}

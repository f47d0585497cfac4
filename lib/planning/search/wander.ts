import { destinationsOf, type SearchContext } from "./searchContext.ts";

const MOST_STEPS = 4;
const TRIES = 12;
/** Part of the steps that exchange two items rather than move one. */
const EXCHANGING = 0.6;

/**
 * A few steps at random, whatever they cost, as long as the constraints allow each: items change places or stamps. From
 * where nothing gains any more, this leads to where something may.
 */
export function wander(context: SearchContext): void {
  const { rng } = context;
  let left = 1 + Math.floor(rng() * MOST_STEPS);
  for (let attempt = 0; attempt < TRIES && left > 0; attempt++)
    if (rng() < EXCHANGING ? exchangeAny(context) : moveAny(context)) left--;
}

function moveAny(context: SearchContext): boolean {
  const { state, evaluator } = context;
  const item = drawItem(context);
  const to = drawFrom(destinationsOf(context, item), context);
  if (to === state.place[item] || !hasMovesFor(context, [{ item, to }])) return false;
  if (evaluator.excessWith(item, to) === Number.POSITIVE_INFINITY) return false;
  state.move(item, to);
  return true;
}

function exchangeAny(context: SearchContext): boolean {
  const { state, evaluator } = context;
  const item = drawItem(context);
  const from = state.place[item] ?? 0;
  const to = drawFrom(destinationsOf(context, item), context);
  const members = state.members[to] ?? [];
  if (to === from || members.length === 0) return false;
  const other = drawFrom(members, context);
  if (!destinationsOf(context, other).includes(from)) return false;
  const steps = [
    { item, to },
    { item: other, to: from },
  ];
  if (!hasMovesFor(context, steps)) return false;
  const there = evaluator.excessExchanged({ stamp: to, taken: other, added: item });
  if (there === Number.POSITIVE_INFINITY) return false;
  const here = evaluator.excessExchanged({ stamp: from, taken: item, added: other });
  if (here === Number.POSITIVE_INFINITY) return false;
  for (const step of steps) state.move(step.item, step.to);
  return true;
}

/** From a stamp over its limit more often than not. */
function drawItem(context: SearchContext): number {
  const { state, model, rng } = context;
  const item = drawFrom(model.movable, context);
  if (rng() < 0.5) return item;
  const hot: number[] = [];
  for (const [stamp, points] of state.excess.entries())
    if (points > 0 && (state.members[stamp]?.length ?? 0) > 0) hot.push(stamp);
  return hot.length === 0 ? item : drawFrom(state.members[drawFrom(hot, context)] ?? [item], context);
}

function drawFrom(list: readonly number[], { rng }: SearchContext): number {
  return list[Math.floor(rng() * list.length)] ?? 0;
}

/** Whether a plan with these steps too has no more moves than it may. */
function hasMovesFor(
  { state, model }: SearchContext,
  steps: readonly { readonly item: number; readonly to: number }[],
): boolean {
  let moves = state.moved.length;
  for (const { item, to } of steps)
    moves += Number(to !== model.homes[item]) - Number(state.place[item] !== model.homes[item]);
  return moves <= model.instance.mostMoves;
}

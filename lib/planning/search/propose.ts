import type { SearchContext } from "./searchContext.ts";

export interface Step {
  readonly item: number;
  readonly to: number;
}

/** A move, or two items that change places. */
export interface Proposal {
  readonly steps: readonly [Step] | readonly [Step, Step];
  /** Moves and traffic units more than before. */
  readonly moves: number;
  readonly traffic: number;
}

const RELOCATING = 0.3;
const REPLACING = 0.45;
const HOME_FIRST = 0.4;
const SAME_HOME = 0.85;

/** A small change at random, of the moved items more often than not; null where what was drawn cannot be. */
export function propose(context: SearchContext): Proposal | null {
  const draw = context.rng();
  if (draw < RELOCATING) return relocate(context);
  const { state } = context;
  if (draw < RELOCATING + REPLACING && state.moved.length > 0) return replace(context);
  const item = drawItem(context);
  const to = drawFrom(context.model.instance.items[item]?.allowed ?? [], context);
  const fromMoved = context.rng() < 0.4 && state.moved.length > 0;
  const other = drawFrom(fromMoved ? state.moved : (state.members[to] ?? []), context);
  return exchange(context, item, other);
}

function relocate(context: SearchContext): Proposal | null {
  const { state, rng, model } = context;
  const item = drawItem(context);
  const home = model.homes[item] ?? 0;
  const back = state.place[item] !== home && rng() < HOME_FIRST;
  const to = back ? home : drawFrom(model.instance.items[item]?.allowed ?? [], context);
  if (to < 0 || to === state.place[item]) return null;
  return priced(context, [{ item, to }]);
}

/** One that moved and another, of the same home more often than not, in its stead. */
function replace(context: SearchContext): Proposal | null {
  const { state, rng, model } = context;
  const item = drawFrom(state.moved, context);
  const stamp = rng() < SAME_HOME ? (model.homes[item] ?? 0) : Math.floor(rng() * model.instance.stamps);
  return exchange(context, item, drawFrom(state.members[stamp] ?? [], context));
}

function exchange(context: SearchContext, item: number, other: number): Proposal | null {
  const { state } = context;
  const from = state.place[item] ?? 0;
  const to = state.place[other] ?? 0;
  if (item < 0 || other < 0 || from === to) return null;
  if (!mayBe(context, item, to) || !mayBe(context, other, from)) return null;
  return priced(context, [
    { item, to },
    { item: other, to: from },
  ]);
}

function priced(context: SearchContext, steps: Proposal["steps"]): Proposal | null {
  const { state, model } = context;
  let moves = 0;
  let traffic = 0;
  for (const { item, to } of steps) {
    const more = Number(to !== model.homes[item]) - Number(state.place[item] !== model.homes[item]);
    moves += more;
    traffic += more * (model.traffic[item] ?? 0);
  }
  return moves > 0 && state.moved.length + moves > model.instance.mostMoves
    ? null
    : { steps, moves, traffic };
}

function mayBe({ model }: SearchContext, item: number, stamp: number): boolean {
  return model.homes[item] === stamp || (model.instance.items[item]?.allowed.includes(stamp) ?? false);
}

/** One that moved, one of a stamp over its limit, or any. */
function drawItem(context: SearchContext): number {
  const { state, model, rng } = context;
  if (rng() < 0.5 && state.moved.length > 0) return drawFrom(state.moved, context);
  if (rng() < 0.5) return drawFrom(model.movable, context);
  const over = drawOver(context);
  return drawFrom((over < 0 ? undefined : state.members[over]) ?? model.movable, context);
}

/** A stamp over its limit; −1 = none. */
function drawOver({ state, rng }: SearchContext): number {
  let drawn = -1;
  let seen = 0;
  for (let stamp = 0; stamp < state.excess.length; stamp++)
    if ((state.excess[stamp] ?? 0) > 0 && (state.members[stamp]?.length ?? 0) > 0 && rng() * ++seen < 1)
      drawn = stamp;
  return drawn;
}

/** −1 = nothing to draw from. */
function drawFrom(list: readonly number[], { rng }: SearchContext): number {
  return list[Math.floor(rng() * list.length)] ?? -1;
}

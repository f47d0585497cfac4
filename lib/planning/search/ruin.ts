import { NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** Part of the rounds that open another stamp too, so that what stands in the way there can be made anew with it. */
const WIDER = 0.35;
const MOST_SENT_HOME = 6;
/** Part of the rounds in which all of them go. */
const ALL_HOME = 0.2;
/** Part of the rounds on a stamp still over its limit that free another one for a great item of it. */
const MAKING_ROOM = 0.6;
const GREAT_ITEMS = 4;
const MOST_EVICTED = 3;
const EVICTIONS_TRIED = 8;

/** Undoes some moves around one stamp, sometimes around two: the part of the placement that is then made anew. */
export function ruin(context: SearchContext): void {
  const { state, rng, model } = context;
  const focus = chooseFocus(context);
  if (focus < 0) return;
  if (
    (context.state.excess[focus] ?? 0) > NEGLIGIBLE_POINTS &&
    rng() < MAKING_ROOM &&
    makeRoom(context, focus)
  )
    return;
  sendHome(context, focus);
  if (rng() >= WIDER || state.moved.length === 0) return;
  const other = state.moved[Math.floor(rng() * state.moved.length)] ?? 0;
  sendHome(context, rng() < 0.5 ? (state.place[other] ?? 0) : (model.homes[other] ?? 0));
}

/** A stamp that is over its limit or that something moved away from, those over it more often; −1 = none. */
function chooseFocus({ state, rng, model }: SearchContext): number {
  const over: number[] = [];
  for (let stamp = 0; stamp < state.excess.length; stamp++)
    if ((state.excess[stamp] ?? 0) > NEGLIGIBLE_POINTS) over.push(stamp);
  const left = state.moved.map((item) => model.homes[item] ?? 0);
  const list =
    over.length > 0 && rng() < 0.5 ? over : [...new Set([...left, ...over])].sort((one, two) => one - two);
  return list[Math.floor(rng() * list.length)] ?? -1;
}

/** Some of those that left the stamp or came to it go home; one whose home may not take it back stays. */
function sendHome(context: SearchContext, stamp: number): void {
  const { state, rng, model, evaluator } = context;
  const around = state.moved.filter((item) => model.homes[item] === stamp || state.place[item] === stamp);
  const most = Math.min(around.length, MOST_SENT_HOME);
  let left = most === 0 ? 0 : rng() < ALL_HOME ? around.length : 1 + Math.floor(rng() * most);
  while (left-- > 0 && around.length > 0) {
    const at = Math.floor(rng() * around.length);
    const item = around[at] ?? 0;
    around[at] = around.at(-1) ?? 0;
    around.pop();
    const home = model.homes[item] ?? 0;
    if (evaluator.excessWith(item, home) < Number.POSITIVE_INFINITY) state.move(item, home);
  }
}

/**
 * A great item of a stamp over its limit fits nowhere while the many small ones that came first fill the room: sends home
 * all that came to one stamp and puts it there. False where even that is not enough.
 */
function makeRoom(context: SearchContext, stamp: number): boolean {
  const { state, rng, model, evaluator, relief } = context;
  const greatest = (state.members[stamp] ?? []).toSorted(
    (one, other) => (relief[other] ?? 0) - (relief[one] ?? 0) || one - other,
  );
  const item = greatest[Math.floor(rng() * Math.min(GREAT_ITEMS, greatest.length))] ?? -1;
  const allowed = model.instance.items[item]?.allowed ?? [];
  const to = allowed[Math.floor(rng() * allowed.length)] ?? stamp;
  if (to === stamp) return false;
  const grown = state.place[item] === model.homes[item] ? 1 : 0;
  // Either all that came goes first, or one after the other makes way, whether it came or was always there.
  if (rng() < 0.5)
    for (const other of state.moved.filter((moved) => state.place[moved] === to)) {
      const home = model.homes[other] ?? 0;
      if (evaluator.excessWith(other, home) < Number.POSITIVE_INFINITY) state.move(other, home);
    }
  for (let step = 0; step <= MOST_EVICTED; step++) {
    // One move for the item, one for what has to make way.
    if (state.moved.length + grown + 1 > model.instance.mostMoves) sendOneHome(context);
    if (state.moved.length + grown > model.instance.mostMoves) return true;
    if (evaluator.excessWith(item, to) < Number.POSITIVE_INFINITY) {
      state.move(item, to);
      return true;
    }
    if (!evict(context, to, item)) return true;
  }
  return true;
}

function sendOneHome({ state, rng, model, evaluator }: SearchContext): void {
  const item = state.moved[Math.floor(rng() * state.moved.length)] ?? -1;
  const home = model.homes[item] ?? -1;
  if (home >= 0 && evaluator.excessWith(item, home) < Number.POSITIVE_INFINITY) state.move(item, home);
}

/** Moves one item off a stamp to where it adds no excess: one that makes the room that is needed, else any. */
function evict(context: SearchContext, stamp: number, added: number): boolean {
  const { state, rng, evaluator } = context;
  const members = state.members[stamp] ?? [];
  let chosen = -1;
  for (let attempt = 0; attempt < EVICTIONS_TRIED && members.length > 0; attempt++) {
    chosen = members[Math.floor(rng() * members.length)] ?? -1;
    if (evaluator.excessExchanged({ stamp, taken: chosen, added }) < Number.POSITIVE_INFINITY) break;
  }
  const to = cheapestDestination(context, chosen, stamp);
  if (to < 0) return false;
  state.move(chosen, to);
  return true;
}

/** Where the item adds least excess, of all stamps that may take it; −1 = none. */
function cheapestDestination(
  { state, evaluator, model, rng }: SearchContext,
  item: number,
  except: number,
): number {
  const allowed = model.instance.items[item]?.allowed ?? [];
  const first = Math.floor(rng() * allowed.length);
  let least = Number.POSITIVE_INFINITY;
  let chosen = -1;
  for (let step = 0; step < allowed.length; step++) {
    const stamp = allowed[(first + step) % allowed.length] ?? except;
    if (stamp === except || stamp === state.place[item]) continue;
    const added = evaluator.excessWith(item, stamp) - (state.excess[stamp] ?? 0);
    if (added >= least) continue;
    least = added;
    chosen = stamp;
    if (added <= 0) break;
  }
  return chosen;
}

import { NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** Part of the rounds that open another stamp too, so that what stands in the way there can be made anew with it. */
const WIDER = 0.35;
const MOST_SENT_HOME = 6;

/** Undoes some moves around one stamp, sometimes around two: the part of the placement that is then made anew. */
export function ruin(context: SearchContext): void {
  const { state, rng, model } = context;
  const focus = chooseFocus(context);
  if (focus < 0) return;
  sendHome(context, focus);
  if (rng() >= WIDER || state.moved.length === 0) return;
  const other = state.moved[Math.floor(rng() * state.moved.length)] ?? 0;
  sendHome(context, rng() < 0.5 ? (state.place[other] ?? 0) : (model.homes[other] ?? 0));
}

/** A stamp that is over its limit or that something moved away from; −1 = none. */
function chooseFocus({ state, rng, model }: SearchContext): number {
  const stamps = new Set<number>();
  for (const item of state.moved) stamps.add(model.homes[item] ?? 0);
  for (let stamp = 0; stamp < state.excess.length; stamp++)
    if ((state.excess[stamp] ?? 0) > NEGLIGIBLE_POINTS) stamps.add(stamp);
  const list = [...stamps].sort((one, other) => one - other);
  return list[Math.floor(rng() * list.length)] ?? -1;
}

/** Some of those that left the stamp or came to it go home; one whose home may not take it back stays. */
function sendHome(context: SearchContext, stamp: number): void {
  const { state, rng, model, evaluator } = context;
  const around = state.moved.filter((item) => model.homes[item] === stamp || state.place[item] === stamp);
  const most = Math.min(around.length, MOST_SENT_HOME);
  let left = most === 0 ? 0 : 1 + Math.floor(rng() * most);
  while (left-- > 0 && around.length > 0) {
    const at = Math.floor(rng() * around.length);
    const item = around[at] ?? 0;
    around[at] = around.at(-1) ?? 0;
    around.pop();
    const home = model.homes[item] ?? 0;
    if (evaluator.excessWith(item, home) < Number.POSITIVE_INFINITY) state.move(item, home);
  }
}

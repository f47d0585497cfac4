import { headroomOf, NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** One step of a simple rule: takes one item off a stamp over its limit; false = it knows none. */
type Rule = (context: SearchContext, stamp: number) => boolean;

/** What an experienced operator does by hand: the largest tenants of the hottest stamp to where most is left. */
export function greedyLargestFirst(context: SearchContext): void {
  followRule(context, (from, stamp) => {
    const { model } = from;
    const largest = helpful(from, stamp).sort(
      (one, other) =>
        (model.traffic[other.item] ?? 0) - (model.traffic[one.item] ?? 0) || one.item - other.item,
    );
    return largest.some((option) => place(from, option, "loose"));
  });
}

/** Best fit: the smallest one that is enough, else the one that helps most, to where least is left. */
export function greedyBestFit(context: SearchContext): void {
  followRule(context, (from, stamp) => {
    const { model, state } = from;
    const excess = state.excess[stamp] ?? 0;
    const rank = ({ item, gain }: Option) =>
      gain >= excess - NEGLIGIBLE_POINTS ? (model.traffic[item] ?? 0) - 2 ** 50 : -gain;
    const fitting = helpful(from, stamp).sort(
      (one, other) => rank(one) - rank(other) || one.item - other.item,
    );
    return fitting.some((option) => place(from, option, "tight"));
  });
}

interface Option {
  readonly item: number;
  /** Points of excess that the stamp loses with it. */
  readonly gain: number;
}

function followRule(context: SearchContext, rule: Rule): void {
  const { state, model } = context;
  const done = new Set<number>();
  for (;;) {
    if (state.moved.length >= model.instance.mostMoves) return;
    let hottest = -1;
    for (let stamp = 0; stamp < state.excess.length; stamp++) {
      if (done.has(stamp) || (state.excess[stamp] ?? 0) <= NEGLIGIBLE_POINTS) continue;
      if (hottest < 0 || (state.excess[stamp] ?? 0) > (state.excess[hottest] ?? 0)) hottest = stamp;
    }
    if (hottest < 0) return;
    if (!rule(context, hottest)) done.add(hottest);
  }
}

/** Items at home on the stamp that take off at least what a move has to. */
function helpful({ state, evaluator, model }: SearchContext, stamp: number): Option[] {
  return (state.members[stamp] ?? []).flatMap((item): Option[] => {
    if (model.homes[item] !== stamp) return [];
    const gain = (state.excess[stamp] ?? 0) - evaluator.excessWithout(item);
    return gain > model.instance.minimumGainPoints + NEGLIGIBLE_POINTS ? [{ item, gain }] : [];
  });
}

function place(context: SearchContext, { item, gain }: Option, into: "loose" | "tight"): boolean {
  const { state, evaluator, model } = context;
  const least = model.instance.minimumGainPoints + NEGLIGIBLE_POINTS;
  let chosen = -1;
  let chosenRoom = 0;
  for (const stamp of model.instance.items[item]?.allowed ?? []) {
    if (stamp === state.place[item]) continue;
    const added = evaluator.excessWith(item, stamp) - (state.excess[stamp] ?? 0);
    if (gain - added <= least) continue;
    const room = headroomOf(context, stamp);
    const better = into === "loose" ? room > chosenRoom : room < chosenRoom;
    if (chosen >= 0 && !better) continue;
    chosen = stamp;
    chosenRoom = room;
  }
  if (chosen < 0) return false;
  state.move(item, chosen);
  return true;
}

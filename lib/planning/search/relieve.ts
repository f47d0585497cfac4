import { ejectFor } from "./ejection.ts";
import { destinationsOf, headroomOf, NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** How to choose; every way is tried, since none is best everywhere. */
export interface ReliefPolicy {
  /**
   * What goes first is what gives most relief for its traffic, a move counting as so many units of traffic by itself: 0 =
   * traffic alone counts, +∞ = relief alone.
   */
  readonly unitsPerMove: number;
  /** Where to: where most is left, where least is left, or the first that can. */
  readonly into: "loose" | "tight" | "first";
  /** How far scores are blurred; 0 = not. */
  readonly blur: number;
  /** Whether others may be made to make room. */
  readonly ejections: boolean;
}

const SHORTLIST = 12;
const EJECTION_TRIES = 3;
const ENOUGH_DESTINATIONS = 3;

/** Moves items off stamps over their limit, until none is or nothing more can be done. */
export function relieve(context: SearchContext, policy: ReliefPolicy): void {
  const { state } = context;
  const givenUp = new Set<number>();
  for (;;) {
    const stamp = hottestStamp(state.excess, givenUp);
    if (stamp < 0) return;
    if (!relieveOnce(context, stamp, policy)) givenUp.add(stamp);
  }
}

function hottestStamp(excess: Float64Array, except: ReadonlySet<number>): number {
  let hottest = -1;
  let most = NEGLIGIBLE_POINTS;
  for (let stamp = 0; stamp < excess.length; stamp++) {
    const points = excess[stamp] ?? 0;
    if (points <= most || except.has(stamp)) continue;
    most = points;
    hottest = stamp;
  }
  return hottest;
}

function relieveOnce(context: SearchContext, stamp: number, policy: ReliefPolicy): boolean {
  const { state, evaluator, model } = context;
  const least = model.instance.minimumGainPoints + NEGLIGIBLE_POINTS;
  const full = state.moved.length >= model.instance.mostMoves;
  const excess = state.excess[stamp] ?? 0;
  const options = shortlist(context, stamp, policy)
    .filter((item) => !full || state.place[item] !== model.homes[item])
    .map((item) => ({ item, gain: excess - evaluator.excessWithout(item) }))
    .filter(({ item, gain }) => gain > (state.place[item] === model.homes[item] ? least : NEGLIGIBLE_POINTS));
  const worth = ({ item, gain }: { readonly item: number; readonly gain: number }) =>
    perUnit(gain, model.traffic[item] ?? 0, policy.unitsPerMove);
  options.sort((one, other) => worth(other) - worth(one) || one.item - other.item);
  for (const { item, gain } of options) {
    const to = chooseDestination(context, { item, gain: gain - least }, policy);
    if (to < 0) continue;
    state.move(item, to);
    return true;
  }
  if (!policy.ejections) return false;
  return options.slice(0, EJECTION_TRIES).some(({ item }) => ejectFor(context, item));
}

function perUnit(points: number, traffic: number, unitsPerMove: number): number {
  return unitsPerMove === Number.POSITIVE_INFINITY ? points : points / (traffic + unitsPerMove + 1);
}

/** The members worth an exact look, by estimates. */
function shortlist(context: SearchContext, stamp: number, policy: ReliefPolicy): number[] {
  const { state, model, relief, rng } = context;
  const members = state.members[stamp] ?? [];
  const scored = members.map((item) => {
    const score = perUnit((relief[item] ?? 0) + 1e-9, model.traffic[item] ?? 0, policy.unitsPerMove);
    return { item, score: score * (policy.blur > 0 ? Math.exp(policy.blur * (rng() + rng() - 1)) : 1) };
  });
  scored.sort((one, other) => other.score - one.score || one.item - other.item);
  return scored.slice(0, SHORTLIST).map(({ item }) => item);
}

/** A stamp that takes the item for less excess than `gain`; −1 = none. */
function chooseDestination(
  context: SearchContext,
  { item, gain }: { readonly item: number; readonly gain: number },
  policy: ReliefPolicy,
): number {
  const { state, evaluator, rng } = context;
  const stamps = destinationsOf(context, item);
  const start = policy.blur > 0 ? Math.floor(rng() * stamps.length) : 0;
  let chosen = -1;
  let least = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let step = 0; step < stamps.length; step++) {
    const stamp = stamps[(start + step) % stamps.length] ?? 0;
    if (stamp === state.place[item]) continue;
    const added = evaluator.excessWith(item, stamp) - (state.excess[stamp] ?? 0);
    if (added >= gain) continue;
    const room = policy.into === "first" ? 0 : headroomOf(context, stamp);
    const cost = added * 1e6 + (policy.into === "loose" ? -room : room);
    if (cost < least) {
      least = cost;
      chosen = stamp;
    }
    found++;
    if (policy.into === "first" || (policy.blur > 0 && found >= ENOUGH_DESTINATIONS)) break;
  }
  return chosen;
}

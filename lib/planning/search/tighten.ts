import { destinationsOf, NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

const REPLACEMENTS_TRIED = 8;

/** Takes disturbance out of a placement without letting its priced excess rise. */
export function tighten(context: SearchContext): void {
  returnHome(context);
  replaceBySmaller(context);
}

/** Sends home whatever is not needed where it is, the greatest traffic first, until all that is away is needed. */
export function returnHome(context: SearchContext): void {
  const { state, model } = context;
  for (;;) {
    const byTraffic = state.moved.toSorted(
      (one, other) => (model.traffic[other] ?? 0) - (model.traffic[one] ?? 0) || one - other,
    );
    for (const item of byTraffic) if (isNeedless(context, item)) state.move(item, model.homes[item] ?? 0);
    if (state.moved.length === byTraffic.length) return;
  }
}

function isNeedless({ state, evaluator, model }: SearchContext, item: number): boolean {
  const home = model.homes[item] ?? 0;
  const from = state.place[item] ?? 0;
  const back = evaluator.excessWith(item, home);
  if (back === Number.POSITIVE_INFINITY) return false;
  const rise = evaluator.excessWithout(item) + back - (state.excess[home] ?? 0) - (state.excess[from] ?? 0);
  return rise <= model.instance.minimumGainPoints + NEGLIGIBLE_POINTS;
}

/** For each moved item looks for one of less traffic from the same home that does as well. */
function replaceBySmaller(context: SearchContext): void {
  const { state, model } = context;
  for (const item of [...state.moved]) {
    const home = model.homes[item] ?? 0;
    if (state.place[item] === home) continue;
    for (const other of lighterMembers(context, item, home)) if (tryReplacement(context, item, other)) break;
  }
}

/** Members of the home with less traffic, most relief first, blurred. */
function lighterMembers({ state, model, relief, rng }: SearchContext, item: number, home: number): number[] {
  const traffic = model.traffic[item] ?? 0;
  const lighter = (state.members[home] ?? []).filter((other) => (model.traffic[other] ?? 0) < traffic);
  const scored = lighter.map((other) => ({ other, score: (relief[other] ?? 0) * (0.5 + rng()) }));
  scored.sort((one, two) => two.score - one.score || one.other - two.other);
  return scored.slice(0, REPLACEMENTS_TRIED).map(({ other }) => other);
}

function tryReplacement(context: SearchContext, item: number, other: number): boolean {
  const { state, evaluator, model } = context;
  const home = model.homes[item] ?? 0;
  const from = state.place[item] ?? 0;
  const back = evaluator.excessExchanged({ stamp: home, taken: other, added: item });
  const extra = Number(model.homes[other] === home) - 1;
  const allowed = (state.excess[home] ?? 0) + (state.excess[from] ?? 0) + NEGLIGIBLE_POINTS;
  const price = extra * model.instance.minimumGainPoints;
  if (back + price > allowed) return false;
  for (const to of destinationsOf(context, other)) {
    if (to === home) continue;
    const rest =
      to === from
        ? evaluator.excessExchanged({ stamp: from, taken: item, added: other })
        : evaluator.excessWithout(item) + evaluator.excessWith(other, to) - (state.excess[to] ?? 0);
    if (back + rest + price > allowed) continue;
    state.move(item, home);
    state.move(other, to);
    return true;
  }
  return false;
}

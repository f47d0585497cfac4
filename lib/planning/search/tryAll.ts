import { destinationsOf } from "./searchContext.ts";
import { isNeeded, keepIfBetter, type Run } from "./searchRun.ts";

/** So many placements at most: ten items that may each be on three stamps have 59,049. */
const MOST_PLACEMENTS = 60_000;
/** Placements between two looks at whether to go on. */
const BETWEEN_LOOKS = 1_024;

/** Where there are few enough placements, and evaluations for them, looks at every one: then the best is the optimum. */
export function tryAll(run: Run): void {
  const { context } = run;
  const { state, model } = context;
  const choices = model.movable.map((item) => destinationsOf(context, item));
  const placements = choices.reduce((product, stamps) => product * stamps.length, 1);
  if (placements > Math.min(MOST_PLACEMENTS, run.mostEvaluations / 2)) return;
  state.moveAll(model.homes);
  let seen = 0;
  const descend = (depth: number): void => {
    const item = model.movable[depth];
    if (item === undefined) {
      run.rounds++;
      if (isApart(run)) keepIfBetter(run);
      return;
    }
    const home = model.homes[item] ?? 0;
    for (const stamp of choices[depth] ?? []) {
      if (stamp !== home && state.moved.length >= model.instance.mostMoves) continue;
      if (seen++ % BETWEEN_LOOKS === 0) isNeeded(run);
      if (run.cut) return;
      state.move(item, stamp);
      descend(depth + 1);
      state.move(item, home);
    }
  };
  descend(0);
  state.moveAll(run.best.placement);
}

/** Whether nobody shares a stamp with whom it must not, but those that did from the start. */
function isApart({ context }: Run): boolean {
  const { state, model } = context;
  const { place } = state;
  const { homes, instance } = model;
  return instance.apart.every(
    ([one, other]) =>
      place[one] !== place[other] || (place[one] === homes[one] && place[other] === homes[other]),
  );
}

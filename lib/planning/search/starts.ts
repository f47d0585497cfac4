import { greedyBestFit, greedyLargestFirst } from "./greedy.ts";
import { restartOnce, spentOn } from "./randomRestarts.ts";
import { type ReliefPolicy, relieve } from "./relieve.ts";
import { compareStandings, type SearchContext } from "./searchContext.ts";
import { isNeeded, keepIfBetter, mayGoOn, type Run, spent } from "./searchRun.ts";
import { tighten } from "./tighten.ts";

/**
 * For so many evaluations that all else has come to, restarts at random get one in the end: so whatever a third of all
 * evaluations would come to that way is among what the search has seen.
 */
export const OTHERS_PER_RESTART = 2;
/** How many come first, in parts of what all else may come to, and at most: simple plans are soon all seen. */
const FIRST_PART = 0.25;
const MOST_AT_FIRST = 20_000;

const DIRECT: ReliefPolicy = { unitsPerMove: 0, into: "tight", blur: 0, ejections: true };
const GREAT_FIRST: ReliefPolicy = {
  unitsPerMove: Number.POSITIVE_INFINITY,
  into: "loose",
  blur: 0,
  ejections: true,
};

/** The greedy plans, the present placement relieved, and the first restarts, each as it is and improved. */
export function start(run: Run): void {
  const { context } = run;
  // However little may be spent, the greedy plans are always looked at. As they were made, they can be carried out.
  for (const rule of [greedyLargestFirst, greedyBestFit]) {
    if (!isNeeded(run)) return;
    follow(run, rule);
    keepIfBetter(run, [...context.state.moved]);
    improve(run);
  }
  for (const policy of [GREAT_FIRST, DIRECT]) {
    if (!mayGoOn(run, 1)) return;
    follow(run, (from) => relieve(from, policy));
    keepIfBetter(run);
    improve(run);
  }
  restartUntil(run, Math.min(run.mostEvaluations * FIRST_PART, MOST_AT_FIRST));
}

/** Gives the restarts their part of what all else has had; true where that led to something better. */
export function catchUp(run: Run): boolean {
  if (!restartUntil(run, spent(run) / OTHERS_PER_RESTART)) return false;
  run.context.state.moveAll(run.best.placement);
  improve(run);
  return true;
}

function follow({ context }: Run, rule: (context: SearchContext) => void): void {
  context.state.moveAll(context.model.homes);
  rule(context);
}

function improve(run: Run): void {
  if (!mayGoOn(run, 1)) return;
  relieve(run.context, DIRECT);
  tighten(run.context);
  keepIfBetter(run);
}

function restartUntil(run: Run, evaluations: number): boolean {
  const { restarts } = run;
  while (isNeeded(run) && spentOn(restarts) < evaluations) restartOnce(restarts);
  if (compareStandings(restarts.best.standing, run.best.standing) >= 0) return false;
  run.best = restarts.best;
  return true;
}

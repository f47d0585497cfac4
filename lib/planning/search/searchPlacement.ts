import { anneal, type Cooling } from "./anneal.ts";
import { createSoftPoints, worstP95 } from "./comfort.ts";
import { openRestarts, spentOn } from "./randomRestarts.ts";
import { createSafeOrder } from "./safeOrder.ts";
import {
  compareStandings,
  NEGLIGIBLE_POINTS,
  openContext,
  type SearchContext,
  type Standing,
  standingOf,
} from "./searchContext.ts";
import { layOutModel } from "./searchModel.ts";
import { attempt, hasExcess, isOver, keepIfBetter, mayGoOn, type Run, report, spent } from "./searchRun.ts";
import { settleDestinations } from "./settleDestinations.ts";
import { catchUp, OTHERS_PER_RESTART, start } from "./starts.ts";
import { returnHome } from "./tighten.ts";
import { tryAll } from "./tryAll.ts";
import type { SearchInstance, SearchOptions, SearchResult } from "./types.ts";

/** Steps of annealing between two looks at what else there is to mind. */
const STEPS_BETWEEN = 256;

/** The part of the evaluations that the first rounds take, and where there still is excess, those between annealings. */
const FIRST_ROUNDS = 0.06;
const ROUNDS_PART = 0.05;
/** The part that each annealing takes: where excess is left a slow one goes where two fast ones do not. */
const ANNEALING_PART = 0.1;
const SLOW_PART = 0.28;
/** The part that is left for destinations. */
const SEARCHED = 0.95;
/** Without excess, annealing goes on while each takes off at least this part of the traffic. */
const WORTHWHILE_PART = 0.03;
/** So much more traffic than the best an annealing may come to and count as having found the same. */
const NEAR_PART = 0.1;

const HOT: Cooling = { first: 0.7, last: 0.015, point: 0.3, keepsCeilings: false };
const MILD: Cooling = { first: 0.45, last: 0.015, point: 0.3, keepsCeilings: false };
const KEPT: Cooling = { ...HOT, keepsCeilings: true };

/**
 * Looks for the placement with the least total excess, then the least traffic moved, then the fewest moves, then the
 * lowest worst P95 (with the soft weights): an iterated local search from the present placement, from two greedy ones and
 * from the very restarts at random that `restartAtRandom` makes of the same seed with a third of the evaluations that were
 * spent, so that it never does worse than any of them. The same instance and options give the same plan, to the last move.
 *
 * Throws RangeError on an instance that contradicts itself.
 */
export function searchPlacement(instance: SearchInstance, options: SearchOptions): SearchResult {
  const model = layOutModel(instance);
  const context = openContext(model, options.seed);
  const run = openRun(context, options);
  start(run);
  tryAll(run);
  goRounds(run, FIRST_ROUNDS);
  annealRepeatedly(run);
  do settle(run);
  while (catchUp(run));
  return conclude(run);
}

/** The last of the objective, with the best as it is, where nothing is the worse for it. */
function settle(run: Run): void {
  const { context, findOrder, best } = run;
  context.state.moveAll(best.placement);
  settleDestinations(context, {
    softPoints: createSoftPoints(context),
    findOrder,
    mayGoOn: () => !run.cut && !isOver(run, 1),
  });
  dropNeedless(run);
  const standing = standingOf(context);
  if (compareStandings(standing, best.standing) > 0) return;
  const order = findOrder(context.state.place) ?? best.order;
  run.best = { standing, placement: context.state.place.slice(), order };
}

/** Another destination may have made a move needless. */
function dropNeedless({ context, findOrder }: Run): void {
  const settled = context.state.place.slice();
  returnHome(context);
  if (findOrder(context.state.place) === null) context.state.moveAll(settled);
}

/** So many evaluations by default: seconds for the largest regions. */
export function defaultEvaluations({ items, stamps }: SearchInstance): number {
  return 380_000 + 18 * items.length * stamps;
}

function openRun(context: SearchContext, options: SearchOptions): Run {
  const home = { standing: standingOf(context), placement: context.state.place.slice(), order: [] };
  const findOrder = createSafeOrder(context.model);
  const mostInAll = options.mostEvaluations ?? defaultEvaluations(context.model.instance);
  return {
    context,
    options,
    findOrder,
    mostInAll,
    mostEvaluations: (mostInAll * OTHERS_PER_RESTART) / (OTHERS_PER_RESTART + 1),
    restarts: openRestarts(context, options.seed, findOrder),
    best: home,
    current: home,
    anchor: home,
    rounds: 0,
    roundsWithoutGain: 0,
    looks: 0,
    steps: 0,
    cut: false,
  };
}

/** From the best that is known, as every way. */
function goRounds(run: Run, part: number): void {
  returnToBest(run);
  const until = Math.min(SEARCHED, spent(run) / run.mostEvaluations + part);
  while (mayGoOn(run, until)) attempt(run);
}

/** Until one confirms what the best comes to; where excess is left, rounds come between, which mind what annealing lets go of. */
function annealRepeatedly(run: Run): void {
  for (let turn = 0; mayGoOn(run, SEARCHED); turn++) {
    const before = run.best.standing;
    const reached = annealOnce(run, chooseCooling(run, turn));
    if (turn === 0) continue;
    if (hasExcess(run)) goRounds(run, ROUNDS_PART);
    else if (isSettled(run, before, reached)) return;
  }
}

/** While there is excess, every other one keeps the ceilings. */
function chooseCooling(run: Run, turn: number): Cooling {
  if (turn === 0) return HOT;
  return turn % 2 === 0 && hasExcess(run) ? KEPT : MILD;
}

/** Whether the last annealing gained next to nothing, though it came to as little by itself. */
function isSettled({ best }: Run, before: Standing, reached: number): boolean {
  const { traffic } = best.standing;
  return traffic > before.traffic * (1 - WORTHWHILE_PART) && reached <= traffic * (1 + NEAR_PART);
}

/** The least traffic without excess that it came to in its later half. */
function annealOnce(run: Run, cooling: Cooling): number {
  const { state } = run.context;
  let reached = Number.POSITIVE_INFINITY;
  returnToBest(run);
  const from = spent(run);
  const part = hasExcess(run) ? SLOW_PART : ANNEALING_PART;
  const budget = Math.min(run.mostEvaluations * SEARCHED - from, run.mostEvaluations * part);
  const progress = () => {
    if (run.steps++ % STEPS_BETWEEN === 0 && !mayGoOn(run, SEARCHED)) return 1;
    return (spent(run) - from) / budget;
  };
  const visit = (done: number) => {
    if (done > 0.5 && state.totalExcess() <= NEGLIGIBLE_POINTS)
      reached = Math.min(reached, state.trafficMoved);
    keepOrReturn(run);
  };
  anneal(run.context, cooling, { progress, visit });
  return reached;
}

function returnToBest(run: Run): void {
  run.context.state.moveAll(run.best.placement);
  run.current = run.best;
  run.anchor = run.best;
}

/** One without excess whose moves block one another leads nowhere: from the best it goes on. */
function keepOrReturn(run: Run): void {
  const { context } = run;
  if (compareStandings(standingOf(context), run.best.standing) >= 0) return;
  if (!keepIfBetter(run) && context.state.totalExcess() <= NEGLIGIBLE_POINTS)
    context.state.moveAll(run.best.placement);
}

function conclude(run: Run): SearchResult {
  const { context, best } = run;
  const { state, model } = context;
  state.moveAll(best.placement);
  report(run);
  return {
    placement: best.placement,
    order: best.order,
    objective: {
      excess: state.totalExcess(),
      traffic: state.trafficMoved * model.trafficPerUnit,
      moves: state.moved.length,
      worstP95: worstP95(context),
      softPoints: createSoftPoints(context)(),
    },
    evaluations: Math.floor(spent(run) + spentOn(run.restarts)),
    complete: !run.cut,
  };
}

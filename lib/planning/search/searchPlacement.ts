import { createSoftPoints, worstP95 } from "./comfort.ts";
import { greedyBestFit, greedyLargestFirst } from "./greedy.ts";
import { type ReliefPolicy, relieve } from "./relieve.ts";
import { createSafeOrder } from "./safeOrder.ts";
import { NEGLIGIBLE_POINTS, openContext, type SearchContext, standingOf } from "./searchContext.ts";
import { layOutModel } from "./searchModel.ts";
import {
  attempt,
  type Best,
  budgetOf,
  hasExcess,
  keepIfBetter,
  PART_FOR_MOVES,
  type Run,
  spent,
} from "./searchRun.ts";
import { settleDestinations } from "./settleDestinations.ts";
import { returnHome, tighten } from "./tighten.ts";
import type { SearchInstance, SearchOptions, SearchResult } from "./types.ts";

/** The part without anything better after which, without excess, nothing more is looked for. */
const PART_WITHOUT_GAIN = 0.4;
const PROGRESS_ROUNDS = 64;

/** The part that is spent on starts at random, from the present placement each. */
const PART_FOR_STARTS = 0.12;

const DIRECT: ReliefPolicy = { unitsPerMove: 0, into: "tight", blur: 0, ejections: true };
const GREAT_FIRST: ReliefPolicy = {
  unitsPerMove: Number.POSITIVE_INFINITY,
  into: "loose",
  blur: 0,
  ejections: true,
};

/**
 * Looks for the placement with the least total excess, then the least traffic moved, then the fewest moves, then the
 * lowest worst P95 (with the soft weights): an iterated local search from the present placement and from two greedy ones,
 * so that it never does worse than they. The same instance and options give the same plan, to the last move.
 *
 * Throws RangeError on an instance that contradicts itself.
 */
export function searchPlacement(instance: SearchInstance, options: SearchOptions): SearchResult {
  const model = layOutModel(instance);
  const context = openContext(model, options.seed);
  const run = openRun(context, options);
  start(run);
  while (mayGoOn(run, PART_FOR_MOVES)) attempt(run);
  context.state.moveAll(run.best.placement);
  settleDestinations(context, {
    softPoints: createSoftPoints(context),
    findOrder: run.findOrder,
    mayGoOn: () => !run.cut && !isOver(run, 1),
  });
  dropNeedless(run);
  return conclude(run);
}

/** Another destination may have made a move needless. */
function dropNeedless({ context, findOrder }: Run): void {
  const settled = context.state.place.slice();
  returnHome(context);
  if (findOrder(context.state.place) === null) context.state.moveAll(settled);
}

/** So many evaluations by default: seconds for the largest regions. */
export function defaultEvaluations({ items, stamps }: SearchInstance): number {
  return 150_000 + 12 * items.length * stamps;
}

function openRun(context: SearchContext, options: SearchOptions): Run {
  const home: Best = { standing: standingOf(context), placement: context.state.place.slice() };
  return {
    context,
    options,
    findOrder: createSafeOrder(context.model),
    mostEvaluations: options.mostEvaluations ?? defaultEvaluations(context.model.instance),
    best: home,
    current: home,
    anchor: home,
    rounds: 0,
    roundsWithoutGain: 0,
    gainedAt: 0,
    clearedAt: 0,
    cut: false,
  };
}

function isOver(run: Run, part: number): boolean {
  return spent(run) >= budgetOf(run) * part;
}

function mayGoOn(run: Run, part: number): boolean {
  if (run.best.standing.priced <= NEGLIGIBLE_POINTS && run.best.standing.moves === 0) return false;
  if (run.options.shouldStop?.() === true) run.cut = true;
  if (run.rounds % PROGRESS_ROUNDS === 0) report(run);
  const idle = !hasExcess(run) && spent(run) - run.gainedAt > run.mostEvaluations * PART_WITHOUT_GAIN;
  return !run.cut && !idle && !isOver(run, part);
}

/** The present placement relieved, and the greedy ones, each as it is and improved. */
function start(run: Run): void {
  const { context } = run;
  const { state, model } = context;
  const rules = [
    greedyLargestFirst,
    greedyBestFit,
    (from: SearchContext) => relieve(from, GREAT_FIRST),
    (from: SearchContext) => relieve(from, DIRECT),
  ];
  for (const rule of rules) {
    if (!mayGoOn(run, PART_FOR_MOVES)) return;
    state.moveAll(model.homes);
    rule(context);
    keepIfBetter(run);
    relieve(context, DIRECT);
    tighten(context);
    keepIfBetter(run);
  }
  startAnew(run);
  state.moveAll(run.best.placement);
  run.current = run.best;
  run.anchor = run.best;
}

/** Where there is room everywhere, a good one of many simple plans is hard to improve upon. */
function startAnew(run: Run): void {
  const { context } = run;
  const { state, model, rng } = context;
  while (mayGoOn(run, PART_FOR_STARTS)) {
    run.rounds++;
    state.moveAll(model.homes);
    relieve(context, { unitsPerMove: 0, into: "first", blur: 2 * rng(), ejections: false });
    returnHome(context);
    keepIfBetter(run);
  }
}

function report(run: Run): void {
  const { priced, moves } = run.best.standing;
  run.options.onProgress?.({
    evaluations: spent(run),
    mostEvaluations: run.mostEvaluations,
    excess: priced - run.context.model.instance.minimumGainPoints * moves,
    moves,
  });
}

function conclude(run: Run): SearchResult {
  const { context } = run;
  const { state, model } = context;
  const order = run.findOrder(state.place);
  if (order === null) throw new Error("the best placement was kept without an order of its moves");
  report(run);
  return {
    placement: state.place.slice(),
    order,
    objective: {
      excess: state.totalExcess(),
      traffic: state.trafficMoved * model.trafficPerUnit,
      moves: state.moved.length,
      worstP95: worstP95(context),
      softPoints: createSoftPoints(context)(),
    },
    evaluations: spent(run),
    complete: !run.cut,
  };
}

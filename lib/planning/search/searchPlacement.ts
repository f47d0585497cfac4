import { createSoftPoints, worstP95 } from "./comfort.ts";
import { greedyBestFit, greedyLargestFirst } from "./greedy.ts";
import { type ReliefPolicy, relieve } from "./relieve.ts";
import { ruin } from "./ruin.ts";
import { createSafeOrder, type FindSafeOrder } from "./safeOrder.ts";
import {
  compareStandings,
  NEGLIGIBLE_POINTS,
  openContext,
  type SearchContext,
  type Standing,
  standingOf,
} from "./searchContext.ts";
import { layOutModel } from "./searchModel.ts";
import { settleDestinations } from "./settleDestinations.ts";
import { returnHome, tighten } from "./tighten.ts";
import type { SearchInstance, SearchOptions, SearchResult } from "./types.ts";
import { wander } from "./wander.ts";

/** The part of the evaluations after which the moved set is left as it is and destinations are settled. */
const PART_FOR_MOVES = 0.9;
/** The part of the evaluations without anything better after which nothing more is looked for. */
const PART_WITHOUT_GAIN = 0.4;
/** Rounds without anything better after which the search goes back to the best. */
const PATIENCE_ROUNDS = 250;
/** How much more traffic than the best a placement may at first have to be gone on from; less and less towards the end. */
const TOLERATED_TRAFFIC = 0.3;
/** The same of priced excess. */
const TOLERATED_EXCESS = 0.05;
/** Part of the rounds that begin with steps at random: while there is excess, and when there is none. */
const WANDERING_OVER = 0.4;
const WANDERING = 0.05;
const PROGRESS_ROUNDS = 64;

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
  return conclude(run);
}

/** So many evaluations by default: seconds for the largest regions. */
export function defaultEvaluations({ items, stamps }: SearchInstance): number {
  return 100_000 + 10 * items.length * stamps;
}

interface Best {
  readonly standing: Standing;
  readonly placement: Int32Array;
}

interface Run {
  readonly context: SearchContext;
  readonly options: SearchOptions;
  readonly findOrder: FindSafeOrder;
  readonly mostEvaluations: number;
  best: Best;
  current: Best;
  rounds: number;
  roundsWithoutGain: number;
  /** Evaluations spent when the best was found. */
  gainedAt: number;
  cut: boolean;
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
    rounds: 0,
    roundsWithoutGain: 0,
    gainedAt: 0,
    cut: false,
  };
}

/** A round costs at least one, so that rounds in which all is known end too. */
function spent({ context, rounds }: Run): number {
  return context.evaluator.evaluations + rounds;
}

function isOver(run: Run, part: number): boolean {
  return spent(run) >= run.mostEvaluations * part;
}

function mayGoOn(run: Run, part: number): boolean {
  if (run.best.standing.priced <= NEGLIGIBLE_POINTS && run.best.standing.moves === 0) return false;
  if (run.options.shouldStop?.() === true) run.cut = true;
  if (run.rounds % PROGRESS_ROUNDS === 0) report(run);
  const idle = spent(run) - run.gainedAt > run.mostEvaluations * PART_WITHOUT_GAIN;
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
  state.moveAll(run.best.placement);
  run.current = run.best;
}

/** One round: part of the placement is undone and made anew; what is not worse is gone on from. */
function attempt(run: Run): void {
  const { context } = run;
  const { state } = context;
  run.rounds++;
  const over = run.best.standing.priced > NEGLIGIBLE_POINTS;
  const wandering = context.rng() < (over ? WANDERING_OVER : WANDERING);
  if (wandering) wander(context);
  if (!wandering || context.rng() < 0.5) ruin(context);
  relieve(context, choosePolicy(run));
  if (context.rng() < 0.25) tighten(context);
  else returnHome(context);
  const standing = standingOf(context);
  if (keepIfBetter(run)) {
    run.roundsWithoutGain = 0;
    run.current = run.best;
    return;
  }
  run.roundsWithoutGain++;
  if (run.roundsWithoutGain % PATIENCE_ROUNDS === 0) {
    run.current = run.best;
    state.moveAll(run.best.placement);
  } else if (isTolerable(run, standing)) run.current = { standing, placement: state.place.slice() };
  else state.moveAll(run.current.placement);
}

function isTolerable(run: Run, standing: Standing): boolean {
  const { best, current, context } = run;
  const left = Math.max(0, 1 - spent(run) / (run.mostEvaluations * PART_FOR_MOVES));
  if (compareStandings(standing, current.standing) <= 0) return true;
  if (
    standing.priced >
    best.standing.priced * (1 + TOLERATED_EXCESS * left * context.rng()) + NEGLIGIBLE_POINTS
  )
    return false;
  return standing.traffic <= best.standing.traffic * (1 + TOLERATED_TRAFFIC * left * context.rng());
}

function choosePolicy(run: Run): ReliefPolicy {
  const { rng } = run.context;
  return {
    unitsPerMove: chooseUnitsPerMove(run),
    into: rng() < 0.5 ? "tight" : rng() < 0.5 ? "first" : "loose",
    blur: 0.2 + 1.3 * rng(),
    ejections: rng() < 0.5,
  };
}

function chooseUnitsPerMove({ context, best }: Run): number {
  const { rng, model } = context;
  // Where moves are what is short, each has to take off much.
  const short = best.standing.moves >= model.instance.mostMoves * 0.9;
  const draw = rng();
  if (draw < (short ? 0.1 : 0.5)) return 0;
  if (draw < (short ? 0.3 : 0.65)) return Number.POSITIVE_INFINITY;
  const mean = model.traffic.reduce((sum, units) => sum + units, 0) / Math.max(1, model.traffic.length);
  return mean * 10 ** (2 * rng() - 1);
}

/** A placement counts only where its moves can be made one after the other. */
function keepIfBetter(run: Run): boolean {
  const { context } = run;
  const standing = standingOf(context);
  if (compareStandings(standing, run.best.standing) >= 0) return false;
  if (run.findOrder(context.state.place) === null) return false;
  run.best = { standing, placement: context.state.place.slice() };
  run.gainedAt = spent(run);
  return true;
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

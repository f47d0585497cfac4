import { type RandomRestarts, spentOn } from "./randomRestarts.ts";
import { type ReliefPolicy, relieve } from "./relieve.ts";
import { ruin } from "./ruin.ts";
import type { FindSafeOrder } from "./safeOrder.ts";
import {
  type Best,
  compareStandings,
  NEGLIGIBLE_POINTS,
  type SearchContext,
  type Standing,
  standingOf,
} from "./searchContext.ts";
import { returnHome, tighten } from "./tighten.ts";
import type { SearchOptions } from "./types.ts";
import { wander } from "./wander.ts";

/** So many times it is asked whether to go on until progress is told again. */
const LOOKS_BETWEEN = 16;
/** Rounds without anything better after which the search goes back to the best. */
const PATIENCE_ROUNDS = 250;
/** How much more traffic than the best a placement may at first have to be gone on from; less and less towards the end. */
const TOLERATED_TRAFFIC = 0.3;
/** The same of priced excess. */
const TOLERATED_EXCESS = 0.05;
/** Part of the rounds that begin with steps at random: while there is excess, and when there is none. */
const WANDERING_OVER = 0.4;
const WANDERING = 0.05;
/** What a step of annealing costs beside its evaluations, in evaluations. */
const STEP_PART = 0.2;

/** Where the search has been; whether its moves can be made is not asked. */
type Visited = Omit<Best, "order">;

export interface Run {
  readonly context: SearchContext;
  readonly options: SearchOptions;
  readonly findOrder: FindSafeOrder;
  /** What may be spent in all, and beside the restarts. */
  readonly mostInAll: number;
  readonly mostEvaluations: number;
  readonly restarts: RandomRestarts;
  best: Best;
  current: Visited;
  /** The best since the search last went back: what is tolerated is held against it. */
  anchor: Visited;
  rounds: number;
  /** Steps of annealing. */
  steps: number;
  roundsWithoutGain: number;
  looks: number;
  cut: boolean;
}

/** Beside the restarts. A round costs at least one, and a step its part, so that those in which all is known end too. */
export function spent({ context, rounds, steps }: Run): number {
  return context.evaluator.evaluations + rounds + steps * STEP_PART;
}

export function isOver(run: Run, part: number): boolean {
  return spent(run) >= run.mostEvaluations * part;
}

/** Whether there is something to do, and it was not cut off. */
export function isNeeded(run: Run): boolean {
  if (run.best.standing.priced <= NEGLIGIBLE_POINTS && run.best.standing.moves === 0) return false;
  if (run.options.shouldStop?.() === true) run.cut = true;
  if (run.looks++ % LOOKS_BETWEEN === 0) report(run);
  return !run.cut;
}

export function mayGoOn(run: Run, part: number): boolean {
  return isNeeded(run) && !isOver(run, part);
}

export function report(run: Run): void {
  const { priced, moves } = run.best.standing;
  run.options.onProgress?.({
    evaluations: Math.min(Math.floor(spent(run) + spentOn(run.restarts)), run.mostInAll),
    mostEvaluations: run.mostInAll,
    excess: priced - run.context.model.instance.minimumGainPoints * moves,
    moves,
  });
}

export function hasExcess({ best, context }: Run): boolean {
  const price = context.model.instance.minimumGainPoints;
  return best.standing.priced - price * best.standing.moves > NEGLIGIBLE_POINTS;
}

/** One round: part of the placement is undone and made anew; what is not worse is gone on from. */
export function attempt(run: Run): void {
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
    run.anchor = run.best;
    return;
  }
  run.roundsWithoutGain++;
  if (run.roundsWithoutGain % PATIENCE_ROUNDS === 0) {
    goBack(run);
  } else if (isTolerable(run, standing)) {
    run.current = { standing, placement: state.place.slice() };
    if (compareStandings(standing, run.anchor.standing) < 0) run.anchor = run.current;
  } else state.moveAll(run.current.placement);
}

/** To the best, or every fourth time to the start, to come by another way. */
function goBack(run: Run): void {
  const { context } = run;
  const anew = (run.roundsWithoutGain / PATIENCE_ROUNDS) % 4 === 0;
  context.state.moveAll(anew ? context.model.homes : run.best.placement);
  if (anew) relieve(context, choosePolicy(run));
  run.current = { standing: standingOf(context), placement: context.state.place.slice() };
  run.anchor = run.current;
}

function isTolerable(run: Run, standing: Standing): boolean {
  const { anchor, current, context } = run;
  const left = Math.max(0, 1 - spent(run) / run.mostEvaluations);
  if (compareStandings(standing, current.standing) <= 0) return true;
  if (
    standing.priced >
    anchor.standing.priced * (1 + TOLERATED_EXCESS * left * context.rng()) + NEGLIGIBLE_POINTS
  )
    return false;
  return standing.traffic <= anchor.standing.traffic * (1 + TOLERATED_TRAFFIC * left * context.rng());
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

/**
 * A placement counts only where its ceilings are kept and its moves can be made one after the other; `known` is an order in
 * which they can, where one is known.
 */
export function keepIfBetter(run: Run, known: readonly number[] | null = null): boolean {
  const { context } = run;
  const standing = standingOf(context);
  if (compareStandings(standing, run.best.standing) >= 0) return false;
  if (!isWithinCeilings(context)) return false;
  const order = run.findOrder(context.state.place) ?? known;
  if (order === null) return false;
  run.best = { standing, placement: context.state.place.slice(), order };
  return true;
}

function isWithinCeilings({ state, model }: SearchContext): boolean {
  return model.pools.every(
    ({ stamp }, pool) =>
      (state.received[stamp] ?? 0) === 0 || (state.p95[pool] ?? 0) <= (state.ceiling[pool] ?? 0),
  );
}

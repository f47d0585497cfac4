import type { PlannedStamp, SimulatedPool } from "../../simulation/types.ts";
import { quantileR7 } from "../../stats/index.ts";
import { boundExcess } from "../search/boundExcess.ts";
import { defaultEvaluations } from "../search/searchPlacement.ts";
import type { SearchInstance, SearchOptions, SearchResult } from "../search/types.ts";
import { createInstances, type InstanceQuestion, type RegionInstance } from "./makeInstance.ts";
import { findVain } from "./pruneMoves.ts";
import {
  findOverfull,
  findSpoiled,
  findStillOver,
  simulateAll,
  totalExcess,
  type Violation,
} from "./simulateRegion.ts";
import { type ChosenMove, poolKey } from "./types.ts";

export type Search = (instance: SearchInstance, options: Omit<SearchOptions, "shouldStop">) => SearchResult;

export interface RebalanceQuestion extends InstanceQuestion {
  /** Of tenants that are isolated: made in any case. */
  readonly given: readonly ChosenMove[];
  readonly planned: readonly PlannedStamp[];
  readonly seed: number;
  readonly mostEvaluations: number | null;
  readonly search: Search;
  readonly onRound: (round: number) => void;
  readonly onProgress?: SearchOptions["onProgress"];
  /** What of a plan breaks a rule on the way, given its moves: for plans that are sound at their end. */
  readonly findBroken: (moves: readonly ChosenMove[]) => Violation | null;
}

export interface Rebalance {
  /** Those of the search alone. */
  readonly moves: readonly ChosenMove[];
  readonly evaluations: number;
  readonly complete: boolean;
  readonly lowerBound: number | null;
  readonly rounds: number;
}

/** So many searches until the exact simulation agrees; then what it does not agree with is left out. */
const MOST_ROUNDS = 8;
/** Margins are found by shorter searches: only one that the simulation agrees with is searched in full. */
const ROUGH_PART = 0.25;
/** A margin is raised by a little more than what was too much, so that it is not raised for ever. */
const MARGIN_STEP_POINTS = 0.25;
const NEGLIGIBLE_POINTS = 0.01;

/**
 * Moves among shared stamps: searched with limits less a margin for the intervals, then held against the exact simulation.
 * Where that has the high end of a pool's interval over what it may be, its margin is raised by so much, and it is searched
 * again. A search that the simulation agrees with is made once more in full. Of all that it agrees with, the one with the
 * least excess at the high ends is taken, then the one with the fewest moves; where it never does, moves are left out until
 * it does.
 */
export function rebalance(question: RebalanceQuestion): Rebalance {
  const instanceOf = createInstances(question);
  const plain = instanceOf(new Map());
  if (!hasExcess(plain) || plain.items.length === 0 || question.mostMoves === 0)
    return { moves: [], evaluations: 0, complete: true, lowerBound: null, rounds: 0 };
  const lowerBound = boundExcess(plain.instance) + outOfReach(question, plain);
  const margins = new Map<string, number>();
  const sound: Candidate[] = [];
  let evaluations = 0;
  let isFull = false;
  let last: Candidate | null = null;
  let rounds = 0;
  let complete = true;
  while (rounds < MOST_ROUNDS) {
    rounds++;
    question.onRound(rounds);
    const region = instanceOf(margins);
    const result = searchOnce(question, region, isFull ? 1 : ROUGH_PART);
    evaluations += result.evaluations;
    complete = result.complete;
    const candidate = judgeMoves(question, movesOf(region, result));
    last = candidate;
    if (candidate.violations.length === 0) sound.push(candidate);
    if (!complete) break;
    const wanted = [...candidate.violations, ...findRelievable(candidate, { region, result })];
    if (wanted.length === 0 && isFull) break;
    isFull = wanted.length === 0;
    raise(margins, wanted);
  }
  const best = chooseBest(sound) ?? (last === null ? null : thinOut(question, last));
  return {
    moves: best === null ? [] : leaveOutVain(question, best).moves,
    evaluations,
    complete,
    lowerBound,
    rounds,
  };
}

interface Candidate {
  readonly moves: readonly ChosenMove[];
  readonly pools: readonly SimulatedPool[];
  readonly violations: readonly Violation[];
}

/** Whether any pool from which something may move is over its limit. */
function hasExcess({ instance }: RegionInstance): boolean {
  return instance.pools.some(({ measured, limit }) => {
    const known = Float64Array.from(measured).filter((points) => !Number.isNaN(points));
    return (quantileR7(known, 0.95) ?? 0) > limit + NEGLIGIBLE_POINTS;
  });
}

/** Points over limits that no move of the instance can take off: of stamps that give nothing. */
function outOfReach({ facts, baseline }: InstanceQuestion, { items }: RegionInstance): number {
  const giving = new Set(items.map(({ home }) => home));
  return totalExcess(
    baseline.filter(({ stamp }) => !giving.has(stamp) && facts.pools.some((pool) => pool.stamp === stamp)),
    "value",
  );
}

function searchOnce(question: RebalanceQuestion, { instance }: RegionInstance, part: number): SearchResult {
  const most = question.mostEvaluations ?? defaultEvaluations(instance);
  return question.search(instance, {
    seed: question.seed,
    mostEvaluations: Math.max(1, Math.ceil(most * part)),
    ...(question.onProgress === undefined ? {} : { onProgress: question.onProgress }),
  });
}

function movesOf({ items, stamps }: RegionInstance, { order, placement }: SearchResult): ChosenMove[] {
  return order.flatMap((item): ChosenMove[] => {
    const replica = items[item];
    const to = stamps[placement[item] ?? -1];
    if (replica === undefined || to === undefined) return [];
    const { registry, tenant, home } = replica;
    return [{ registry, tenant, from: home, to, isolates: false }];
  });
}

function judgeMoves(question: RebalanceQuestion, moves: readonly ChosenMove[]): Candidate {
  const { facts, given, planned } = question;
  const all = [...given, ...moves];
  const pools = simulateAll(facts, { moves: all, planned });
  const overfull = [...findOverfull(pools), ...findSpoiled(pools, question.baseline)];
  const broken = overfull.length > 0 || moves.length === 0 ? null : question.findBroken(all);
  return { moves, pools, violations: broken === null ? overfull : [broken] };
}

/** Pools that lose and stay over at their high end, though the search took them to be relieved: it has to take off more. */
function findRelievable(
  { pools }: Candidate,
  { region, result }: { readonly region: RegionInstance; readonly result: SearchResult },
): Violation[] {
  const relieved = new Set(
    region.pools.flatMap((pool, index) => (isRelieved(region, { index, result }) ? [poolKey(pool)] : [])),
  );
  return findStillOver(pools).filter(({ key }) => relieved.has(key));
}

/** Whether a pool is at its limit, less the margin, as the search has it: what is over is less than one more move has to gain. */
function isRelieved(
  { instance }: RegionInstance,
  { index, result }: { readonly index: number; readonly result: SearchResult },
): boolean {
  const pool = instance.pools[index];
  if (pool === undefined) return false;
  const curve = Float64Array.from(pool.measured);
  for (const [item, { home, loads }] of instance.items.entries()) {
    const to = result.placement[item] ?? home;
    const own = loads.find(({ kind }) => kind === pool.kind);
    if (to === home || own === undefined) continue;
    if (home === pool.stamp)
      for (let bin = 0; bin < curve.length; bin++) curve[bin] = (curve[bin] ?? 0) - (own.leave[bin] ?? 0);
    if (to === pool.stamp)
      for (let bin = 0; bin < curve.length; bin++)
        curve[bin] = (curve[bin] ?? 0) + pool.scale * (own.demand[bin] ?? 0);
  }
  const p95 =
    quantileR7(
      curve.filter((points) => !Number.isNaN(points)),
      0.95,
    ) ?? 0;
  return p95 <= pool.limit + Math.max(NEGLIGIBLE_POINTS, instance.minimumGainPoints);
}

function raise(margins: Map<string, number>, violations: readonly Violation[]): void {
  for (const { key, high, bound } of violations) {
    const over = high === null ? bound : Math.max(0, high - bound);
    margins.set(key, (margins.get(key) ?? 0) + over + MARGIN_STEP_POINTS);
  }
}

function chooseBest(candidates: readonly Candidate[]): Candidate | null {
  const scored = candidates.map((candidate, place) => ({
    candidate,
    place,
    excess: Math.round(10 * totalExcess(candidate.pools, "high")),
  }));
  scored.sort(
    (a, b) => a.excess - b.excess || a.candidate.moves.length - b.candidate.moves.length || b.place - a.place,
  );
  return scored[0]?.candidate ?? null;
}

/** Leaves out moves that gain nothing, as long as the exact simulation agrees with what is left. */
function leaveOutVain(question: RebalanceQuestion, candidate: Candidate): Candidate {
  let left = candidate;
  const kept = new Set<ChosenMove>();
  for (;;) {
    const vain = findVain(question, left.moves, kept);
    if (vain === null) return left;
    const without = judgeMoves(
      question,
      left.moves.filter((move) => move !== vain),
    );
    if (without.violations.length === 0) left = without;
    else kept.add(vain);
  }
}

/** Leaves out moves to where it is too hot, the last ones first, until the exact simulation agrees. */
function thinOut(question: RebalanceQuestion, candidate: Candidate): Candidate {
  let left = candidate;
  while (left.violations.length > 0 && left.moves.length > 0) {
    const hot = new Set(left.violations.map(({ stamp }) => stamp));
    const last = left.moves.findLast(({ to }) => hot.has(to)) ?? left.moves.at(-1);
    left = judgeMoves(
      question,
      left.moves.filter((move) => move !== last),
    );
  }
  return left;
}

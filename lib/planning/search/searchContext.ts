import { createRng, type Rng } from "../../core/index.ts";
import { Evaluator } from "./evaluator.ts";
import { PlacementState } from "./placementState.ts";
import type { SearchModel } from "./searchModel.ts";

/** Points that are taken for none. */
export const NEGLIGIBLE_POINTS = 1e-7;

/** What every step of the search works on. */
export interface SearchContext {
  readonly model: SearchModel;
  readonly state: PlacementState;
  readonly evaluator: Evaluator;
  readonly rng: Rng;
  /** Points at the hottest bins of its home that leave with an item: what to look at first, never what decides. */
  readonly relief: Float64Array;
}

export function openContext(model: SearchModel, seed: number): SearchContext {
  const state = new PlacementState(model);
  const relief = Float64Array.from(model.homes, (_, item) => estimateRelief(state, item));
  return { model, state, evaluator: new Evaluator(state), rng: createRng(seed), relief };
}

/** How a placement stands: less is better, in this order. */
export interface Standing {
  /** Total excess, with what each move has to gain at least added for each. */
  readonly priced: number;
  readonly traffic: number;
  readonly moves: number;
}

/** A placement, how it stands, and an order in which each of its moves can be made. */
export interface Best {
  readonly standing: Standing;
  readonly placement: Int32Array;
  readonly order: readonly number[];
}

export function standingOf({ state, model }: SearchContext): Standing {
  const moves = state.moved.length;
  const priced = state.totalExcess() + model.instance.minimumGainPoints * moves;
  return { priced, traffic: state.trafficMoved, moves };
}

/** Negative where `one` is better, 0 where they are as good. */
export function compareStandings(one: Standing, other: Standing): number {
  if (Math.abs(one.priced - other.priced) > NEGLIGIBLE_POINTS) return one.priced - other.priced;
  return one.traffic - other.traffic || one.moves - other.moves;
}

/** Where an item may go: where it is allowed, and home. */
export function destinationsOf({ model }: SearchContext, item: number): readonly number[] {
  const home = model.homes[item] ?? 0;
  const allowed = model.instance.items[item]?.allowed ?? [];
  return allowed.includes(home) ? allowed : [...allowed, home];
}

/** Points that a stamp's tightest pool has left under what it may come to. */
export function headroomOf({ state, model }: SearchContext, stamp: number): number {
  const { poolAt, pools, instance } = model;
  let least = Number.POSITIVE_INFINITY;
  for (let kind = 0; kind < instance.kinds; kind++) {
    const index = poolAt[stamp * instance.kinds + kind] ?? -1;
    const pool = pools[index];
    if (pool === undefined) continue;
    const left = ((state.ceiling[index] ?? 0) - (state.p95[index] ?? 0)) * pool.pointsPerTick;
    if (left < least) least = left;
  }
  return least;
}

function estimateRelief(state: PlacementState, item: number): number {
  const { model } = state;
  const { instance, poolAt, pools, homes } = model;
  let hot = 0;
  let any = 0;
  for (let kind = 0; kind < instance.kinds; kind++) {
    const index = poolAt[(homes[item] ?? 0) * instance.kinds + kind] ?? -1;
    const pool = pools[index];
    const curve = model.leave[item * instance.kinds + kind];
    if (pool === undefined || curve === null || curve === undefined) continue;
    const from = state.lower[index] ?? 0;
    const ticks = model.memory.look(curve.address);
    let sum = 0;
    let count = 0;
    for (let bin = 0; bin < instance.bins; bin++) {
      if ((pool.base[bin] ?? 0) < from) continue;
      sum += ticks[bin] ?? 0;
      count++;
    }
    const points = (sum / Math.max(1, count)) * pool.pointsPerTick;
    any += points;
    if ((state.p95[index] ?? 0) > pool.limit) hot += points;
  }
  return hot > 0 ? hot : any;
}

import type { SearchInstance } from "../../planning/search/index.ts";
import { PlacementState } from "../../planning/search/placementState.ts";
import { createSafeOrder } from "../../planning/search/safeOrder.ts";
import { layOutModel, type SearchModel } from "../../planning/search/searchModel.ts";

/** The best of all placements, by the order of the objective. */
export interface OptimalPlacement {
  /** Total excess with the least gain of each move added. */
  readonly priced: number;
  readonly excess: number;
  readonly traffic: number;
  readonly moves: number;
}

const NEGLIGIBLE_POINTS = 1e-7;

/** Looks at every placement that the constraints allow: what a search is held against. For up to ten movable items. */
export function tryAllPlacements(instance: SearchInstance): OptimalPlacement {
  const model = layOutModel(instance);
  const state = new PlacementState(model);
  const findOrder = createSafeOrder(model);
  let best: OptimalPlacement = standing(state);
  const descend = (depth: number): void => {
    const item = model.movable[depth];
    if (item === undefined) {
      const here = standing(state);
      if (compare(here, best) < 0 && isAllowed(state) && findOrder(state.place) !== null) best = here;
      return;
    }
    const home = model.homes[item] ?? 0;
    descend(depth + 1);
    if (state.moved.length >= instance.mostMoves) return;
    for (const stamp of instance.items[item]?.allowed ?? []) {
      if (stamp === home) continue;
      state.move(item, stamp);
      descend(depth + 1);
      state.move(item, home);
    }
  };
  descend(0);
  return { ...best, traffic: best.traffic * model.trafficPerUnit };
}

function standing(state: PlacementState): OptimalPlacement {
  const excess = state.totalExcess();
  const moves = state.moved.length;
  const priced = excess + state.model.instance.minimumGainPoints * moves;
  return { priced, excess, traffic: state.trafficMoved, moves };
}

function compare(one: OptimalPlacement, other: OptimalPlacement): number {
  if (Math.abs(one.priced - other.priced) > NEGLIGIBLE_POINTS) return one.priced - other.priced;
  return one.traffic - other.traffic || one.moves - other.moves;
}

/** Every pool that received is under its ceiling, and nobody shares a stamp with whom it must not. */
export function isAllowed(state: PlacementState): boolean {
  const { model, received, p95, ceiling, place } = state;
  const roomy = model.pools.every(
    ({ stamp }, pool) => (received[stamp] ?? 0) === 0 || (p95[pool] ?? 0) <= (ceiling[pool] ?? 0),
  );
  return roomy && isApart(model, place) && state.moved.length <= model.instance.mostMoves;
}

function isApart({ instance, homes }: SearchModel, place: Int32Array): boolean {
  return instance.apart.every(
    ([one, other]) =>
      place[one] !== place[other] || (place[one] === homes[one] && place[other] === homes[other]),
  );
}

import { Evaluator } from "./evaluator.ts";
import { PlacementState } from "./placementState.ts";
import type { SearchModel } from "./searchModel.ts";

/** The items that move, in an order in which each can; null = there is none that goes smallest first where it can. */
export type FindSafeOrder = (placement: Int32Array) => number[] | null;

/**
 * Looks for an order in which every cutover is within the limits: while an item moves, its load is on both ends, and what
 * its destination is yet to lose is still there. Smallest first; one that does not fit yet waits for those that make room.
 */
export function createSafeOrder(model: SearchModel): FindSafeOrder {
  const state = new PlacementState(model);
  const evaluator = new Evaluator(state);
  return (placement) => {
    const waiting = model.movable
      .filter((item) => placement[item] !== model.homes[item])
      .sort((one, other) => (model.traffic[one] ?? 0) - (model.traffic[other] ?? 0) || one - other);
    // A stamp that only receives, or only loses, is at its fullest at one end of any order.
    if (!exchangesOnOneStamp(model, waiting, placement)) return waiting;
    const order = followOrder(waiting, placement, { state, evaluator });
    state.moveAll(model.homes);
    return order;
  };
}

function exchangesOnOneStamp(model: SearchModel, moved: readonly number[], placement: Int32Array): boolean {
  const losing = new Set(moved.map((item) => model.homes[item]));
  return moved.some((item) => losing.has(placement[item]));
}

function followOrder(
  moved: readonly number[],
  placement: Int32Array,
  { state, evaluator }: { readonly state: PlacementState; readonly evaluator: Evaluator },
): number[] | null {
  const order: number[] = [];
  let waiting = [...moved];
  while (waiting.length > 0) {
    const left = waiting.filter((item) => {
      const to = placement[item] ?? 0;
      if (evaluator.excessWith(item, to) === Number.POSITIVE_INFINITY) return true;
      state.move(item, to);
      order.push(item);
      return false;
    });
    if (left.length === waiting.length) return null;
    waiting = left;
  }
  return order;
}

import { Evaluator } from "./evaluator.ts";
import { PlacementState } from "./placementState.ts";
import type { SearchModel } from "./searchModel.ts";

/** The items that move, in an order in which each can; null = none was found. */
export type FindSafeOrder = (placement: Int32Array) => number[] | null;

/**
 * Looks for an order in which every cutover is within the limits: while an item moves, its load is on both ends, and what
 * its destination is yet to lose is still there. Smallest first; one that does not fit yet waits for those that make room.
 * Where that ends with all waiting for each other, what makes room goes first.
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
    const order =
      followOrder(waiting, placement, { state, evaluator }) ??
      makeRoomFirst(waiting, placement, { state, evaluator });
    state.moveAll(model.homes);
    return order;
  };
}

function exchangesOnOneStamp(model: SearchModel, moved: readonly number[], placement: Int32Array): boolean {
  const losing = new Set(moved.map((item) => model.homes[item]));
  return moved.some((item) => losing.has(placement[item]));
}

interface Trial {
  readonly state: PlacementState;
  readonly evaluator: Evaluator;
}

function followOrder(moved: readonly number[], placement: Int32Array, trial: Trial): number[] | null {
  const order: number[] = [];
  let waiting = [...moved];
  while (waiting.length > 0) {
    const left = waiting.filter((item) => {
      if (!moves(item, placement, trial)) return true;
      order.push(item);
      return false;
    });
    if (left.length === waiting.length) return null;
    waiting = left;
  }
  return order;
}

/**
 * What goes to a stamp that has nothing more to lose can go at once: it stands in nobody's way there, and makes room where
 * it was. Only where stamps exchange in a circle, the smallest that fits goes.
 */
function makeRoomFirst(moved: readonly number[], placement: Int32Array, trial: Trial): number[] | null {
  const { homes } = trial.state.model;
  trial.state.moveAll(homes);
  const order: number[] = [];
  let waiting = [...moved];
  while (waiting.length > 0) {
    const losing = new Set(waiting.map((item) => homes[item]));
    const free = waiting.filter((item) => !losing.has(placement[item]));
    const gone = (free.length > 0 ? free : waiting).find((item) => moves(item, placement, trial));
    if (gone === undefined) return null;
    order.push(gone);
    waiting = waiting.filter((item) => item !== gone);
  }
  return order;
}

/** Whether the item can go where it is to be; then it does. */
function moves(item: number, placement: Int32Array, { state, evaluator }: Trial): boolean {
  const to = placement[item] ?? 0;
  if (evaluator.excessWith(item, to) === Number.POSITIVE_INFINITY) return false;
  state.move(item, to);
  return true;
}

import type { PlacementState } from "./placementState.ts";
import type { Curve } from "./searchModel.ts";
import { NONE } from "./tailReader.ts";

/** An item for another on one stamp. */
export interface Exchange {
  readonly stamp: number;
  readonly taken: number;
  readonly added: number;
}

/**
 * What one change would make of a stamp's excess, in points, without making it; +∞ where a constraint forbids it. Exact.
 * Bounds decide where they can, and what was found stays known until the contents of the stamp change.
 */
export class Evaluator {
  readonly state: PlacementState;
  /** Passes over a curve so far: what a budget is counted in. */
  evaluations = 0;
  readonly #arriving: Float64Array;
  readonly #arrivedAt: Float64Array;
  readonly #leaving: Float64Array;
  readonly #leftFrom: Float64Array;

  constructor(state: PlacementState) {
    this.state = state;
    const items = state.place.length;
    const { stamps } = state.model.instance;
    this.#arriving = new Float64Array(items * stamps);
    this.#arrivedAt = new Float64Array(items * stamps).fill(Number.NaN);
    this.#leaving = new Float64Array(items);
    this.#leftFrom = new Float64Array(items).fill(Number.NaN);
  }

  /** The excess of the item's stamp without it. */
  excessWithout(item: number): number {
    const { place, contents, excess } = this.state;
    const stamp = place[item] ?? 0;
    if (excess[stamp] === 0) return 0;
    const known = contents[stamp] ?? 0;
    if (this.#leftFrom[item] === known) return this.#leaving[item] ?? 0;
    const found = this.#without(item, stamp);
    this.#leftFrom[item] = known;
    this.#leaving[item] = found;
    return found;
  }

  /** The excess of a stamp that the item is not on, with it. */
  excessWith(item: number, stamp: number): number {
    if (this.#mustStayApart(item, stamp, -1)) return Number.POSITIVE_INFINITY;
    const at = item * this.state.model.instance.stamps + stamp;
    const known = this.state.contents[stamp] ?? 0;
    if (this.#arrivedAt[at] === known) return this.#arriving[at] ?? 0;
    const found = this.#with(item, stamp);
    this.#arrivedAt[at] = known;
    this.#arriving[at] = found;
    return found;
  }

  /** The excess of the stamp of `taken` with `added` in its place. */
  excessExchanged({ stamp, taken, added }: Exchange): number {
    if (this.#mustStayApart(added, stamp, taken)) return Number.POSITIVE_INFINITY;
    const { state } = this;
    const { homes, instance, poolAt } = state.model;
    const received =
      (state.received[stamp] ?? 0) + Number(homes[added] !== stamp) - Number(homes[taken] !== stamp);
    let sum = 0;
    for (let kind = 0; kind < instance.kinds; kind++) {
      const pool = poolAt[stamp * instance.kinds + kind] ?? -1;
      if (pool < 0) continue;
      const points = this.#pool(pool, {
        taken: state.curveOf(taken, stamp, kind),
        added: state.curveOf(added, stamp, kind),
        ceiling: received > 0 ? (state.ceiling[pool] ?? 0) : Number.POSITIVE_INFINITY,
      });
      if (points === Number.POSITIVE_INFINITY) return points;
      sum += points;
    }
    return sum;
  }

  /**
   * The excess of a stamp without one item and with another, −1 = none; +∞ where it is more than `most` or where the one
   * added has to stay apart. Its ceilings count only where `keepsCeilings`.
   */
  excessAfter(
    stamp: number,
    { taken, added }: { readonly taken: number; readonly added: number },
    { most, keepsCeilings }: { readonly most: number; readonly keepsCeilings: boolean },
  ): number {
    if (most < 0 || (added >= 0 && this.#mustStayApart(added, stamp, taken))) return Number.POSITIVE_INFINITY;
    const { state } = this;
    const { instance, poolAt, pools, homes } = state.model;
    const received =
      (state.received[stamp] ?? 0) +
      Number(added >= 0 && homes[added] !== stamp) -
      Number(taken >= 0 && homes[taken] !== stamp);
    let sum = 0;
    for (let kind = 0; kind < instance.kinds; kind++) {
      const index = poolAt[stamp * instance.kinds + kind] ?? -1;
      const pool = pools[index];
      if (pool === undefined) continue;
      sum += this.#pool(index, {
        taken: taken < 0 ? null : state.curveOf(taken, stamp, kind),
        added: added < 0 ? null : state.curveOf(added, stamp, kind),
        ceiling: Math.min(
          pool.limit + (most - sum) / pool.pointsPerTick,
          keepsCeilings && received > 0 ? (state.ceiling[index] ?? 0) : Number.POSITIVE_INFINITY,
        ),
      });
      if (sum > most) return Number.POSITIVE_INFINITY;
    }
    return sum;
  }

  #without(item: number, stamp: number): number {
    const { state } = this;
    const { instance, poolAt } = state.model;
    let sum = 0;
    for (let kind = 0; kind < instance.kinds; kind++) {
      const pool = poolAt[stamp * instance.kinds + kind] ?? -1;
      if (pool < 0) continue;
      const taken = state.curveOf(item, stamp, kind);
      sum += this.#pool(pool, { taken, added: null, ceiling: Number.POSITIVE_INFINITY });
    }
    return sum;
  }

  #with(item: number, stamp: number): number {
    const { state } = this;
    const { homes, instance, poolAt } = state.model;
    const bounded = homes[item] !== stamp || (state.received[stamp] ?? 0) > 0;
    let sum = 0;
    for (let kind = 0; kind < instance.kinds; kind++) {
      const pool = poolAt[stamp * instance.kinds + kind] ?? -1;
      if (pool < 0) continue;
      const added = state.curveOf(item, stamp, kind);
      const ceiling = bounded ? (state.ceiling[pool] ?? 0) : Number.POSITIVE_INFINITY;
      const points = this.#pool(pool, { taken: null, added, ceiling });
      if (points === Number.POSITIVE_INFINITY) return points;
      sum += points;
    }
    return sum;
  }

  /** Points of a pool over its limit after a change; +∞ over its ceiling. */
  #pool(
    pool: number,
    change: { readonly taken: Curve | null; readonly added: Curve | null; readonly ceiling: number },
  ): number {
    const { state } = this;
    const { reader } = state;
    const { taken, added, ceiling } = change;
    const model = state.model.pools[pool];
    const curve = state.curves[pool];
    if (model === undefined || curve === undefined) return 0;
    const { limit } = model;
    const rise = added === null ? 0 : added.greatest;
    const fall = taken === null ? 0 : taken.greatest;
    if ((state.upper[pool] ?? 0) + rise <= limit) return 0;
    const least = (state.lower[pool] ?? 0) + (added === null ? 0 : added.least) - fall;
    if (least > ceiling) return Number.POSITIVE_INFINITY;
    this.evaluations++;
    reader.floor = Math.max(limit, least);
    reader.lowerRank = model.lowerRank;
    reader.ceiling = ceiling;
    reader.read(curve, taken?.address ?? NONE, added?.address ?? NONE);
    if (reader.lower === Number.POSITIVE_INFINITY) return reader.lower;
    if (reader.upper <= limit) return 0;
    const p95 = reader.lower + model.fraction * (reader.upper - reader.lower);
    if (p95 > ceiling) return Number.POSITIVE_INFINITY;
    return Math.max(0, p95 - limit) * model.pointsPerTick;
  }

  /** Whether one that the item must not share a stamp with is there, where it was not from the start. */
  #mustStayApart(item: number, stamp: number, leaving: number): boolean {
    const others = this.state.model.apart[item];
    if (others === undefined || others.length === 0) return false;
    const { place, model } = this.state;
    const { homes } = model;
    return others.some(
      (other) =>
        other !== leaving && place[other] === stamp && !(homes[item] === stamp && homes[other] === stamp),
    );
  }
}

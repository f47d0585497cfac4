import { createRng } from "../../core/index.ts";
import type { Curve, SearchModel } from "./searchModel.ts";
import { NONE, TailReader } from "./tailReader.ts";

/**
 * Where every item is, and what that makes of every pool's curve. Changed move by move; since all of it is whole numbers,
 * it is to the last bit what counting anew would give, and going back is going back exactly.
 */
export class PlacementState {
  readonly model: SearchModel;
  readonly reader: TailReader;
  readonly place: Int32Array;
  /** Per pool, ticks of demand, by their addresses in the model's memory. */
  readonly curves: readonly number[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly p95: Float64Array;
  /** What a pool may come to when its stamp has received: the limit, or what was measured where that is more. */
  readonly ceiling: Float64Array;
  /** Per stamp, points over all of its pools. */
  readonly excess: Float64Array;
  /** Items on a stamp that is not their home. */
  readonly received: Int32Array;
  /** Tells the contents of a stamp apart: the same contents have the same number, others another (all but surely). */
  readonly contents: Float64Array;
  readonly members: readonly number[][];
  /** The items away from home, in no order. */
  readonly moved: number[] = [];
  trafficMoved = 0;
  readonly #signs: Float64Array;
  readonly #placeInMembers: Int32Array;
  readonly #placeInMoved: Int32Array;

  constructor(model: SearchModel) {
    this.model = model;
    const { instance, pools, homes } = model;
    this.reader = new TailReader(model.memory);
    this.place = homes.slice();
    this.curves = pools.map(({ base }) => model.memory.keep(base));
    this.lower = new Float64Array(pools.length);
    this.upper = new Float64Array(pools.length);
    this.p95 = new Float64Array(pools.length);
    this.excess = new Float64Array(instance.stamps);
    this.received = new Int32Array(instance.stamps);
    const rng = createRng(homes.length);
    // Whole numbers under 2^40: sums of thousands of them stay exact.
    const sign = () => Math.floor(rng() * 2 ** 20) * 2 ** 20 + Math.floor(rng() * 2 ** 20);
    this.contents = Float64Array.from({ length: instance.stamps }, sign);
    this.#signs = Float64Array.from({ length: homes.length * 2 }, sign);
    this.#placeInMembers = new Int32Array(homes.length);
    this.#placeInMoved = new Int32Array(homes.length).fill(-1);
    this.members = Array.from({ length: instance.stamps }, () => []);
    for (const item of model.movable) this.#join(item, homes[item] ?? 0);
    for (let pool = 0; pool < pools.length; pool++) this.#readTail(pool, Number.NEGATIVE_INFINITY);
    this.ceiling = this.p95.map((value, pool) => Math.max(value, pools[pool]?.limit ?? 0));
    for (let stamp = 0; stamp < instance.stamps; stamp++) this.#sumExcess(stamp);
  }

  /** Sum over stamps, always in the same order. */
  totalExcess(): number {
    let sum = 0;
    for (const points of this.excess) sum += points;
    return sum;
  }

  /** What an item puts on a pool of this kind at a stamp: elsewhere than at home its demand. */
  curveOf(item: number, stamp: number, kind: number): Curve | null {
    const { homes, leave, demand, instance } = this.model;
    return (homes[item] === stamp ? leave : demand)[item * instance.kinds + kind] ?? null;
  }

  move(item: number, to: number): void {
    const from = this.place[item] ?? 0;
    if (from === to) return;
    const { homes, instance, poolAt, traffic } = this.model;
    for (let kind = 0; kind < instance.kinds; kind++) {
      this.#change(poolAt[from * instance.kinds + kind] ?? -1, this.curveOf(item, from, kind), -1);
      this.#change(poolAt[to * instance.kinds + kind] ?? -1, this.curveOf(item, to, kind), 1);
    }
    const home = homes[item] ?? 0;
    this.#note(item, { stamp: from, home, step: -1 });
    this.#note(item, { stamp: to, home, step: 1 });
    this.#quit(item, from);
    this.#join(item, to);
    this.place[item] = to;
    if (from === home) {
      this.#placeInMoved[item] = this.moved.push(item) - 1;
      this.trafficMoved += traffic[item] ?? 0;
    } else if (to === home) {
      removeAt(this.moved, this.#placeInMoved, item);
      this.trafficMoved -= traffic[item] ?? 0;
    }
    this.#sumExcess(from);
    this.#sumExcess(to);
  }

  /** Moves whatever stands elsewhere than in the placement. */
  moveAll(placement: Int32Array): void {
    for (let item = 0; item < placement.length; item++) this.move(item, placement[item] ?? 0);
  }

  /** Received items and items that have left, by their numbers: what of the contents differs from the start. */
  #note(item: number, at: { readonly stamp: number; readonly home: number; readonly step: 1 | -1 }): void {
    const { stamp, home, step } = at;
    const sign = this.#signs[stamp === home ? item * 2 : item * 2 + 1] ?? 0;
    this.contents[stamp] = (this.contents[stamp] ?? 0) + step * sign;
    if (stamp !== home) this.received[stamp] = (this.received[stamp] ?? 0) + step;
  }

  #change(pool: number, curve: Curve | null, step: 1 | -1): void {
    const values = this.curves[pool];
    if (curve === null || values === undefined) return;
    this.model.memory.change(values, curve.address, step);
    this.#readTail(pool, (this.lower[pool] ?? 0) + (step === 1 ? curve.least : -curve.greatest));
  }

  /** `floor`: as low as the lower value can have come. */
  #readTail(pool: number, floor: number): void {
    const { reader } = this;
    const model = this.model.pools[pool];
    const curve = this.curves[pool];
    if (model === undefined || curve === undefined) return;
    reader.floor = floor;
    reader.lowerRank = model.lowerRank;
    reader.ceiling = Number.POSITIVE_INFINITY;
    reader.read(curve, NONE, NONE);
    this.lower[pool] = reader.lower;
    this.upper[pool] = reader.upper;
    this.p95[pool] = reader.lower + model.fraction * (reader.upper - reader.lower);
  }

  #sumExcess(stamp: number): void {
    const { poolAt, pools, instance } = this.model;
    let sum = 0;
    for (let kind = 0; kind < instance.kinds; kind++) {
      const index = poolAt[stamp * instance.kinds + kind] ?? -1;
      const pool = pools[index];
      if (pool !== undefined) sum += Math.max(0, (this.p95[index] ?? 0) - pool.limit) * pool.pointsPerTick;
    }
    this.excess[stamp] = sum;
  }

  #join(item: number, stamp: number): void {
    this.#placeInMembers[item] = (this.members[stamp]?.push(item) ?? 0) - 1;
  }

  #quit(item: number, stamp: number): void {
    removeAt(this.members[stamp] ?? [], this.#placeInMembers, item);
  }
}

/** Takes an item out of a list that another list holds the places of; the last one takes its place. */
function removeAt(list: number[], places: Int32Array, item: number): void {
  const last = list.pop();
  const at = places[item] ?? -1;
  places[item] = -1;
  if (last === undefined || last === item) return;
  list[at] = last;
  places[last] = at;
}

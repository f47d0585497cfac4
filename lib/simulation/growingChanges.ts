import { type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import { LoadsTogether, type NodeChanges } from "../contribution/placedLoads.ts";
import { addLoads, type LoadSum, noLoads, SummedLoads } from "../contribution/summedLoads.ts";
import { drawChange, type PoolChange, prepareChange } from "./poolChange.ts";
import type { LoadChange } from "./types.ts";

/** A change with what was drawn for it, whatever comes and goes beside it. */
interface DrawnChange extends PoolChange {
  /** Per scenario its parts on the nodes, with its sign and cost; and by how many points it raises the pool's average. */
  readonly parts: readonly Float64Array[];
  readonly raised: Float64Array;
  /** Its parts as the model has them, with its sign: of what leaves, which nodes it leaves is known. */
  readonly likely: Float64Array;
}

interface KnownChange {
  /** Null = a registry without traffic carries nothing, and nothing is uncertain about that. */
  readonly drawn: DrawnChange | null;
  /** When it was asked for last, and how often without a break. */
  askedAt: number;
  times: number;
  isSummed: boolean;
}

/** Many changes as one: per scenario, and as followBins asks for them. */
interface Sums {
  readonly loads: readonly LoadSum[];
  readonly raised: Float64Array;
  readonly leaving: LoadSum;
  readonly arriving: Float64Array;
  count: number;
}

/** So few changes are rendered one by one: fewer than that are not worth a sum. */
const MOST_LOOSE = 10;
/** A change that was asked for so often without a break will most likely be asked for again. */
const OFTEN = 3;

/**
 * What leaves and reaches a pool, asked for again and again with a little more each time, as the prefixes of a plan do.
 * What was drawn for a change does not depend on others (drawChange), so that changes can be summed per scenario, and a
 * step costs what its own change costs. A question that does without one that was summed begins anew. All pools that are
 * asked about must have the same nodes, bins with data, vCPUs and node factors.
 */
export class GrowingChanges {
  readonly #pool: FittedPool;
  readonly #bins: Int32Array;
  readonly #nodes: number;
  readonly #seed: number;
  readonly #scenarios: number;
  readonly #known = new Map<LoadChange, KnownChange>();
  #asked = 0;
  #sums: Sums | null = null;
  #loose: readonly DrawnChange[] = [];

  constructor(pool: FittedPool, { seed, scenarios }: { readonly seed: number; readonly scenarios: number }) {
    this.#pool = pool;
    this.#bins = measureSeries(pool.nodes).reported;
    this.#nodes = pool.nodes.nodes.length;
    this.#seed = seed;
    this.#scenarios = scenarios;
  }

  /** Turns to these changes. False where none of them carries anything. */
  turnTo(leaving: readonly LoadChange[], arriving: readonly LoadChange[]): boolean {
    this.#asked++;
    const asked = [
      ...leaving.map((change) => this.#ask(change, -1)),
      ...arriving.map((change) => this.#ask(change, 1)),
    ];
    const summed = asked.reduce((count, { isSummed }) => count + Number(isSummed), 0);
    if (summed < (this.#sums?.count ?? 0)) this.#forgetSums();
    const loose = asked.filter(({ drawn, isSummed }) => drawn !== null && !isSummed);
    if (loose.length > MOST_LOOSE) this.#sum(loose.filter(({ times }) => times >= OFTEN));
    this.#loose = loose.flatMap(({ drawn, isSummed }) => (isSummed || drawn === null ? [] : [drawn]));
    return this.#loose.length + (this.#sums?.count ?? 0) > 0;
  }

  get scenarios(): number {
    return this.#scenarios;
  }

  /** What they change together, as drawn for a scenario. */
  inScenario(scenario: number): NodeChanges {
    const loose = this.#loose.map(({ points, parts }) => ({ points, parts: parts[scenario] ?? [] }));
    const summed = this.#sums?.loads[scenario];
    return summed === undefined
      ? new LoadsTogether(this.#nodes, loose)
      : new SummedLoads(this.#nodes, summed, loose);
  }

  /** Points by which they raise the pool's average over the window in a scenario, were nothing saturated. */
  raisedIn(scenario: number): number {
    const summed = this.#sums?.raised[scenario] ?? 0;
    return this.#loose.reduce((sum, { raised }) => sum + (raised[scenario] ?? 0), summed);
  }

  /** What leaves, as the model has it. */
  leaving(): NodeChanges {
    const loose = this.#loose
      .filter(({ sign }) => sign === -1)
      .map(({ points, likely }) => ({ points, parts: likely }));
    return this.#sums === null
      ? new LoadsTogether(this.#nodes, loose)
      : new SummedLoads(this.#nodes, this.#sums.leaving, loose);
  }

  /** Points that arrive on each node if they split evenly, per bin laid out. */
  arriving(): Float64Array {
    const sum = this.#sums?.arriving.slice() ?? new Float64Array(this.#bins.length);
    for (const { sign, points } of this.#loose) if (sign === 1) addEvenly(sum, points, this.#bins);
    return sum;
  }

  #ask(change: LoadChange, sign: -1 | 1): KnownChange {
    const before = this.#known.get(change);
    if (before !== undefined) {
      before.times = before.askedAt === this.#asked - 1 ? before.times + 1 : 1;
      before.askedAt = this.#asked;
      return before;
    }
    const drawn = this.#draw(prepareChange(this.#pool, change, sign));
    const known = { drawn, askedAt: this.#asked, times: 1, isSummed: false };
    this.#known.set(change, known);
    return known;
  }

  #draw(change: PoolChange): DrawnChange | null {
    const { points, sign, registry } = change;
    if (!points.some((value) => value > 0)) return null;
    const factors = this.#pool.model.nodeFactors;
    const parts = Array.from({ length: this.#scenarios }, (_, scenario) =>
      drawChange(change, factors, { seed: this.#seed, scenario }),
    );
    let sum = 0;
    for (const bin of this.#bins) sum += points[bin] ?? 0;
    const mean = sum / Math.max(1, this.#bins.length);
    const raised = Float64Array.from(
      parts,
      (own) => (mean * own.reduce((total, part) => total + part, 0)) / Math.max(1, own.length),
    );
    const likely = Float64Array.from(registry.nodeShares ?? factors, (part) => sign * part);
    return { ...change, parts, raised, likely };
  }

  #sum(changes: readonly KnownChange[]): void {
    const drawn = changes.flatMap((change) => change.drawn ?? []);
    if (drawn.length === 0) return;
    this.#sums ??= this.#noSums();
    const { loads, raised, leaving, arriving } = this.#sums;
    const layout = { bins: this.#bins, nodes: this.#nodes };
    for (const [scenario, sum] of loads.entries()) {
      addLoads(
        sum,
        drawn.map(({ points, parts }) => ({ points, parts: parts[scenario] ?? [] })),
        layout,
      );
      for (const own of drawn) raised[scenario] = (raised[scenario] ?? 0) + (own.raised[scenario] ?? 0);
    }
    const gone = drawn.filter(({ sign }) => sign === -1);
    if (gone.length > 0)
      addLoads(
        leaving,
        gone.map(({ points, likely }) => ({ points, parts: likely })),
        layout,
      );
    for (const { sign, points } of drawn) if (sign === 1) addEvenly(arriving, points, this.#bins);
    this.#sums.count += drawn.length;
    for (const change of changes) change.isSummed = true;
  }

  #noSums(): Sums {
    const none = () => noLoads(this.#bins.length, this.#nodes);
    return {
      loads: Array.from({ length: this.#scenarios }, none),
      raised: new Float64Array(this.#scenarios),
      leaving: none(),
      arriving: new Float64Array(this.#bins.length),
      count: 0,
    };
  }

  #forgetSums(): void {
    this.#sums = null;
    for (const known of this.#known.values()) known.isSummed = false;
  }
}

function addEvenly(sum: Float64Array, points: Float64Array, bins: Int32Array): void {
  for (let place = 0; place < bins.length; place++)
    sum[place] = (sum[place] ?? 0) + (points[bins[place] ?? 0] ?? 0);
}

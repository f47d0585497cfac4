import { LoadsTogether, type NodeChanges, type PlacedLoad } from "./placedLoads.ts";

/** Many loads as one. */
export interface LoadSum {
  /** Points, index = place of the bin × nodes + node, as in PoolBase. */
  readonly points: Float64Array;
  /** Per place, the most of any node; never under 0. */
  readonly greatest: Float64Array;
}

export function noLoads(places: number, nodes: number): LoadSum {
  return { points: new Float64Array(places * nodes), greatest: new Float64Array(places) };
}

/** Loads of which most have been summed before: what they change is read, whatever their number; the others are added to it. */
export class SummedLoads implements NodeChanges {
  readonly #nodes: number;
  readonly #summed: LoadSum;
  readonly #loose: LoadsTogether;
  #start = 0;

  constructor(nodes: number, summed: LoadSum, loose: readonly PlacedLoad[]) {
    this.#nodes = nodes;
    this.#summed = summed;
    this.#loose = new LoadsTogether(nodes, loose);
  }

  turnTo(bin: number, place: number): number {
    this.#start = place * this.#nodes;
    return (this.#summed.greatest[place] ?? 0) + this.#loose.turnTo(bin);
  }

  on(node: number): number {
    return (this.#summed.points[this.#start + node] ?? 0) + this.#loose.on(node);
  }

  fill(out: Float64Array): void {
    this.#loose.fill(out);
    for (let node = 0; node < this.#nodes; node++)
      out[node] = (out[node] ?? 0) + (this.#summed.points[this.#start + node] ?? 0);
  }
}

interface Layout {
  /** Index into the window of every bin laid out. */
  readonly bins: Int32Array;
  readonly nodes: number;
}

/** Adds loads to a sum, over all bins laid out. Four at a time: reading and writing the sum costs more than the load. */
export function addLoads(sum: LoadSum, loads: readonly PlacedLoad[], layout: Layout): void {
  for (let first = 0; first < loads.length; first += 4) addFour(sum, loads.slice(first, first + 4), layout);
  for (let place = 0; place < sum.greatest.length; place++) {
    const start = place * layout.nodes;
    let greatest = 0;
    for (let node = 0; node < layout.nodes; node++) {
      const points = sum.points[start + node] ?? 0;
      if (points > greatest) greatest = points;
    }
    sum.greatest[place] = greatest;
  }
}

const NO_POINTS = new Float64Array(0);

function addFour({ points }: LoadSum, loads: readonly PlacedLoad[], { bins, nodes }: Layout): void {
  const curve = (load: number) => loads[load]?.points ?? NO_POINTS;
  const split = (load: number) => loads[load]?.parts ?? NO_POINTS;
  const [curve0, curve1, curve2, curve3] = [curve(0), curve(1), curve(2), curve(3)];
  const [split0, split1, split2, split3] = [split(0), split(1), split(2), split(3)];
  for (let place = 0; place < bins.length; place++) {
    const bin = bins[place] ?? 0;
    const here0 = curve0[bin] ?? 0;
    const here1 = curve1[bin] ?? 0;
    const here2 = curve2[bin] ?? 0;
    const here3 = curve3[bin] ?? 0;
    const start = place * nodes;
    for (let node = 0; node < nodes; node++)
      points[start + node] =
        (points[start + node] ?? 0) +
        here0 * (split0[node] ?? 0) +
        here1 * (split1[node] ?? 0) +
        here2 * (split2[node] ?? 0) +
        here3 * (split3[node] ?? 0);
  }
}

import { LoadsTogether, type NodeChanges, type PlacedLoad } from "./placedLoads.ts";

/** Loads of which most have been summed before: what they change is read, whatever their number; the others are added to it. */
export class SummedLoads implements NodeChanges {
  readonly #nodes: number;
  readonly #summed: Float64Array;
  readonly #loose: LoadsTogether;
  #start = 0;

  /** @param summed points per place of the bin × nodes + node, as in PoolBase; see addPlaced */
  constructor(nodes: number, summed: Float64Array, loose: readonly PlacedLoad[]) {
    this.#nodes = nodes;
    this.#summed = summed;
    this.#loose = new LoadsTogether(nodes, loose);
  }

  turnTo(bin: number, place: number): number {
    this.#start = place * this.#nodes;
    let most = 0;
    for (let node = 0; node < this.#nodes; node++)
      most = Math.max(most, this.#summed[this.#start + node] ?? 0);
    return most + this.#loose.turnTo(bin);
  }

  on(node: number): number {
    return (this.#summed[this.#start + node] ?? 0) + this.#loose.on(node);
  }

  fill(out: Float64Array): void {
    this.#loose.fill(out);
    for (let node = 0; node < this.#nodes; node++)
      out[node] = (out[node] ?? 0) + (this.#summed[this.#start + node] ?? 0);
  }
}

/** Adds a load to a sum, over all bins laid out. */
export function addPlaced(
  summed: Float64Array,
  { points, parts }: PlacedLoad,
  { bins, nodes }: { readonly bins: Int32Array; readonly nodes: number },
): void {
  for (let place = 0; place < bins.length; place++) {
    const here = points[bins[place] ?? 0] ?? 0;
    if (here === 0) continue;
    const start = place * nodes;
    for (let node = 0; node < nodes; node++)
      summed[start + node] = (summed[start + node] ?? 0) + here * (parts[node] ?? 0);
  }
}

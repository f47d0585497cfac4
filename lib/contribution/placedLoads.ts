/** A load on the nodes of a pool: points on each if it splits evenly, per bin of the window, and every node's part of that. */
export interface PlacedLoad {
  readonly points: Float64Array;
  /** Negative takes it away. */
  readonly parts: ArrayLike<number>;
}

/** Points by which loads change a node together, per bin laid out; written to `out`. */
export function sumPlaced(
  { bins }: { readonly bins: Int32Array },
  node: number,
  { loads, out }: { readonly loads: readonly PlacedLoad[]; readonly out: Float64Array },
): void {
  out.fill(0);
  for (const { points, parts } of loads) {
    const part = parts[node] ?? 0;
    if (part === 0) continue;
    for (let place = 0; place < bins.length; place++)
      out[place] = (out[place] ?? 0) + part * (points[bins[place] ?? 0] ?? 0);
  }
}

/** What changes the nodes of a pool, asked of bin by bin. */
export interface NodeChanges {
  /** Turns to a bin of the window and its place among those laid out; the most points that a node has more in it, never under 0. */
  turnTo(bin: number, place: number): number;
  /** Points by which a node changes in that bin. */
  on(node: number): number;
  /** Points by which each node changes in that bin; written to `out`. */
  fill(out: Float64Array): void;
}

/** Loads together. */
export class LoadsTogether implements NodeChanges {
  readonly #points: readonly Float64Array[];
  readonly #nodes: number;
  /** Index = load × nodes + node. */
  readonly #parts: Float64Array;
  readonly #greatest: Float64Array;
  readonly #least: Float64Array;
  /** Points of every load in the bin that was turned to. */
  readonly #here: Float64Array;

  constructor(nodes: number, loads: readonly PlacedLoad[]) {
    this.#nodes = nodes;
    this.#points = loads.map(({ points }) => points);
    this.#here = new Float64Array(loads.length);
    this.#parts = new Float64Array(loads.length * nodes);
    this.#greatest = new Float64Array(loads.length);
    this.#least = new Float64Array(loads.length);
    for (let load = 0; load < loads.length; load++) {
      const parts = loads[load]?.parts ?? [];
      for (let node = 0; node < nodes; node++) {
        const part = parts[node] ?? 0;
        this.#parts[load * nodes + node] = part;
        if (part > (this.#greatest[load] ?? 0)) this.#greatest[load] = part;
        else if (part < (this.#least[load] ?? 0)) this.#least[load] = part;
      }
    }
  }

  turnTo(bin: number): number {
    let most = 0;
    for (let load = 0; load < this.#here.length; load++) {
      const points = this.#points[load]?.[bin] ?? 0;
      this.#here[load] = points;
      most += points * ((points > 0 ? this.#greatest : this.#least)[load] ?? 0);
    }
    return most;
  }

  fill(out: Float64Array): void {
    const nodes = this.#nodes;
    out.fill(0);
    for (let load = 0; load < this.#here.length; load++) {
      const points = this.#here[load] ?? 0;
      for (let node = 0; node < nodes; node++)
        out[node] = (out[node] ?? 0) + points * (this.#parts[load * nodes + node] ?? 0);
    }
  }

  on(node: number): number {
    let change = 0;
    for (let load = 0; load < this.#here.length; load++)
      change += (this.#here[load] ?? 0) * (this.#parts[load * this.#nodes + node] ?? 0);
    return change;
  }
}

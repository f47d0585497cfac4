import { nodeAfter, type PoolBase } from "../contribution/index.ts";
import type { PoolChange } from "./poolChange.ts";

interface Rendering {
  readonly changes: readonly PoolChange[];
  /** Per change, its points on every node relative to an even split; see drawChange. */
  readonly draws: readonly Float64Array[];
}

/** Called for every node-minute with data, node by node. */
type Visit = (place: number, after: number) => void;

/** Every node-minute of the bins laid out, after the change. */
export function renderChange(base: PoolBase, { changes, draws }: Rendering, visit: Visit): void {
  const size = base.bins.length;
  const moved = new Float64Array(size);
  for (let node = 0; node < base.nodes; node++) {
    moved.fill(0);
    for (const [index, { points }] of changes.entries()) {
      const factor = draws[index]?.[node] ?? 0;
      if (factor === 0) continue;
      for (let place = 0; place < size; place++)
        moved[place] = (moved[place] ?? 0) + factor * (points[base.bins[place] ?? 0] ?? 0);
    }
    for (let place = 0; place < size; place++) {
      const after = nodeAfter(base, node * size + place, moved[place] ?? 0);
      if (after >= 0) visit(place, after);
    }
  }
}

/** Hot(bin) of the bins laid out, after the change. */
export function renderHot(base: PoolBase, rendering: Rendering): Float64Array {
  const hot = new Float64Array(base.bins.length);
  renderChange(base, rendering, (place, after) => {
    if (after > (hot[place] ?? 0)) hot[place] = after;
  });
  return hot;
}

/** The same pool with the residuals of every node turned by some bins: other noise of the same kind. */
export function withOtherNoise(base: PoolBase, turn: (node: number) => number): PoolBase {
  const size = base.bins.length;
  const { basePoints, relative } = base.model.noise;
  const residual = new Float64Array(base.residual.length);
  const demand = new Float64Array(base.demand.length);
  for (let node = 0; node < base.nodes; node++) {
    const by = turn(node);
    for (let place = 0; place < size; place++) {
      const at = node * size + place;
      const other = base.residual[node * size + ((place + by) % size)] ?? 0;
      const load = base.load[at] ?? 0;
      const noise = Math.sqrt(basePoints * basePoints + relative * relative * load * load);
      residual[at] = other;
      demand[at] = Math.max(0, (base.demand[at] ?? 0) + (other - (base.residual[at] ?? 0)) * noise);
    }
  }
  return { ...base, residual, demand };
}

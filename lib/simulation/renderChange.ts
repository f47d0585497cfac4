import { saturate } from "../contribution/saturation.ts";
import type { PoolBase } from "./poolBase.ts";
import type { ChangeDraw, PoolChange } from "./poolChange.ts";
import type { ProjectedSeries } from "./types.ts";

interface Rendering {
  readonly draws: readonly ChangeDraw[];
  readonly bins: Int32Array;
  /** Per node, by how many bins the residuals are turned, so that other noise stands in for what was measured; null = residuals kept. */
  readonly shift: Int32Array | null;
}

/** Hot(bin) of the bins asked for, after the change. */
export function renderChange(base: PoolBase, changes: readonly PoolChange[], rendering: Rendering): Float64Array {
  const { bins } = rendering;
  const hot = new Float64Array(bins.length).fill(-1);
  const moved = new Float64Array(bins.length);
  for (let node = 0; node < base.nodes; node++) {
    sumChange(moved, node, { changes, draws: rendering.draws, bins });
    for (let index = 0; index < bins.length; index++) {
      const after = nodeAfter(base, node * base.bins + (bins[index] ?? 0), { change: moved[index] ?? 0, node, shift: rendering.shift });
      if (after > (hot[index] ?? -1)) hot[index] = after;
    }
  }
  return hot;
}

/** Hot(bin) and pool average of every bin, after the change; NaN where there is no data. */
export function renderSeries(base: PoolBase, changes: readonly PoolChange[], draws: readonly ChangeDraw[]): ProjectedSeries {
  const hot = new Float64Array(base.bins).fill(Number.NaN);
  const average = new Float64Array(base.bins).fill(Number.NaN);
  const count = new Uint16Array(base.bins);
  const moved = new Float64Array(base.reported.length);
  for (let node = 0; node < base.nodes; node++) {
    sumChange(moved, node, { changes, draws, bins: base.reported });
    for (const [index, bin] of base.reported.entries()) {
      const after = nodeAfter(base, node * base.bins + bin, { change: moved[index] ?? 0, node, shift: null });
      if (Number.isNaN(after)) continue;
      const before = hot[bin] ?? Number.NaN;
      hot[bin] = after > before ? after : Number.isNaN(before) ? after : before;
      average[bin] = ((count[bin] ?? 0) === 0 ? 0 : (average[bin] ?? 0)) + after;
      count[bin] = (count[bin] ?? 0) + 1;
    }
  }
  for (const bin of base.reported) average[bin] = (average[bin] ?? 0) / Math.max(1, count[bin] ?? 1);
  return { hot, average };
}

/** Points by which the load on a node changes, per bin asked for. */
function sumChange(
  out: Float64Array,
  node: number,
  { changes, draws, bins }: { readonly changes: readonly PoolChange[]; readonly draws: readonly ChangeDraw[]; readonly bins: Int32Array },
): void {
  out.fill(0);
  for (const [place, { sign, points }] of changes.entries()) {
    const draw = draws[place];
    if (draw === undefined) continue;
    const factor = sign * draw.cost * (draw.parts[node] ?? 0);
    for (let index = 0; index < bins.length; index++) out[index] = (out[index] ?? 0) + factor * (points[bins[index] ?? 0] ?? 0);
  }
}

/**
 * A node-minute after the change: what was measured, and on top what the change makes of its demand under saturation.
 * The residual stays, in proportion to the noise that the new load has. Never under the idle floor; load that only goes
 * never heats, load that only comes never cools.
 */
function nodeAfter(
  base: PoolBase,
  at: number,
  { change, node, shift }: { readonly change: number; readonly node: number; readonly shift: Int32Array | null },
): number {
  const measured = base.measured[at] ?? Number.NaN;
  if (Number.isNaN(measured) || (change === 0 && shift === null)) return measured;
  const { model } = base;
  const demand = base.demand[at] ?? 0;
  const residual = base.residual[at] ?? Number.NaN;
  let after = demand + change;
  if (!Number.isNaN(residual)) {
    const before = base.load[at] ?? 0;
    const noise = noiseOf(base, Math.max(0, before + change));
    after += residual * (noise / noiseOf(base, before) - 1);
    if (change <= 0) after = Math.min(after, demand);
    else after = Math.max(after, demand);
    if (shift !== null) after += otherNoise(base, at, { node, shift, noise });
  }
  after = Math.max(after, Math.min(demand, model.idlePoints[node] ?? 0));
  const seen = measured + saturate(after, model.saturation) - saturate(demand, model.saturation);
  return Math.min(100, Math.max(0, seen));
}

function noiseOf({ model }: PoolBase, load: number): number {
  const { basePoints, relative } = model.noise;
  return Math.sqrt(basePoints * basePoints + relative * relative * load * load);
}

/** The difference between the node's residual of another minute and its own, both at this minute's noise. */
function otherNoise(
  base: PoolBase,
  at: number,
  { node, shift, noise }: { readonly node: number; readonly shift: Int32Array; readonly noise: number },
): number {
  const other = node * base.bins + ((at - node * base.bins + (shift[node] ?? 0)) % base.bins);
  const theirs = base.residual[other] ?? Number.NaN;
  const own = base.residual[at] ?? Number.NaN;
  if (Number.isNaN(theirs) || Number.isNaN(own)) return 0;
  return noise * (theirs / noiseOf(base, base.load[other] ?? 0) - own / noiseOf(base, base.load[at] ?? 0));
}

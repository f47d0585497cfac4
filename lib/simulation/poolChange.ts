import { evenPoints, type FittedPool, measureSeries } from "../contribution/fittedPool.ts";
import type { LoadModel, RegistryModel } from "../contribution/types.ts";
import { createRng } from "../core/index.ts";
import { drawNormal } from "../stats/index.ts";
import { drawUnseen } from "./hiddenDemand.ts";
import { describeSplit, drawLanding, drawPresent, type SplitShape } from "./landing.ts";
import type { LoadChange } from "./types.ts";

/** One load that leaves or reaches a pool, in points of its nodes. */
export interface PoolChange {
  readonly sign: -1 | 1;
  readonly registry: RegistryModel;
  readonly hidden: number;
  readonly home: LoadModel;
  /** Points that fall on each node of the pool if it splits evenly, per bin of the window. */
  readonly points: Float64Array;
  /** How it may fall on nodes where it never was; null = it is here, and its split is known as far as it is. */
  readonly landing: SplitShape | null;
}

/** A load that leaves (−1) or reaches (1) a pool, in points of its nodes. */
export function prepareChange(
  pool: FittedPool,
  { load, reported, model, home, hidden }: LoadChange,
  sign: -1 | 1,
): PoolChange {
  return {
    sign,
    registry: model,
    hidden,
    home,
    points: evenPoints(load, model, {
      alive: measureSeries(pool.nodes).alive,
      reported,
      ratio: vcpuRatio(home.vcpusPerNode, pool.model.vcpusPerNode),
    }),
    landing: sign === 1 ? describeSplit(model, home) : null,
  };
}

/** A vCPU is a vCPU: half as many a node make the same load twice the points. Not declared: nodes are taken as alike. */
export function vcpuRatio(there: number | null, here: number | null): number {
  return there === null || here === null ? 1 : there / here;
}

/** Above this a node's CPU may no longer follow what is asked of it in proportion. Percent. */
const BENDING_PERCENT = 75;
/** Where a third of a pool's node-minutes are there, all costs together may be so far off, relatively. */
const MOST_DOUBT = 0.12;
const DOUBTED_SHARE = 1 / 3;

const known = new WeakMap<LoadModel, number>();

/** Deviation of all costs of a pool together that comes from not knowing how its CPU bends near the ceiling; remembered. */
function curveDoubt(model: LoadModel): number {
  const before = known.get(model);
  if (before !== undefined) return before;
  let bent = 0;
  let count = 0;
  for (const row of model.demand) {
    for (const demand of row) {
      if (Number.isNaN(demand)) continue;
      count++;
      if (demand >= BENDING_PERCENT) bent++;
    }
  }
  const doubt = MOST_DOUBT * Math.min(1, bent / Math.max(1, count) / DOUBTED_SHARE);
  known.set(model, doubt);
  return doubt;
}

/**
 * What is not known of a change, drawn once: its points on every node, relative to an even split. Each registry has
 * draws of its own, so that a move added to others does not shuffle what was drawn for them.
 */
export function drawChange(
  { registry, landing, sign, hidden, home }: PoolChange,
  factors: Float64Array,
  { seed, scenario }: { readonly seed: number; readonly scenario: number },
): Float64Array {
  const rng = createRng(
    seed ^ Math.imul(registry.registry + 1, 0x9e3779b1) ^ Math.imul(scenario + 1, 0x85ebca6b),
  );
  const joint = registry.costDraws[scenario % Math.max(1, registry.costDraws.length)] ?? 1;
  const curve = 1 + curveDoubt(home) * drawNormal(createRng(seed ^ Math.imul(scenario + 1, 0xc2b2ae35)));
  const told = Math.max(0, curve * (joint + registry.privateDeviation * drawNormal(rng)));
  const cost = sign * told * (sign === 1 ? drawUnseen(rng, hidden) : 1);
  const parts = new Float64Array(factors.length);
  if (landing === null) drawPresent(registry, factors, { rng, parts });
  else drawLanding(landing, factors, { rng, parts });
  for (let node = 0; node < parts.length; node++) parts[node] = (parts[node] ?? 0) * cost;
  return parts;
}

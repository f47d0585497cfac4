import type { RegistryModel } from "../contribution/types.ts";
import type { Rng } from "../core/index.ts";
import { drawNormal } from "../stats/index.ts";
import { drawUnseen } from "./hiddenDemand.ts";
import { describeSplit, drawLanding, drawPresent, type SplitShape } from "./landing.ts";
import type { PoolBase } from "./poolBase.ts";
import type { FittedPool, LoadChange } from "./types.ts";

/** One load that leaves or reaches a pool, in points of its nodes. */
export interface PoolChange {
  readonly sign: -1 | 1;
  readonly registry: RegistryModel;
  /** Where its load was measured. */
  readonly home: FittedPool;
  /** Points that fall on each node of the pool if it splits evenly, per bin. */
  readonly points: Float64Array;
  /** How it may fall on nodes where it never was; null = it is here, and its split is known as far as it is. */
  readonly landing: SplitShape | null;
}

export function prepareChanges(
  base: PoolBase,
  leaving: readonly LoadChange[],
  arriving: readonly LoadChange[],
): PoolChange[] {
  const prepare = (change: LoadChange, sign: -1 | 1): PoolChange => ({
    sign,
    registry: change.model,
    home: change.home,
    points: evenPoints(base, change),
    landing: sign === 1 ? describeSplit(change.model, change.home.model) : null,
  });
  return [...leaving.map((change) => prepare(change, -1)), ...arriving.map((change) => prepare(change, 1))];
}

/** A vCPU is a vCPU: half as many a node make the same load twice the points. Not declared: nodes are taken as alike. */
function evenPoints(base: PoolBase, { load, model, home }: LoadChange): Float64Array {
  const there = home.model.vcpusPerNode;
  const here = base.model.vcpusPerNode;
  const ratio = there === null || here === null ? 1 : there / here;
  return Float64Array.from({ length: base.bins }, (_, bin) => {
    const alive = base.alive[bin] ?? 0;
    if (alive === 0) return 0;
    const points = model.pointsPerRequest * (load.requests[bin] ?? 0) + model.pointsPerByte * (load.bytes[bin] ?? 0);
    return (ratio * points) / alive;
  });
}

/** What is not known of a change, drawn once: a factor on its cost and its part on every node. */
export interface ChangeDraw {
  readonly cost: number;
  readonly parts: Float64Array;
}

export function drawChange(
  change: PoolChange,
  base: PoolBase,
  { rng, scenario }: { readonly rng: Rng; readonly scenario: number },
): ChangeDraw {
  const { registry, landing, sign, home } = change;
  const joint = registry.costDraws[scenario % Math.max(1, registry.costDraws.length)] ?? 1;
  const cost = Math.max(0, joint + registry.privateDeviation * drawNormal(rng));
  const parts = new Float64Array(base.nodes);
  if (landing === null) drawPresent(registry, base.model.nodeFactors, { rng, parts });
  else drawLanding(landing, base.model.nodeFactors, { rng, parts });
  return { cost: sign === 1 && home.hidesDemand ? cost * drawUnseen(rng) : cost, parts };
}

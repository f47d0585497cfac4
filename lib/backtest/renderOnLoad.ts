import { evenPoints, type FittedPool, measureSeries, partsOf } from "../contribution/fittedPool.ts";
import { type PlacedLoad, sumPlaced } from "../contribution/placedLoads.ts";
import { layOutPool, NodeStep, type PoolBase } from "../contribution/poolBase.ts";
import type { PoolLoad, RegistryLoad } from "../contribution/types.ts";

/** What registries asked for in other hours of the same length, by name; every bin is known. */
export type ObservedLoads = ReadonlyMap<string, Pick<RegistryLoad, "requests" | "bytes">>;

/**
 * A pool as its own model says it would have been, had it been asked for another load: what was measured, plus what the
 * difference of the loads makes of it, minute by minute and node by node; residuals and nodes stay. The same load gives
 * the same pool, exactly. A registry that the model does not know costs what the pool's do.
 * @param before the load that the model was fitted on, in the order of its registries
 */
export function renderOnLoad(pool: FittedPool, before: PoolLoad, observed: ObservedLoads): FittedPool {
  const base = layOutPool(pool);
  const loads = differences(pool, before, observed);
  const change = new Float64Array(base.bins.length);
  const step = new NodeStep(base);
  const nodes = pool.nodes.nodes.map((_, node) => {
    sumPlaced(base, node, { loads, out: change });
    return renderNode(pool, base, { node, change, step });
  });
  return {
    nodes: { ...pool.nodes, values: nodes.map(({ values }) => values) },
    model: {
      ...pool.model,
      demand: nodes.map(({ demand }) => demand),
      fitted: nodes.map(({ fitted }) => fitted),
    },
  };
}

/** What each registry asks more, or less, than it did: points on every node, and the parts that the nodes take. */
function differences(pool: FittedPool, before: PoolLoad, observed: ObservedLoads): PlacedLoad[] {
  const { model } = pool;
  const { alive } = measureSeries(pool.nodes);
  const everyBin = new Uint8Array(alive.length).fill(1);
  const known = new Set(before.registries.map(({ name }) => name));
  const silent = new Float32Array(alive.length);
  const loads = model.registries.flatMap((registry, place): PlacedLoad[] => {
    const was = before.registries[place];
    if (was === undefined) return [];
    const is = observed.get(registry.name) ?? { requests: silent, bytes: silent };
    const points = evenPoints(is, registry, { alive, ratio: 1, reported: everyBin });
    const old = evenPoints(was, registry, { alive, ratio: 1, reported: before.reported });
    for (let bin = 0; bin < points.length; bin++) points[bin] = (points[bin] ?? 0) - (old[bin] ?? 0);
    return [{ points, parts: partsOf(model, registry) }];
  });
  for (const [name, is] of observed)
    if (!known.has(name))
      loads.push({
        points: evenPoints(is, model, { alive, ratio: 1, reported: everyBin }),
        parts: model.nodeFactors,
      });
  return loads;
}

interface RenderedNode {
  readonly values: Int16Array;
  readonly demand: Float32Array;
  readonly fitted: Float32Array;
}

function renderNode(
  { nodes, model }: FittedPool,
  base: PoolBase,
  { node, change, step }: { readonly node: number; readonly change: Float64Array; readonly step: NodeStep },
): RenderedNode {
  const values = Int16Array.from(nodes.values[node] ?? []);
  const demand = Float32Array.from(model.demand[node] ?? []);
  const fitted = Float32Array.from(model.fitted[node] ?? []);
  const idle = model.idlePoints[node] ?? 0;
  for (let place = 0; place < base.bins.length; place++) {
    const at = place * base.nodes + node;
    const by = change[place] ?? 0;
    const after = step.after(at, by);
    if (by === 0 || Number.isNaN(after)) continue;
    const bin = base.bins[place] ?? 0;
    values[bin] = Math.round(100 * after);
    const load = Math.max(0, (base.load[at] ?? 0) + by);
    const noise = Math.hypot(model.noise.basePoints, model.noise.relative * load);
    // NaN, a minute that was not fitted, stays NaN.
    demand[bin] = (demand[bin] ?? 0) + by + (base.residual[at] ?? 0) * (noise - (base.noise[at] ?? 0));
    if (!Number.isNaN(fitted[bin] ?? Number.NaN)) fitted[bin] = idle + load;
  }
  return { values, demand, fitted };
}

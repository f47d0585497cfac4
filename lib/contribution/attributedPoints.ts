import type { LoadModel, RegistryLoad, RegistryModel } from "./types.ts";

/**
 * Points that a registry's load puts on each node of its pool where it splits evenly, per bin: its requests and bytes at
 * its costs, over the nodes that share the load. 0 where no node is there. @param alive nodes per bin, `countAliveNodes`
 */
export function evenPoints(load: RegistryLoad, costs: RegistryModel, alive: Uint16Array): Float64Array {
  const { pointsPerRequest, pointsPerByte } = costs;
  const points = new Float64Array(alive.length);
  for (let bin = 0; bin < points.length; bin++) {
    const nodes = alive[bin] ?? 0;
    if (nodes === 0) continue;
    points[bin] =
      (pointsPerRequest * (load.requests[bin] ?? 0) + pointsPerByte * (load.bytes[bin] ?? 0)) / nodes;
  }
  return points;
}

/** What part of that falls on one node, 1 = even: the registry's own as far as its load tells, else the pool's. */
export function nodePart(model: LoadModel, registry: RegistryModel, node: number): number {
  return registry.nodeShares?.[node] ?? model.nodeFactors[node] ?? 1;
}

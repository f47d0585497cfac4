import { keyOf, mix, uniformAt } from "./hashNoise.ts";
import type { DemoPool } from "./types.ts";

const HOME = 0x71;
const SPREAD = 0x72;

/**
 * The node that takes the concentrated part of a registry's load in a pool: the one with the highest hash of (registry,
 * stamp, pool, node), so that another stamp means another node, and a node more or less moves few registries.
 */
export function homeNode(affinityKey: number, pool: DemoPool): number {
  const key = mix(affinityKey ^ poolKey(pool), HOME);
  let best = 0;
  for (let node = 1; node < pool.nodeCount; node++) if (mix(key, node) > mix(key, best)) best = node;
  return best;
}

/**
 * What part of a registry's load each node of a pool takes; the parts add up to 1.
 * @param concentration 0–1, the part that goes to its home node alone; the rest is spread, not quite evenly
 */
export function nodeShares(affinityKey: number, concentration: number, pool: DemoPool): Float64Array {
  const shares = new Float64Array(pool.nodeCount);
  const key = mix(affinityKey ^ poolKey(pool), SPREAD);
  let total = 0;
  for (let node = 0; node < shares.length; node++) {
    const weight = 0.9 + 0.2 * uniformAt(key, node);
    shares[node] = weight;
    total += weight;
  }
  for (let node = 0; node < shares.length; node++)
    shares[node] = ((shares[node] ?? 0) / total) * (1 - concentration);
  const home = homeNode(affinityKey, pool);
  shares[home] = (shares[home] ?? 0) + concentration;
  return shares;
}

export function poolKey(pool: DemoPool): number {
  return keyOf(pool.stamp, pool.name);
}

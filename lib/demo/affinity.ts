import { keyOf, mix, uniformAt } from "./hashNoise.ts";
import type { DemoPool, KindTraits } from "./types.ts";

/**
 * What the concentrated part of a registry's load consists of: three hot images, each wholly on one node of a pool. Mostly
 * those are three nodes; where the hashes of all three fall together, a hot node comes about that no average shows.
 */
const HOT_IMAGES = [0.4, 0.33, 0.27];
const HOT_NODE = 0x71;
const SPREAD = 0x72;

/**
 * The nodes that hold a registry's hot images in a pool: for each the one with the highest hash of (registry, image,
 * stamp, pool, node), so that another stamp means other nodes, and a node more or less moves few images.
 */
export function hotNodes(affinityKey: number, pool: DemoPool): number[] {
  const key = affinityKey ^ poolKey(pool);
  return HOT_IMAGES.map((_, image) => hotNode(mix(key, HOT_NODE + image * 0x101), pool.nodeCount));
}

function hotNode(key: number, nodeCount: number): number {
  let best = 0;
  let highest = -1;
  for (let node = 0; node < nodeCount; node++) {
    const height = mix(key, node);
    if (height <= highest) continue;
    highest = height;
    best = node;
  }
  return best;
}

/** What part of a registry's load each node of a pool takes; the parts add up to 1. */
export function nodeShares({ affinityKey, concentration }: KindTraits, pool: DemoPool): Float64Array {
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
  for (const [image, node] of hotNodes(affinityKey, pool).entries()) {
    shares[node] = (shares[node] ?? 0) + concentration * (HOT_IMAGES[image] ?? 0);
  }
  return shares;
}

export function poolKey(pool: DemoPool): number {
  return keyOf(pool.stamp, pool.name);
}

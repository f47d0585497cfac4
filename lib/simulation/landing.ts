import type { LoadModel, RegistryModel } from "../contribution/types.ts";
import type { Rng } from "../core/index.ts";
import { drawGamma, drawNormal } from "../stats/index.ts";

/**
 * How unevenly a registry's load falls on nodes, as far as its home tells. Which nodes it will fall on elsewhere cannot
 * be known: affinity changes with the stamp. How unevenly can.
 */
export interface SplitShape {
  /** Variance of a node's part around even (1). */
  readonly variance: number;
  /** Degrees of freedom that the variance rests on. */
  readonly freedom: number;
  /** 0–1: how likely one node takes a large part and the others are alike, rather than all being uneven. */
  readonly oneNode: number;
  /** That node's part of the whole load above an even split, 0–1. */
  readonly excess: number;
  readonly nodes: number;
  /** Into how many pieces its heavy part may fall; one is taken by lot. */
  readonly pieces: readonly number[];
}

/** Without the greatest part, gamma-like parts keep about this much of their variance; one heavy node leaves nothing. */
const REST_OF_GAMMA = 0.5;
const REST_OF_ONE_NODE = 0.1;
/** Until told, either is as likely. */
const PRIOR_FREEDOM = 3;

export function describeSplit(registry: RegistryModel, home: LoadModel): SplitShape {
  const nodes = home.nodes.length;
  const posterior = registry.shareDeviation ** 2;
  const parts = registry.nodeShares;
  if (parts === null || nodes < 2)
    return {
      variance: posterior,
      freedom: PRIOR_FREEDOM,
      oneNode: 0.5,
      excess: excessOf(posterior, nodes),
      nodes,
      pieces: countPieces(home),
    };
  const relative = Array.from(parts, (part, node) => part / Math.max(0.2, home.nodeFactors[node] ?? 1));
  const mean = relative.reduce((sum, part) => sum + part, 0) / nodes;
  const greatest = Math.max(...relative);
  const restMean = Math.max(1e-6, (mean * nodes - greatest) / (nodes - 1));
  let squares = 0;
  let restSquares = 0;
  for (const part of relative) {
    squares += (part / mean - 1) ** 2;
    restSquares += (part / restMean - 1) ** 2;
  }
  restSquares -= (greatest / restMean - 1) ** 2;
  const variance = squares / nodes + posterior;
  const rest = restSquares / (nodes - 1) + posterior;
  const told = Math.min(
    1,
    Math.max(0, (REST_OF_GAMMA - rest / variance) / (REST_OF_GAMMA - REST_OF_ONE_NODE)),
  );
  return {
    variance,
    freedom: PRIOR_FREEDOM + registry.ownSplit * (nodes - 1),
    oneNode: registry.ownSplit * told + (1 - registry.ownSplit) * 0.5,
    excess: Math.max(0, (greatest / mean - restMean / mean) / nodes),
    nodes,
    pieces: countPieces(home),
  };
}

/** Before any registry of a pool is seen: mostly one piece, now and then two or three; worth as much as eight registries. */
const PRIOR_PIECES = [1, 1, 1, 1, 2, 2, 3, 3];
const MOST_PIECES = 4;
/** A registry tells where its split is told this far, and so much of its load is heavier than the rest. */
const TOLD = 0.6;
const HEAVY_SHARE = 0.1;
/** A node is heavy that takes so much more than the middle one, relative to even, and by so many deviations. */
const HEAVY = 0.4;
const SURE = 2.5;

const known = new WeakMap<LoadModel, readonly number[]>();

/**
 * Into how many pieces the heavy part of a load falls, by what all registries of a pool show, and the prior; remembered.
 * What lies on one node may be several things that met there by chance, and a pool that is looked at because it is hot
 * owes it to such a meeting: how the loads beside it fall says whether they will meet again.
 */
function countPieces(home: LoadModel): readonly number[] {
  const before = known.get(home);
  if (before !== undefined) return before;
  const seen = home.registries.flatMap(({ nodeShares, ownSplit, shareDeviation }) => {
    if (nodeShares === null || ownSplit < TOLD) return [];
    const least = Math.max(HEAVY, SURE * shareDeviation);
    const middle = nodeShares.toSorted()[nodeShares.length >> 1] ?? 1;
    let heavy = 0;
    let squares = 0;
    for (const part of nodeShares) {
      const excess = part - middle;
      if (excess <= least) continue;
      heavy += excess;
      squares += excess * excess;
    }
    if (heavy < HEAVY_SHARE * nodeShares.length) return [];
    return [Math.min(MOST_PIECES, Math.round((heavy * heavy) / squares))];
  });
  const pieces = [...PRIOR_PIECES, ...seen];
  known.set(home, pieces);
  return pieces;
}

/** The excess of one node among so many that gives this variance. */
function excessOf(variance: number, nodes: number): number {
  return Math.min(0.9, Math.sqrt(variance / Math.max(1, nodes - 1)));
}

/**
 * One draw of the parts of a load on the nodes of a pool where it never was, written to `parts`: mean 1 over the nodes.
 * A heavy node's part of the whole load stays what it is whatever the number of nodes; general unevenness keeps half way
 * between that and its relative size, since nothing tells which.
 */
export function drawLanding(
  shape: SplitShape,
  factors: Float64Array,
  { rng, parts }: { readonly rng: Rng; readonly parts: Float64Array },
): void {
  const count = parts.length;
  if (rng() < shape.oneNode) {
    parts.fill(1 - shape.excess);
    const pieces = shape.pieces[Math.floor(rng() * shape.pieces.length)] ?? 1;
    const weights = Array.from({ length: pieces }, () => 0.5 + rng());
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    for (const weight of weights) {
      const home = Math.floor(rng() * count);
      parts[home] = (parts[home] ?? 0) + (shape.excess * count * weight) / whole;
    }
  } else {
    const scaled = shape.variance * Math.sqrt(count / shape.nodes);
    // The variance is itself only estimated: scaled inverse chi-squared.
    const variance = Math.min(8, scaled / drawGamma(rng, 2 / shape.freedom));
    for (let node = 0; node < count; node++) parts[node] = drawGamma(rng, variance);
  }
  for (let node = 0; node < count; node++) parts[node] = (parts[node] ?? 0) * (factors[node] ?? 1);
  toMeanOne(parts);
}

/** One draw of the parts of a load on the nodes where it is, within what is known of them. */
export function drawPresent(
  registry: RegistryModel,
  factors: Float64Array,
  { rng, parts }: { readonly rng: Rng; readonly parts: Float64Array },
): void {
  for (let node = 0; node < parts.length; node++) {
    const known = registry.nodeShares?.[node] ?? factors[node] ?? 1;
    parts[node] = Math.max(0, known + registry.shareDeviation * drawNormal(rng));
  }
  toMeanOne(parts);
}

function toMeanOne(parts: Float64Array): void {
  let sum = 0;
  for (const part of parts) sum += part;
  const scale = sum > 0 ? parts.length / sum : 0;
  for (let node = 0; node < parts.length; node++) parts[node] = scale > 0 ? (parts[node] ?? 0) * scale : 1;
}

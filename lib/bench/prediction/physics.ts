import { createDraws, type Draws } from "./draws.ts";

/** How a node's measured CPU follows from the CPU asked of it, both in percent of the node. */
export type Saturation =
  | { readonly shape: "clip" }
  | { readonly shape: "knee"; readonly knee: number }
  | { readonly shape: "smooth"; readonly power: number };

export function saturate(curve: Saturation, demand: number): number {
  if (demand <= 0) return Math.max(0, demand);
  switch (curve.shape) {
    case "clip":
      return Math.min(100, demand);
    case "knee": {
      const room = 100 - curve.knee;
      if (demand <= curve.knee) return demand;
      return curve.knee + room * (1 - Math.exp((curve.knee - demand) / room));
    }
    case "smooth":
      return demand / (1 + (demand / 100) ** curve.power) ** (1 / curve.power);
  }
}

/** The least demand that gives the measured value; what is lost above the ceiling is lost. */
export function desaturate(curve: Saturation, measured: number): number {
  const seen = Math.min(measured, 99.95);
  switch (curve.shape) {
    case "clip":
      return measured;
    case "knee": {
      const room = 100 - curve.knee;
      return seen <= curve.knee ? seen : curve.knee - room * Math.log(1 - (seen - curve.knee) / room);
    }
    case "smooth":
      return seen / (1 - (seen / 100) ** curve.power) ** (1 / curve.power);
  }
}

/** How a registry's load falls on the nodes of a stamp; drawn anew for every stamp. */
export type Affinity =
  /** Shares drawn from a Dirichlet: the smaller alpha, the more uneven. */
  | { readonly shape: "dirichlet"; readonly alpha: number }
  /** One node takes `concentration` of the load, the rest is even. */
  | { readonly shape: "home"; readonly concentration: number }
  /** The load comes over so many connections of unequal weight, each on a node. */
  | { readonly shape: "connections"; readonly count: number };

/** A registry and its true properties, which nothing outside the physics knows. */
export interface TrueRegistry {
  readonly name: string;
  readonly tenant: string;
  /** vCPU milliseconds. */
  readonly cpuPerRequest: number;
  readonly cpuPerByte: number;
  readonly costExponent: number;
  readonly affinity: Affinity;
  readonly key: number;
  readonly requests: Float32Array;
  readonly bytes: Float32Array;
}

/** What is wrong with a pool's measuring, beside the load. */
export interface Noise {
  /** Points, independent from minute to minute. */
  readonly white: number;
  /** Points, wandering over `wanderMinutes`. */
  readonly wander: number;
  readonly wanderMinutes: number;
  /** Relative, of the load of every node and minute: the split over nodes is never the same twice. */
  readonly flicker: number;
  /** Chance per node and minute of something else running for a while, and how heavy it is, points. */
  readonly spikeChance: number;
  readonly spikePoints: number;
  /** Share of node-minutes that were never reported. */
  readonly gaps: number;
}

export interface TruePool {
  readonly name: string;
  readonly key: number;
  readonly nodes: number;
  readonly vcpusPerNode: number;
  readonly idle: number;
  /** Relative deviation of what the nodes are handed by the load balancer, whoever asks. */
  readonly nodeSkew: number;
  /** Relative wandering of the shares over the window; 0 = each registry's split holds. */
  readonly shareDrift: number;
  readonly saturation: Saturation;
  readonly noise: Noise;
  /** Nodes from this one on exist only in [from, to) bins. */
  readonly lateNode?: { readonly first: number; readonly from: number; readonly to: number };
}

const known = new WeakMap<TrueRegistry, Float64Array>();

/** vCPU milliseconds a minute that a registry costs, minute by minute; remembered. */
export function trueCpu(registry: TrueRegistry): Float64Array {
  const before = known.get(registry);
  if (before !== undefined) return before;
  const { cpuPerRequest, cpuPerByte, costExponent } = registry;
  const cpu = Float64Array.from(registry.requests, (requests, bin) => {
    const linear = cpuPerRequest * requests + cpuPerByte * (registry.bytes[bin] ?? 0);
    return costExponent === 1 ? linear : linear * (linear / 20_000 + 1e-9) ** (costExponent - 1);
  });
  known.set(registry, cpu);
  return cpu;
}

/** vCPU milliseconds a minute that are one point of one node. */
export function cpuPerPoint(pool: { readonly vcpusPerNode: number }): number {
  return pool.vcpusPerNode * 600;
}

function drawShares(affinity: Affinity, nodes: number, draws: Draws): Float64Array {
  const shares = new Float64Array(nodes);
  switch (affinity.shape) {
    case "dirichlet": {
      for (let node = 0; node < nodes; node++) shares[node] = draws.gamma(affinity.alpha) + 1e-9;
      break;
    }
    case "home": {
      shares.fill((1 - affinity.concentration) / nodes);
      const home = draws.whole(0, nodes - 1);
      shares[home] = (shares[home] ?? 0) + affinity.concentration;
      break;
    }
    case "connections": {
      for (let index = 0; index < affinity.count; index++) {
        const node = draws.whole(0, nodes - 1);
        shares[node] = (shares[node] ?? 0) + draws.gamma(1);
      }
      break;
    }
  }
  let sum = 0;
  for (const share of shares) sum += share;
  return shares.map((share) => share / sum);
}

function wanderOf(draws: Draws, length: number, minutes: number): Float64Array {
  const out = new Float64Array(length);
  const keep = Math.exp(-1 / minutes);
  const push = Math.sqrt(1 - keep * keep);
  let value = draws.normal();
  for (let bin = 0; bin < length; bin++) {
    out[bin] = value;
    value = keep * value + push * draws.normal();
  }
  return out;
}

/** Demand of every node and minute from the load alone, percent of a node, without idle and noise. */
function demandOf(pool: TruePool, residents: readonly TrueRegistry[], length: number): Float64Array[] {
  const skewDraws = createDraws(pool.key ^ 0x51ed);
  const skew = Array.from({ length: pool.nodes }, () => Math.exp(pool.nodeSkew * skewDraws.normal()));
  const demand = skew.map(() => new Float64Array(length));
  const weights = new Float64Array(pool.nodes);
  for (const registry of residents) {
    // The same registry on the same stamp always falls on the same nodes; on another stamp on others.
    const draws = createDraws(Math.imul(registry.key, 31) ^ pool.key);
    const shares = drawShares(registry.affinity, pool.nodes, draws);
    const drift = pool.shareDrift === 0 ? [] : skew.map(() => wanderOf(draws, length, DRIFT_MINUTES));
    const cpu = trueCpu(registry);
    for (let bin = 0; bin < length; bin++) {
      let sum = 0;
      for (let node = 0; node < pool.nodes; node++) {
        const moved = Math.exp(pool.shareDrift * (drift[node]?.[bin] ?? 0));
        const weight = existsAt(pool, node, bin) ? (shares[node] ?? 0) * (skew[node] ?? 1) * moved : 0;
        weights[node] = weight;
        sum += weight;
      }
      const points = sum > 0 ? (cpu[bin] ?? 0) / cpuPerPoint(pool) / sum : 0;
      for (const [node, row] of demand.entries()) row[bin] = (row[bin] ?? 0) + points * (weights[node] ?? 0);
    }
  }
  return demand;
}

/** Over so many minutes a split that drifts forgets what it was. */
const DRIFT_MINUTES = 120;

function existsAt(pool: TruePool, node: number, bin: number): boolean {
  const late = pool.lateNode;
  return late === undefined || node < late.first || (bin >= late.from && bin < late.to);
}

/**
 * CPU of every node and minute, hundredths of a point, −1 = no data. The same `take` gives the same noise; another take is
 * another day with the same load.
 */
export function renderPool(
  pool: TruePool,
  residents: readonly TrueRegistry[],
  { length, take }: { readonly length: number; readonly take: number },
): Int16Array[] {
  const demand = demandOf(pool, residents, length);
  const idleDraws = createDraws(pool.key ^ 0x1d1e);
  const { noise } = pool;
  return demand.map((row, node) => {
    const idle = pool.idle * idleDraws.between(0.7, 1.3);
    const draws = createDraws(
      Math.imul(pool.key, 17) ^ Math.imul(node + 1, 0x2545) ^ Math.imul(take + 1, 0x9e37),
    );
    const wander = wanderOf(draws, length, noise.wanderMinutes);
    let spike = 0;
    return Int16Array.from(row, (load, bin) => {
      spike = draws.chance(noise.spikeChance) ? noise.spikePoints * draws.gamma(2) * 0.5 : spike * 0.6;
      const points =
        idle +
        load * (1 + noise.flicker * draws.normal()) +
        noise.wander * (wander[bin] ?? 0) +
        noise.white * draws.normal() +
        spike;
      const gap = draws.chance(noise.gaps);
      if (gap || !existsAt(pool, node, bin)) return -1;
      return Math.round(100 * saturate(pool.saturation, Math.max(0.1, points)));
    });
  });
}

import { createRng, type Rng } from "../core/index.ts";
import { countAliveNodes } from "../contribution/aliveNodes.ts";
import { desaturate, saturate } from "../contribution/saturation.ts";
import type { LoadModel, RegistryLoad, RegistryModel } from "../contribution/types.ts";
import type { NodeMatrix } from "../telemetry/types.ts";
import { quantileR7 } from "../stats/index.ts";

/** A registry's load that leaves or reaches a pool. */
export interface LoadChange {
  readonly load: RegistryLoad;
  readonly model: RegistryModel;
  /** The model of the pool where it was measured. */
  readonly home: LoadModel;
}

export interface Projection {
  readonly point: number;
  readonly low: number;
  readonly high: number;
  readonly samples: Float64Array;
}

const SCENARIOS = 49;

export function projectPool(input: {
  readonly nodes: NodeMatrix;
  readonly model: LoadModel;
  readonly leaving: readonly LoadChange[];
  readonly arriving: readonly LoadChange[];
  readonly seed: number;
  readonly noise?: boolean;
}): Projection {
  const { nodes, model } = input;
  const length = nodes.toMinute - nodes.fromMinute;
  const present = Float64Array.from(countAliveNodes(nodes));
  const demand = nodes.values.map((row) => Float64Array.from(row, (centi) => (centi < 0 ? Number.NaN : desaturate(centi / 100, model.saturation))));
  const count = nodes.nodes.length;
  const samples: number[] = [];
  const rng = createRng(input.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());
  const leavingPoints = input.leaving.map(({ load, model: registry }) => pointsOf(load, registry, present, 1));
  const arrivingPoints = input.arriving.map(({ load, model: registry, home }) =>
    pointsOf(load, registry, present, home.vcpusPerNode !== null && model.vcpusPerNode !== null ? home.vcpusPerNode / model.vcpusPerNode : 1),
  );
  const base = model.residualBase ** 2;
  const relative = model.residualRelative ** 2;
  for (let scenario = 0; scenario < SCENARIOS; scenario++) {
    const removed = demand.map(() => new Float64Array(length));
    const added = demand.map(() => new Float64Array(length));
    for (const [index, { model: registry }] of input.leaving.entries()) {
      const cost = Math.max(0, 1 + registry.costDeviation * normal());
      const shares = drawSourceShares(registry, model, count, normal);
      addPoints(removed, leavingPoints[index], shares, cost);
    }
    for (const [index, { model: registry, home }] of input.arriving.entries()) {
      const cost = Math.max(0, 1 + registry.costDeviation * normal());
      const shares = drawLanding(registry, home, model, count, rng, normal);
      addPoints(added, arrivingPoints[index], shares, cost);
    }
    const hot: number[] = [];
    for (let bin = 0; bin < length; bin++) {
      let greatest = -1;
      for (let node = 0; node < count; node++) {
        const value = (nodes.values[node]?.[bin] ?? -1) / 100;
        if (value < 0) continue;
        const change = (added[node]?.[bin] ?? 0) - (removed[node]?.[bin] ?? 0);
        const seen = model.demand[node]?.[bin] ?? Number.NaN;
        const latent = Number.isNaN(seen) ? (demand[node]?.[bin] ?? value) : seen;
        const idle = Math.min(latent, model.idlePoints[node] ?? 0);
        const fit = model.fitted[node]?.[bin] ?? Number.NaN;
        let after: number;
        if (Number.isNaN(fit)) after = latent + change;
        else {
          const loadBefore = Math.max(0, fit - idle);
          const loadAfter = Math.max(0, loadBefore + change);
          const scale = Math.sqrt((base + relative * loadAfter * loadAfter) / (base + relative * loadBefore * loadBefore));
          after = latent + change + (scale - 1) * (latent - fit);
        }
        after = Math.max(idle, after);
        greatest = Math.max(greatest, value + saturate(after, model.saturation) - saturate(latent, model.saturation));
      }
      if (greatest >= 0) hot.push(Math.min(100, greatest));
    }
    samples.push(quantileR7(hot, 0.95) ?? 0);
  }
  return {
    samples: Float64Array.from(samples),
    point: quantileR7(samples, 0.5) ?? 0,
    low: quantileR7(samples, 0.05) ?? 0,
    high: quantileR7(samples, 0.95) ?? 0,
  };
}

function pointsOf(load: RegistryLoad, registry: RegistryModel, present: Float64Array, ratio: number): Float64Array {
  return Float64Array.from(load.requests, (requests, bin) =>
    (present[bin] ?? 0) === 0 ? 0 : (ratio * (registry.pointsPerRequest * requests + registry.pointsPerByte * (load.bytes[bin] ?? 0))) / (present[bin] ?? 1),
  );
}

function addPoints(rows: readonly Float64Array[], points: Float64Array | undefined, shares: Float64Array, cost: number): void {
  if (points === undefined) return;
  for (const [node, row] of rows.entries()) {
    const factor = (shares[node] ?? 0) * cost;
    for (let bin = 0; bin < row.length; bin++) row[bin] = (row[bin] ?? 0) + factor * (points[bin] ?? 0);
  }
}

function drawSourceShares(registry: RegistryModel, model: LoadModel, count: number, normal: () => number): Float64Array {
  const shares = new Float64Array(count);
  for (let node = 0; node < count; node++)
    shares[node] = Math.max(0, (registry.nodeShares?.[node] ?? model.nodeFactors[node] ?? 1) + registry.shareDeviation * normal());
  return normalise(shares);
}

/** Where the load of a registry falls on nodes that it never was on: as unevenly as at home, on nodes drawn by lot. */
function drawLanding(registry: RegistryModel, home: LoadModel, model: LoadModel, count: number, rng: Rng, normal: () => number): Float64Array {
  const homeCount = home.nodes.length;
  const shares = new Float64Array(count);
  const own = Array.from({ length: homeCount }, (_, node) =>
    Math.max(0, (registry.nodeShares === null ? 1 : (registry.nodeShares[node] ?? 1) - (home.nodeFactors[node] ?? 1) + 1) + registry.shareDeviation * normal()),
  );
  const floor = Math.min(...own);
  shares.fill(floor / homeCount * homeCount / count);
  const order = shuffled(count, rng);
  for (const [node, value] of own.entries()) {
    const at = order[node % count] ?? 0;
    shares[at] = (shares[at] ?? 0) + (value - floor) / homeCount;
  }
  for (let node = 0; node < count; node++) shares[node] = (shares[node] ?? 0) * (model.nodeFactors[node] ?? 1);
  return normalise(shares);
}

function shuffled(count: number, rng: Rng): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(rng() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

/** To mean 1. */
function normalise(shares: Float64Array): Float64Array {
  let sum = 0;
  for (const share of shares) sum += share;
  return sum > 0 ? shares.map((share) => (share * shares.length) / sum) : shares.fill(1);
}

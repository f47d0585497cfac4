import { quantileR7 } from "../stats/index.ts";
import { homeNode } from "./affinity.ts";
import { createRenderer } from "./render.ts";
import { desaturate, saturate } from "./saturation.ts";
import { zoneOffsetMinutes } from "./shape.ts";
import type { DemoHome, DemoPool, DemoPoolKind, DemoPoolPlan, ReplicaTraits } from "./types.ts";
import type { WorkedExampleStamp } from "./workedExample.ts";

/**
 * Chooses free parameters of the physics (loads, true costs, concentrations, job sizes) so that pools stand where the
 * story wants them. Nothing is planted in the data: the parameters are set once, on a reference week that no demo ever
 * shows, and every number on a page is computed from what the renderer makes of them at the demo's own time.
 */

/** Monday 2026-01-05T00:00Z. */
const REFERENCE_MINUTE = 490_992 * 60;
const WINDOW_MINUTES = 720;
/** Half days over the whole week, for what should hold at any time. */
const ANY_TIME = [3, 40, 71, 98, 126, 147].map((hour) => REFERENCE_MINUTE + hour * 60);
/** Half days of working days, in hours after Tuesday's start of local office hours: two by day, two in the evening. */
const WORKING_DAYS = [0, 24, 7, 31];
const OFFICE_OPENS = 7;
/** By how much a pool whose customers come in the evening may be hotter then. */
const EVENING_EXTRA = 8;

/** Demanded points per node over all minutes of the reference windows. */
type Points = readonly Float64Array[];
interface Part {
  readonly points: Points;
  readonly factor: number;
}

/** What the calibration sees of one pool: the renderer's own output, taken apart. */
export interface PoolProbe {
  /** Points of the idle pool. */
  readonly idle: Points;
  /** Points that these homes alone add to the idle pool. */
  added(homes: readonly DemoHome[]): Points;
}

export function probePool(seed: number, pool: DemoPool, windows: readonly number[]): PoolProbe {
  const renderer = createRenderer(seed, []);
  const render = (homes: readonly DemoHome[]): Float64Array[] => {
    const out = Array.from(
      { length: pool.nodeCount },
      () => new Float64Array(windows.length * WINDOW_MINUTES),
    );
    const bindings = homes.map(({ replica }) => ({ replica, boundAtMs: 0, unboundAtMs: null }));
    for (const [index, fromMinute] of windows.entries()) {
      const window = { fromMinute, toMinute: fromMinute + WINDOW_MINUTES };
      for (const [node, cpu] of renderer.renderPool(pool, bindings, window).cpu.entries()) {
        for (const [minute, value] of cpu.entries()) {
          const at = index * WINDOW_MINUTES + minute;
          const row = out[node];
          if (row !== undefined) row[at] = desaturate(value / 100);
        }
      }
    }
    return out;
  };
  const idle = render([]);
  return {
    idle,
    added: (homes) =>
      render(homes).map((row, node) => row.map((value, at) => value - (idle[node]?.[at] ?? 0))),
  };
}

/** Hot-node P95 of a sum of parts, per window. */
function hotNodeP95s(parts: readonly Part[]): number[] {
  const length = parts[0]?.points[0]?.length ?? 0;
  const hot = new Float64Array(length);
  const sum = new Float64Array(length);
  for (const [node] of (parts[0]?.points ?? []).entries()) {
    sum.fill(0);
    for (const { points, factor } of parts) {
      const row = points[node] ?? sum;
      for (let at = 0; at < length; at++) sum[at] = (sum[at] ?? 0) + factor * (row[at] ?? 0);
    }
    for (let at = 0; at < length; at++) hot[at] = Math.max(hot[at] ?? 0, sum[at] ?? 0);
  }
  return Array.from({ length: length / WINDOW_MINUTES }, (_, index) =>
    saturate(quantileR7(hot.subarray(index * WINDOW_MINUTES, (index + 1) * WINDOW_MINUTES), 0.95) ?? 0),
  );
}

function mean(values: readonly number[] | Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / Math.max(1, values.length);
}

/** The argument at which a rising function reaches a value. */
function solve(rising: (argument: number) => number, value: number, high: number): number {
  let from = 0;
  let to = high;
  for (let round = 0; round < 24; round++) {
    const middle = (from + to) / 2;
    if (rising(middle) < value) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}

/** The factor on the load of these homes under which the pool's hot-node P95 on a working day is as planned. */
export function factorForP95(seed: number, pool: DemoPoolPlan, homes: readonly DemoHome[]): number {
  const timeZone = homes[0]?.replica.timeZone ?? "UTC";
  const opens = 24 + OFFICE_OPENS - zoneOffsetMinutes(timeZone, REFERENCE_MINUTE / 60) / 60;
  const windows = WORKING_DAYS.map((hour) => REFERENCE_MINUTE + (opens + hour) * 60);
  const probe = probePool(seed, pool, windows);
  const added = probe.added(homes);
  const p95 = (factor: number) => {
    const [first = 0, second = 0, ...evenings] = hotNodeP95s([
      { points: probe.idle, factor: 1 },
      { points: added, factor },
    ]);
    return Math.max((first + second) / 2, Math.max(...evenings) - EVENING_EXTRA);
  };
  return solve(p95, pool.hotNodeP95, 20);
}

/** The factor on the load of these homes under which they add this many points to the mean node. */
export function factorForMean(
  seed: number,
  pool: DemoPool,
  homes: readonly DemoHome[],
  points: number,
): number {
  const added = probePool(seed, pool, ANY_TIME).added(homes);
  return points / mean(added.map(mean));
}

/** The same load at another size, the same work at another price. */
export function scaled(
  replica: ReplicaTraits,
  { load, cost }: { readonly load: number; readonly cost: Readonly<Record<DemoPoolKind, number>> },
): ReplicaTraits {
  const scale = (kind: DemoPoolKind) => {
    const traits = replica.kinds[kind];
    return {
      ...traits,
      requestsPerMinute: traits.requestsPerMinute * load,
      vcpuMsPerRequest: traits.vcpuMsPerRequest * cost[kind],
      vcpuMsPerMegabyte: traits.vcpuMsPerMegabyte * cost[kind],
    };
  };
  return { ...replica, kinds: { registry: scale("registry"), dataproxy: scale("dataproxy") } };
}

/** Where one pool of the worked example has to stand. Points of a node. */
export interface ExampleTarget {
  readonly before: { readonly p95: number; readonly max: number };
  readonly after: { readonly p95: number; readonly max: number };
  /** Whose single minute is the maximum before: one of the customer's, or somebody else's. */
  readonly maxBeforeIs: "customer" | "others";
  /** The concentration of the customer's large registries where it is not `others`' maximum that decides it. */
  readonly concentration?: number;
}

/** What was chosen for one pool of the worked example. */
export interface ExampleAnswer {
  readonly concentration: number;
  readonly customerCost: number;
  readonly pillarCost: number;
  readonly customerJob: number;
  readonly pillarJob: number;
}

/**
 * Chooses costs, concentration and job sizes for one pool of the worked example.
 * The pillars' costs follow from the P95 that is to remain, the customer's from the P95 before, the concentration from
 * what the customer adds on the node of the others' job, the jobs' sizes from the two maxima.
 */
export function calibrateExample(
  seed: number,
  pool: DemoPool,
  cast: WorkedExampleStamp & { readonly others: readonly DemoHome[]; readonly target: ExampleTarget },
): ExampleAnswer {
  const kind: DemoPoolKind = pool.kind === "registry" ? "registry" : "dataproxy";
  const { target } = cast;
  const probe = probePool(seed, pool, ANY_TIME);
  const base: Part[] = [probe.idle, probe.added(cast.others)].map((points) => ({ points, factor: 1 }));
  const pillars = probe.added(cast.pillars);
  const p95 = (parts: readonly Part[]) => mean(hotNodeP95s([...base, ...parts]));
  const pillarCost = solve((factor) => p95([{ points: pillars, factor }]), target.after.p95, 20);
  const remaining: Part[] = [...base, { points: pillars, factor: pillarCost }];

  const spread = probe.added(withConcentration([...cast.top, ...cast.rest], kind, 0));
  const gathered = probe.added([
    ...withConcentration(cast.top, kind, 1),
    ...withConcentration(cast.rest, kind, 0),
  ]);
  const customer = (concentration: number, cost: number): Part[] => [
    { points: pillars, factor: pillarCost },
    { points: spread, factor: (1 - concentration) * cost },
    { points: gathered, factor: concentration * cost },
  ];
  const costAt = (concentration: number) =>
    solve((cost) => p95(customer(concentration, cost)), target.before.p95, 20);

  const [first, largest] = [cast.pillars.slice(0, 1), cast.top.slice(0, 1)];
  const customerNode = homeOf(largest, pool);
  const pillarNode = homeOf(first, pool);
  const elsewhere = desaturate(target.before.max) - desaturate(target.after.max);
  const shares = {
    here: mean(spread[pillarNode] ?? []),
    even: mean(spread[customerNode] ?? []),
    home: mean(gathered[customerNode] ?? []),
  };
  let concentration = target.concentration ?? 0.5;
  let customerCost = costAt(concentration);
  for (let round = 0; round < 4 && target.concentration === undefined; round++) {
    // What is wanted on the others' node, over what the P95 asks for on the customer's own, decides the concentration.
    const wanted = elsewhere / (customerCost * (shares.even + concentration * (shares.home - shares.even)));
    concentration =
      (shares.here - wanted * shares.even) / (shares.here + wanted * (shares.home - shares.even));
    customerCost = costAt(concentration);
  }

  const level = (node: number, parts: readonly Part[]) =>
    parts.reduce((total, { points, factor }) => total + factor * mean(points[node] ?? []), 0);
  const pillarPart = pillarCost * mean(probe.added(first)[pillarNode] ?? []);
  const pillarJob = (desaturate(target.after.max) - level(pillarNode, remaining)) / pillarPart;
  const own = probe.added(withConcentration(largest, kind, concentration))[customerNode] ?? [];
  const before = [...base, ...customer(concentration, customerCost)];
  const customerJob =
    target.maxBeforeIs === "customer"
      ? (desaturate(target.before.max) - level(customerNode, before)) / (customerCost * mean(own))
      : 0;
  return { concentration, customerCost, pillarCost, customerJob, pillarJob };
}

function withConcentration(
  homes: readonly DemoHome[],
  kind: DemoPoolKind,
  concentration: number,
): DemoHome[] {
  return homes.map(({ replica, stamp }) => ({
    stamp,
    replica: { ...replica, kinds: { ...replica.kinds, [kind]: { ...replica.kinds[kind], concentration } } },
  }));
}

function homeOf(homes: readonly DemoHome[], pool: DemoPool): number {
  const replica = homes[0]?.replica;
  if (replica === undefined) throw new RangeError(`nobody's home in ${pool.stamp}/${pool.name}`);
  return homeNode(replica.affinityKey, pool);
}

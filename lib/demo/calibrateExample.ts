import { hotNodes } from "./affinity.ts";
import { ANY_TIME } from "./calibrate.ts";
import { hotNodeP95s, mean, type Part, probePool } from "./probePool.ts";
import { desaturate } from "./saturation.ts";
import { solve } from "./solve.ts";
import type { DemoHome, DemoPool, DemoPoolKind, ExampleTarget } from "./types.ts";
import type { WorkedExampleStamp } from "./workedExample.ts";

/** What was chosen for one pool of the worked example. */
export interface ExampleAnswer {
  readonly concentration: number;
  readonly customerCost: number;
  readonly pillarCost: number;
  readonly customerJob: number;
  readonly pillarJob: number;
}

/** One pool of the worked example: who plays, and what is to come out. */
export interface ExampleCast extends WorkedExampleStamp {
  /** The many small co-tenants, already settled. */
  readonly others: readonly DemoHome[];
  readonly target: ExampleTarget;
}

/**
 * Chooses costs, concentration and job sizes for one pool of the worked example.
 * The pillars' costs follow from the P95 that is to remain, the customer's from the P95 before, the concentration from
 * what the customer adds on the node of the others' job, the jobs' sizes from the two maxima.
 */
export function calibrateExample(seed: number, pool: DemoPool, cast: ExampleCast): ExampleAnswer {
  const apart = takeApart(seed, pool, cast);
  const { target } = cast;
  const p95 = (parts: readonly Part[]) => mean(hotNodeP95s([...apart.base, ...parts]));
  const pillarCost = solve((factor) => p95([{ points: apart.pillars, factor }]), target.after.p95);
  const remaining: Part[] = [{ points: apart.pillars, factor: pillarCost }];
  const all = (concentration: number, cost: number): Part[] => [
    ...remaining,
    { points: apart.spread, factor: (1 - concentration) * cost },
    { points: apart.gathered, factor: concentration * cost },
  ];
  const costAt = (concentration: number) => solve((cost) => p95(all(concentration, cost)), target.before.p95);
  const concentration = target.concentration ?? findConcentration(apart, target, costAt);
  const customerCost = costAt(concentration);

  // A job's minute lifts its registry's part of its hot node from the mean to what the maximum still lacks.
  const { pillarNode, customerNode } = apart;
  const lacks = (max: number, node: number, parts: readonly Part[]) =>
    desaturate(max) - levelOf(node, [...apart.base, ...parts]);
  const pillarPart = pillarCost * mean(apart.firstPillar[pillarNode] ?? []);
  const customerPart =
    customerCost *
    (concentration * mean(apart.largestGathered[customerNode] ?? []) +
      (1 - concentration) * mean(apart.largestSpread[customerNode] ?? []));
  const pillarJob = lacks(target.after.max, pillarNode, remaining) / pillarPart;
  const customerJob =
    target.maxBeforeIs === "customer"
      ? lacks(target.before.max, customerNode, all(concentration, customerCost)) / customerPart
      : 0;
  return { concentration, customerCost, pillarCost, customerJob, pillarJob };
}

/** What each player adds to each node, at the costs and loads that were drawn. */
function takeApart(seed: number, pool: DemoPool, cast: ExampleCast) {
  const kind: DemoPoolKind = pool.kind === "registry" ? "registry" : "dataproxy";
  const probe = probePool(seed, pool, ANY_TIME);
  const base: Part[] = [probe.idle, probe.added(cast.others)].map((points) => ({ points, factor: 1 }));
  const rest = withConcentration(cast.rest, kind, 0);
  const [largest, firstPillar] = [cast.top.slice(0, 1), cast.pillars.slice(0, 1)];
  return {
    base,
    pillars: probe.added(cast.pillars),
    firstPillar: probe.added(firstPillar),
    spread: probe.added([...withConcentration(cast.top, kind, 0), ...rest]),
    gathered: probe.added([...withConcentration(cast.top, kind, 1), ...rest]),
    largestSpread: probe.added(withConcentration(largest, kind, 0)),
    largestGathered: probe.added(withConcentration(largest, kind, 1)),
    customerNode: hotNodeOf(largest, pool, kind),
    pillarNode: hotNodeOf(firstPillar, pool, kind),
  };
}

/**
 * The concentration under which the customer adds, on the node of the others' job, what the maximum loses with it. What the
 * P95 asks for on the customer's own node hangs on it only a little, so a few rounds settle both.
 */
function findConcentration(
  apart: ReturnType<typeof takeApart>,
  target: ExampleTarget,
  costAt: (concentration: number) => number,
): number {
  const { spread, gathered, pillarNode, customerNode } = apart;
  const elsewhere = desaturate(target.before.max) - desaturate(target.after.max);
  const there = mean(spread[pillarNode] ?? []);
  const even = mean(spread[customerNode] ?? []);
  const extra = mean(gathered[customerNode] ?? []) - even;
  let concentration = 0.5;
  for (let round = 0; round < 4; round++) {
    const wanted = elsewhere / (costAt(concentration) * (even + concentration * extra));
    concentration = (there - wanted * even) / (there + wanted * extra);
  }
  return concentration;
}

function levelOf(node: number, parts: readonly Part[]): number {
  return parts.reduce((total, { points, factor }) => total + factor * mean(points[node] ?? []), 0);
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

function hotNodeOf(homes: readonly DemoHome[], pool: DemoPool, kind: DemoPoolKind): number {
  const replica = homes[0]?.replica;
  if (replica === undefined) throw new RangeError(`nobody is hot in ${pool.stamp}/${pool.name}`);
  return hotNodes(replica.kinds[kind].affinityKey, pool)[0] ?? 0;
}

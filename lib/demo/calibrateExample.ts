import { hotNodes } from "./affinity.ts";
import { ANY_TIME } from "./calibrate.ts";
import { hotNodeP95s, mean, type Part, probePool } from "./probePool.ts";
import { desaturate } from "./saturation.ts";
import { solve } from "./solve.ts";
import type { DemoHome, DemoPool, DemoPoolKind } from "./types.ts";
import type { WorkedExampleStamp } from "./workedExample.ts";

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
  const pillarCost = solve((factor) => p95([{ points: pillars, factor }]), target.after.p95);
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
    solve((cost) => p95(customer(concentration, cost)), target.before.p95);

  const [first, largest] = [cast.pillars.slice(0, 1), cast.top.slice(0, 1)];
  const customerNode = hotNodeOf(largest, pool, kind);
  const pillarNode = hotNodeOf(first, pool, kind);
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

function hotNodeOf(homes: readonly DemoHome[], pool: DemoPool, kind: DemoPoolKind): number {
  const replica = homes[0]?.replica;
  if (replica === undefined) throw new RangeError(`nobody is hot in ${pool.stamp}/${pool.name}`);
  return hotNodes(replica.kinds[kind].affinityKey, pool)[0] ?? 0;
}

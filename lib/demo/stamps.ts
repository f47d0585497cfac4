import type { DemoPoolKind, DemoPoolPlan, DemoRegion, DemoStamp, ExampleTarget, Profile } from "./types.ts";

export const DEMO_REGIONS: readonly DemoRegion[] = [
  { name: "westus", timeZone: "America/Los_Angeles", limitP95: 40 },
  { name: "westeurope", timeZone: "Europe/Amsterdam", limitP95: 60 },
];

/** The two shared stamps of the worked example. */
export const STAMP_A = "wus-a";
export const STAMP_B = "wus-b";

interface StampSketch {
  readonly name: string;
  readonly isolated?: true;
  readonly cordoned?: true;
  readonly inDeployment?: true;
  /** Five unless said otherwise. */
  readonly updateDomains?: number;
  /** [nodes, vCPUs per node, maximum instances, hot-node P95 at a weekday's peak] */
  readonly registry: readonly [number, number, number, number];
  readonly dataproxy: readonly [number, number, number, number];
}

const SKETCHES: Readonly<Record<string, readonly StampSketch[]>> = {
  westus: [
    { name: STAMP_A, updateDomains: 10, registry: [10, 4, 20, 25], dataproxy: [16, 8, 32, 43] },
    { name: STAMP_B, updateDomains: 10, registry: [8, 4, 16, 33], dataproxy: [14, 8, 28, 41.5] },
    { name: "wus-c", registry: [8, 4, 16, 23], dataproxy: [12, 8, 24, 27] },
    { name: "wus-d", registry: [12, 4, 24, 27], dataproxy: [20, 8, 40, 33] },
    { name: "wus-e", inDeployment: true, registry: [6, 8, 12, 18], dataproxy: [10, 16, 20, 21] },
    { name: "wus-f", cordoned: true, registry: [8, 4, 16, 31], dataproxy: [18, 8, 24, 37] },
    { name: "wus-iso-1", isolated: true, registry: [6, 4, 12, 19], dataproxy: [8, 8, 16, 29] },
  ],
  westeurope: [
    { name: "weu-a", registry: [12, 4, 24, 44], dataproxy: [22, 8, 44, 55] },
    { name: "weu-b", registry: [10, 4, 20, 47], dataproxy: [16, 8, 32, 71] },
    { name: "weu-c", registry: [8, 8, 16, 26], dataproxy: [14, 16, 28, 33] },
    { name: "weu-d", registry: [10, 4, 20, 34], dataproxy: [18, 8, 36, 42] },
    { name: "weu-e", registry: [6, 4, 12, 20], dataproxy: [12, 8, 24, 25] },
    { name: "weu-f", registry: [8, 4, 16, 63], dataproxy: [24, 8, 48, 48] },
    { name: "weu-iso-1", isolated: true, registry: [6, 4, 12, 22], dataproxy: [10, 8, 20, 36] },
  ],
};

/** Which profiles the co-tenants of the worked example's stamps have: their hot nodes must not hang on the hour. */
export const STEADY_PROFILES: readonly Profile[] = ["steady", "automation", "steady"];

export const DEMO_STAMPS: readonly DemoStamp[] = Object.entries(SKETCHES).flatMap(([region, sketches]) =>
  sketches.map(
    (sketch): DemoStamp => ({
      name: sketch.name,
      region,
      kind: sketch.isolated ? "isolated" : "shared",
      cordoned: sketch.cordoned ?? false,
      inDeployment: sketch.inDeployment ?? false,
      updateDomains: sketch.updateDomains ?? 5,
      egressGbps: sketch.isolated ? 60 : 120,
      pools: [planOf(sketch, "registry"), planOf(sketch, "dataproxy")],
    }),
  ),
);

function planOf(sketch: StampSketch, kind: "registry" | "dataproxy"): DemoPoolPlan {
  const [nodeCount, vcpusPerNode, maxInstances, hotNodeP95] = sketch[kind];
  return { stamp: sketch.name, name: kind, kind, vcpusPerNode, nodeCount, maxInstances, hotNodeP95 };
}

/** The pool of a kind that every stamp of the demo has. */
export function poolOf(stamp: DemoStamp, kind: DemoPoolKind): DemoPoolPlan {
  const pool = stamp.pools.find((candidate) => candidate.kind === kind);
  if (pool === undefined) throw new RangeError(`${stamp.name} has no ${kind} pool`);
  return pool;
}

export function isExampleStamp(name: string): boolean {
  return name === STAMP_A || name === STAMP_B;
}

/** Points that the many small co-tenants add to the mean node of the worked example's pools. */
export const BACKGROUND_POINTS = { registry: 4.5, dataproxy: 2.4 };
export const EXAMPLE_TARGETS: Readonly<Record<string, Readonly<Record<string, ExampleTarget>>>> = {
  [STAMP_A]: {
    registry: { before: { p95: 25, max: 61.3 }, after: { p95: 23.2, max: 61 }, maxBeforeIs: "others" },
    dataproxy: {
      before: { p95: 43, max: 96 },
      after: { p95: 28.5, max: 64 },
      maxBeforeIs: "customer",
      concentration: 0.7,
    },
  },
  [STAMP_B]: {
    registry: { before: { p95: 33, max: 70 }, after: { p95: 22.1, max: 67 }, maxBeforeIs: "others" },
    dataproxy: { before: { p95: 41.5, max: 82 }, after: { p95: 23.2, max: 77 }, maxBeforeIs: "others" },
  },
};

import { burstyLoad, type TestRegistry } from "../../contribution/poolForTests.ts";
import { MINUTE_MS } from "../../core/index.ts";
import { type FleetStamp, NO_CONSTRAINTS, type ReplicaConstraints } from "../../fleet/types.ts";
import type { HotStamp } from "../../simulation/judgeStamps.ts";
import { regionForTests, reliefByTenant, type TestStampPool } from "../../simulation/regionForTests.ts";
import { CLASS_RULES } from "../classifyMoves.ts";
import { PHASE_RULES } from "../formPhases.ts";
import { TIER_RULES } from "../rateBlastRadius.ts";
import { searchPlacement } from "../search/searchPlacement.ts";
import type { ProposalTools } from "./decide.ts";
import type { ProposalContent } from "./proposalAnswer.ts";
import { type ProposalBody, proposalBodySchema } from "./proposalBody.ts";
import { proposeForRegion } from "./proposeForRegion.ts";
import type { PlanningReplica, RegionFacts } from "./types.ts";

export const BINS = 240;
export const LIMIT = 40;
const DAY_MS = 1_440 * MINUTE_MS;
/** The instant at which tests plan: the end of the window. */
export const NOW_MS = BINS * MINUTE_MS;

export const load = (
  name: string,
  mean: number,
  seed: number,
  more: Partial<TestRegistry> = {},
): TestRegistry => ({
  name,
  requests: burstyLoad(mean, seed, BINS),
  pointsPerRequest: 0.5,
  ...more,
});
export const crowd = (prefix: string, count: number, mean: number, seed: number): TestRegistry[] =>
  Array.from({ length: count }, (_, index) => load(`${prefix}${index}`, mean, seed + index));
export const stampOf = (
  stamp: string,
  registries: readonly TestRegistry[],
  more: Partial<TestStampPool> = {},
): TestStampPool => ({ stamp, nodes: 5, bins: BINS, limit: LIMIT, registries, ...more });

export interface FactsForTests {
  readonly stamps?: Readonly<Record<string, Partial<FleetStamp>>>;
  readonly constraints?: Readonly<Record<string, Partial<ReplicaConstraints>>>;
  readonly replicas?: Readonly<Record<string, Partial<PlanningReplica>>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly sick?: Readonly<Record<string, HotStamp["sickNodes"]>>;
  /** Tenants that dominate are a reason too; absent: limits alone. */
  readonly dominance?: boolean;
  readonly facts?: Partial<RegionFacts>;
}

const POLICIES: RegionFacts["policies"] = {
  minimumGainPoints: 0.5,
  cooldownDays: 14,
  classes: CLASS_RULES,
  phases: PHASE_RULES,
  tiers: TIER_RULES,
};

/** The facts of a region of such pools: every registry where it is given, since yesterday, free to move. */
export function factsForTests(pools: readonly TestStampPool[], more: FactsForTests = {}): RegionFacts {
  const region = regionForTests(pools);
  const body: ProposalBody = proposalBodySchema.parse({ region: "testland", ...more.body });
  const stamps = [...new Set(pools.map(({ stamp }) => stamp))].map(
    (name, id): FleetStamp => ({
      id,
      name,
      regionId: 1,
      region: "testland",
      kind: "shared",
      updateDomains: 5,
      cordoned: false,
      inDeployment: false,
      planned: false,
      storageEgressGbps: null,
      storageRequestsPerSecond: null,
      ...more.stamps?.[name],
    }),
  );
  const mayTake = (kind: FleetStamp["kind"]) =>
    new Set(
      stamps.flatMap((one) => (one.kind === kind && !one.cordoned && !one.inDeployment ? [one.name] : [])),
    );
  const { constraints } = body;
  return {
    region: "testland",
    window: { fromMinute: 0, toMinute: BINS },
    nowMs: NOW_MS,
    pools: region.pools,
    planned: [],
    stamps,
    takenNames: stamps.map(({ name }) => name),
    replicas: replicasOf(pools, more),
    hot: stamps.flatMap((stamp) => hotStampOf(region.pools, stamp, more)),
    sharedDestinations: mayTake("shared"),
    isolatedDestinations: mayTake("isolated"),
    outcomes: [],
    dayBefore: [],
    notes: [],
    tenants: body.tenants ?? null,
    constraints,
    policies: {
      ...POLICIES,
      minimumGainPoints: constraints.minimumGainPoints ?? POLICIES.minimumGainPoints,
      cooldownDays: constraints.cooldownDays ?? POLICIES.cooldownDays,
    },
    ...more.facts,
  };
}

function replicasOf(pools: readonly TestStampPool[], more: FactsForTests): PlanningReplica[] {
  const known = new Map<string, PlanningReplica>();
  for (const { stamp, registries } of pools)
    for (const { name, tenant } of registries)
      known.set(name, {
        registry: name,
        tenant: tenant ?? `tenant-of-${name}`,
        home: stamp,
        homeThen: stamp,
        boundAtMs: -DAY_MS,
        lastMovedAtMs: null,
        constraints: { ...NO_CONSTRAINTS, ...more.constraints?.[name] },
        ...more.replicas?.[name],
      });
  return [...known.values()].sort((a, b) => (a.registry < b.registry ? -1 : 1));
}

function hotStampOf(
  pools: RegionFacts["pools"],
  { name, kind }: FleetStamp,
  { dominance, sick }: FactsForTests,
): HotStamp[] {
  const own = pools.filter(({ stamp }) => stamp === name);
  const reasons = own.flatMap((pool): HotStamp["reasons"] => {
    const p95 = pool.measures.hotNodeP95 ?? 0;
    const dominant = dominance === true ? reliefByTenant(pool) : [];
    return [
      ...((pool.measures.excess ?? 0) > 0
        ? [{ kind: "over_limit" as const, pool: pool.pool, excess: pool.measures.excess ?? 0 }]
        : []),
      ...dominant
        .filter(({ reliefPoints }) => reliefPoints >= pool.dominanceShare * p95)
        .map(({ tenant, reliefPoints }) => ({
          kind: "dominated" as const,
          pool: pool.pool,
          tenant,
          share: reliefPoints / p95,
        })),
    ];
  });
  return reasons.length === 0 ? [] : [{ stamp: name, kind, reasons, sickNodes: sick?.[name] ?? [] }];
}

/** What is proposed, worked out here and now. */
export function proposeForTests(facts: RegionFacts, tools: Partial<ProposalTools> = {}): ProposalContent {
  return proposeForRegion(facts, {
    search: searchPlacement,
    clock: () => 0,
    onProgress: () => undefined,
    ...tools,
  });
}

/** The moves of a proposal in running order. */
export function movesOf({ phases }: Pick<ProposalContent, "phases">) {
  return phases.flatMap(({ moves }) => moves);
}

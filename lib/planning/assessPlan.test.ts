import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolvePlanningSettings } from "../fleet/settings.ts";
import { regionForTests } from "../simulation/regionForTests.ts";
import { BINS, move, p95Of, poolAt, simulate, stamp, steady } from "../simulation/scenesForTests.ts";
import { assessPlan, digestHomes } from "./assessPlan.ts";
import { judgeStep } from "./judgeStep.ts";
import type { PlanContent, PlanPhase } from "./planContent.ts";
import type { PlanRegion } from "./planRegion.ts";
import { planRulesOf } from "./planRules.ts";
import { simulateSteps } from "./simulateSteps.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);
const MEANS: Readonly<Record<string, number>> = { big: 110, large: 70, middle: 40, small: 8, tiny: 2 };
const LIMIT = 22;
const input = regionForTests([
  stamp(
    "a",
    Object.entries(MEANS).map(([name, mean], place) => steady(name, mean, place + 1)),
    { limit: LIMIT },
  ),
  stamp("b", [steady("other", 40, 9)], { seed: 2, limit: LIMIT }),
  stamp("c", [steady("another", 20, 10)], { seed: 3, limit: LIMIT }),
]);
const names = Object.keys(MEANS);
const total = Object.values(MEANS).reduce((sum, mean) => sum + mean, 60) * BINS;
const region: PlanRegion = {
  ...input,
  region: "westus",
  tenants: new Map(names.map((name) => [name, `${name}-ltd`])),
  traffic: new Map(names.map((name) => [name, { requests: (MEANS[name] ?? 0) * BINS, bytes: null }])),
  regionTraffic: { requests: total, bytes: null },
  emptyStamps: new Set(),
  replicas: [],
  stamps: [],
  rules: planRulesOf(resolvePlanningSettings([], "westus"), "UTC"),
  elsewhere: [],
  models: [],
  notes: [],
};
const phaseOf = (registries: readonly string[], to: string): PlanPhase => ({
  name: "Phase",
  class: "medium",
  batch: 1,
  observationHours: 24,
  notBefore: null,
  shortened: null,
  moves: registries.map((registry) => ({ registry, tenant: "", from: "a", to, reason: "", skipped: null })),
});
const assess = (phases: PlanContent["phases"]) => assessPlan({ phases, startAt: null }, region, NOW_MS);
const randomPlan = fc
  .record({
    order: fc.shuffledSubarray(names, { minLength: 1 }),
    size: fc.integer({ min: 1, max: 3 }),
    to: fc.constantFrom("b", "c"),
  })
  .map(({ order, size, to }) =>
    Array.from({ length: Math.ceil(order.length / size) }, (_, at) =>
      phaseOf(order.slice(at * size, (at + 1) * size), to),
    ),
  );

describe("the assessment of a plan", () => {
  test("has of every prefix what a simulation of that prefix alone has, and the rule that it breaks", () => {
    fc.assert(
      fc.property(randomPlan, (phases) => {
        const moves = phases.flatMap((phase) => phase.moves);
        const told = assess(phases).phases.flatMap((phase) => phase.moves);
        for (const [place, one] of moves.entries()) {
          const prefix = moves.slice(0, place + 1).map(({ registry, to }) => move(registry, to));
          const { pools } = simulate(input, prefix);
          expect(told[place]?.source?.after).toBeCloseTo(p95Of(poolAt(pools, "a")).value, 5);
          expect(told[place]?.destination?.high).toBeCloseTo(p95Of(poolAt(pools, one.to)).high, 5);
          const step = simulateSteps(input, []);
          const classified = moves.map((each) => ({
            ...each,
            traffic: { requests: null, bytes: null },
            class: "top" as const,
            requestShare: null,
            byteShare: null,
          }));
          const last = classified[place];
          const broken = last === undefined ? null : judgeStep(step(classified.slice(0, place), last));
          expect(told[place]?.broken?.rule ?? null).toBe(broken?.rule ?? null);
        }
      }),
      { numRuns: 12 },
    );
  });

  test("names the first step of all that breaks a rule", () => {
    const { broken, phases, tier, excess } = assess([phaseOf(["tiny", "big"], "b"), phaseOf(["large"], "b")]);
    const steps = phases.flatMap((phase, at) => phase.moves.map((one) => ({ ...one, phase: at + 1 })));
    const first = steps.find((one) => one.broken !== null);
    expect(first).toBeDefined();
    expect(broken).toEqual({ phase: first?.phase, registry: first?.registry, ...first?.broken });
    expect(tier).toBe("critical");
    expect(excess.before).toBeGreaterThan(0);
    expect(assess([phaseOf(["small"], "c")]).broken).toBeNull();
  });

  test("prices caution: largest first never needs more moves than any order does, and both are counted right", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 3 }), (order) => {
        const { caution, pools } = assess([phaseOf(order, "c")]);
        const end = pools.find((pool) => pool.stamp === "a")?.after.hotNodeP95 ?? 0;
        const goal = Math.max(LIMIT, end) + 0.01;
        const count = (sequence: readonly string[]) =>
          sequence.findIndex((_, at) => {
            const { pools: after } = simulate(
              input,
              sequence.slice(0, at + 1).map((name) => move(name, "c")),
            );
            return p95Of(poolAt(after, "a")).value <= goal;
          }) + 1;
        const largest = order.toSorted((a, b) => (MEANS[b] ?? 0) - (MEANS[a] ?? 0));
        expect(caution).toEqual({ smallestFirst: count(order), largestFirst: count(largest) });
        expect(caution.largestFirst ?? 99).toBeLessThanOrEqual(caution.smallestFirst ?? 0);
      }),
      { numRuns: 12 },
    );
  });

  test("has no price of caution where nothing is over its limit", () => {
    const cool = {
      ...region,
      pools: region.pools.map((pool) => ({ ...pool, measures: { ...pool.measures, limit: 99 } })),
    };
    const { caution } = assessPlan({ phases: [phaseOf(["big"], "c")], startAt: null }, cool, NOW_MS);
    expect(caution).toEqual({ smallestFirst: null, largestFirst: null });
  });

  test("has no price of caution where what is over its limit stays as hot as it was", () => {
    const idle = regionForTests([
      stamp("a", [steady("big", 110, 1), steady("large", 70, 2), steady("idle", 0, 3)], { limit: LIMIT }),
      stamp("c", [steady("another", 20, 10)], { seed: 3, limit: LIMIT }),
    ]);
    const { caution, excess } = assessPlan(
      { phases: [phaseOf(["idle"], "c")], startAt: null },
      { ...region, ...idle },
      NOW_MS,
    );
    expect(excess.before).toBeGreaterThan(0);
    expect(caution).toEqual({ smallestFirst: null, largestFirst: null });
  });

  test("is the same for the same plan and region", () => {
    const phases = [phaseOf(["tiny", "small"], "b"), phaseOf(["big"], "c")];
    expect(assess(phases)).toEqual(assess(phases));
  });

  test("of a plan that moves nothing says so", () => {
    const { tier, broken, phases, pools, excess } = assess([]);
    expect([tier, broken, phases, pools]).toEqual([null, null, [], []]);
    expect(excess.after).toBe(excess.before);
  });
});

test("the digest of homes tells other homes apart, and not the order in which they were read", () => {
  const home = (registry: string, homeStamp: string) => ({
    ...{ id: 1, registryId: 1, registry, tenant: "t", region: "w", homeStampId: 1, homeStamp, boundAtMs: 0 },
    constraints: { pinned: false, excluded: false, freezes: [], mustNotShareWith: [] },
    lastMovedAtMs: null,
  });
  const homes = [home("x", "a"), home("y", "b")];
  expect(digestHomes(homes)).toBe(digestHomes(homes.toReversed()));
  expect(digestHomes(homes)).not.toBe(digestHomes([home("x", "b"), home("y", "a")]));
});

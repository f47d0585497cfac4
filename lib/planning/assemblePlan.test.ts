import { describe, expect, it } from "vitest";
import { burstyLoad } from "../contribution/poolForTests.ts";
import { regionForTests, type TestStampPool } from "../simulation/regionForTests.ts";
import { assemblePlan } from "./assemblePlan.ts";
import { judgeStep } from "./judgeStep.ts";
import { simulateSteps } from "./simulateSteps.ts";
import type { MoveCandidate, Traffic } from "./types.ts";

const BINS = 240;

/** A pool of four nodes; each registry's number is what its requests a minute are, at a tenth of a point each. */
function poolOf(stamp: string, loads: Readonly<Record<string, number>>, limit = 60): TestStampPool {
  return {
    stamp,
    limit,
    nodes: 4,
    bins: BINS,
    registries: Object.entries(loads).map(([name, mean], place) => ({
      name,
      requests: burstyLoad(mean, place + stamp.length * 31, BINS),
      pointsPerRequest: 0.1,
    })),
  };
}

const HOT: Readonly<Record<string, number>> = { top: 1_000, middle: 40, ...tailLoads(8), stays: 600 };

function tailLoads(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`idle${at}`, at === 0 ? 0 : 0.4]));
}

const trafficOf = (requests: number): Traffic => ({ requests, bytes: null });

function planOf(moved: readonly string[], { limit = 60, roomy = 200 } = {}) {
  const input = regionForTests([
    poolOf("a", HOT, limit),
    poolOf("b", { old: roomy }, limit),
    poolOf("c", {}, limit),
  ]);
  const moves = moved.map(
    (registry): MoveCandidate => ({
      registry,
      tenant: "t",
      from: "a",
      to: "b",
      traffic: trafficOf(HOT[registry] ?? 0),
    }),
  );
  const regionTraffic = trafficOf(Object.values(HOT).reduce((sum, each) => sum + each, roomy));
  return {
    input,
    moves,
    plan: assemblePlan({
      moves,
      regionTraffic,
      emptyStamps: new Set(["c"]),
      simulate: (likely) => simulateSteps(input, likely),
    }),
  };
}

const movedNames = ["top", "middle", ...Object.keys(tailLoads(8))];

describe("a plan from moves", () => {
  it("is the tail, the medium, then the top, with a tier each and the highest for the whole", () => {
    const { plan } = planOf(movedNames);
    expect(plan.phases.map(({ class: kind, moves }) => [kind, moves.length])).toEqual([
      ["tail", 8],
      ["medium", 1],
      ["top", 1],
    ]);
    expect(plan.broken).toBeNull();
    expect(plan.phases[0]?.tier).toBe("low");
    expect(plan.phases[2]?.radius.trafficShare).toBeGreaterThan(0.2);
    expect(plan.tier).toBe("critical");
  });

  it("has no step that makes anything worse, or says which", () => {
    const safe = planOf(movedNames).plan;
    for (const { moves } of safe.phases) for (const { pools } of moves) expect(judgeStep(pools)).toBeNull();
    const { plan } = planOf(movedNames, { roomy: 900 });
    expect(plan.broken).toMatchObject({ registry: "top", rule: { rule: "receives_over_limit", stamp: "b" } });
  });

  it("simulated step by step is what it is simulated together", () => {
    const { input, plan } = planOf(movedNames);
    const ordered = plan.phases.flatMap(({ moves }) => moves);
    const alone = simulateSteps(input, []);
    for (const [place, { move, pools }] of ordered.entries()) {
      const before = ordered.slice(0, place).map((each) => each.move);
      expect(alone(before, move)).toEqual(pools);
    }
  });

  it("that first fills a stamp is at least high there, and only there", () => {
    const { input } = planOf([]);
    const moves = ["idle1", "idle2"].map(
      (registry): MoveCandidate => ({
        ...{ registry, tenant: "t", from: "a", to: "c", traffic: trafficOf(1) },
      }),
    );
    const { phases } = assemblePlan({
      moves,
      regionTraffic: trafficOf(10_000),
      emptyStamps: new Set(["c"]),
      simulate: (likely) => simulateSteps(input, likely),
    });
    expect(phases[0]?.tier).not.toBe("low");
    expect(phases.slice(1).every(({ radius }) => !radius.firstOnStamp)).toBe(true);
  });

  it("without moves is no plan: no phases, no tier", () => {
    expect(planOf([]).plan).toEqual({ phases: [], tier: null, broken: null });
  });

  it("is the same however the moves are listed", () => {
    const forwards = planOf(movedNames).plan;
    const backwards = planOf(movedNames.toReversed()).plan;
    expect(backwards).toEqual(forwards);
  });
});

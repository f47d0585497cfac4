import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { p95Of } from "../../bench/planner/plannerFleets.ts";
import { plantedInstance, smallInstance } from "../../bench/planner/plannerInstances.ts";
import { isAllowed, tryAllPlacements } from "../../bench/planner/tryAllPlacements.ts";
import { createRng } from "../../core/index.ts";
import { Evaluator } from "./evaluator.ts";
import {
  boundExcess,
  boundTraffic,
  followSimpleRule,
  NO_SOFT_WEIGHTS,
  type SearchInstance,
  type SearchResult,
  searchPlacement,
} from "./index.ts";
import { PlacementState } from "./placementState.ts";
import { layOutModel } from "./searchModel.ts";

const EVALUATIONS = 4_000;
const ROUNDING_POINTS = 0.01;

/** A shuffled fleet of 4 stamps and 30 registries, with whatever rules are to be kept. */
function tinyInstance(seed: number, rules: Partial<SearchInstance> = {}): SearchInstance {
  const size = { stamps: 4, items: 30, bins: 60, kinds: 2 };
  const { instance } = plantedInstance(seed, { size, shuffles: 4, slackPoints: seed % 3 });
  return { ...instance, ...rules };
}

/** Points of P95 per pool, from the measured curves and the definition, without any of the search's arithmetic. */
function countAnew(instance: SearchInstance, placement: ArrayLike<number>): Float64Array {
  const curves = instance.pools.map(({ measured }) => Float64Array.from(measured));
  const at = (stamp: number, kind: number) =>
    instance.pools.findIndex((pool) => pool.stamp === stamp && pool.kind === kind);
  for (const [index, { home, loads }] of instance.items.entries()) {
    const to = placement[index] ?? home;
    if (to === home) continue;
    for (const { kind, leave, demand } of loads)
      for (let bin = 0; bin < instance.bins; bin++) {
        const source = curves[at(home, kind)];
        const destination = curves[at(to, kind)];
        if (source !== undefined) source[bin] = (source[bin] ?? 0) - (leave[bin] ?? 0);
        if (destination !== undefined)
          destination[bin] =
            (destination[bin] ?? 0) + (demand[bin] ?? 0) * (instance.pools[at(to, kind)]?.scale ?? 0);
      }
  }
  return p95Of(curves.map((curve) => curve.filter((value) => !Number.isNaN(value))));
}

function excessOf({ pools }: SearchInstance, p95: Float64Array): number {
  return pools.reduce((sum, { limit }, pool) => sum + Math.max(0, (p95[pool] ?? 0) - limit), 0);
}

function pricedOf(
  { minimumGainPoints }: SearchInstance,
  plan: { readonly excess: number; readonly moves: number },
) {
  return plan.excess + minimumGainPoints * plan.moves;
}

/** Every constraint, at the end and at each cutover, counted anew. */
function expectKept(instance: SearchInstance, { placement, order, objective }: SearchResult): void {
  const homes = instance.items.map(({ home }) => home);
  const moved = homes.flatMap((home, item) => (placement[item] === home ? [] : [item]));
  expect([...order].sort((a, b) => a - b)).toEqual(moved);
  expect(moved.length).toBeLessThanOrEqual(instance.mostMoves);
  for (const item of moved) expect(instance.items[item]?.allowed).toContain(placement[item]);
  for (const [one, other] of instance.apart)
    expect(placement[one] === placement[other] && homes[one] !== homes[other]).toBe(false);
  expect(objective.excess).toBeCloseTo(excessOf(instance, countAnew(instance, placement)), 1);
  const before = countAnew(instance, homes);
  const place = [...homes];
  for (const item of order) {
    const to = placement[item] ?? 0;
    place[item] = to;
    const after = countAnew(instance, place);
    for (const [pool, { stamp, limit }] of instance.pools.entries())
      if (stamp === to)
        expect(after[pool]).toBeLessThanOrEqual(Math.max(limit, before[pool] ?? 0) + ROUNDING_POINTS);
  }
}

describe("what is changed move by move", () => {
  test("is to the last bit what counting anew gives, and the definition's within rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const instance = tinyInstance(seed);
        const model = layOutModel(instance);
        const state = new PlacementState(model);
        const rng = createRng(seed);
        for (let step = 0; step < 40; step++)
          state.move(Math.floor(rng() * instance.items.length), Math.floor(rng() * instance.stamps));
        const fresh = new PlacementState(model);
        fresh.moveAll(state.place);
        expect(state.p95).toEqual(fresh.p95);
        expect(state.excess).toEqual(fresh.excess);
        expect(state.contents).toEqual(fresh.contents);
        expect(state.trafficMoved).toBe(fresh.trafficMoved);
        const anew = countAnew(instance, state.place);
        for (const [pool, { pointsPerTick }] of model.pools.entries())
          expect((state.p95[pool] ?? 0) * pointsPerTick).toBeCloseTo(anew[pool] ?? -1, 2);
        state.moveAll(model.homes);
        expect(state.p95).toEqual(new PlacementState(model).p95);
      }),
      { numRuns: 30 },
    );
  });

  test("comes to what was told before it was made", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (seed) => {
        const instance = tinyInstance(seed);
        const state = new PlacementState(layOutModel(instance));
        const evaluator = new Evaluator(state);
        const rng = createRng(seed);
        for (let step = 0; step < 60; step++) {
          const item = Math.floor(rng() * instance.items.length);
          const to = Math.floor(rng() * instance.stamps);
          const from = state.place[item] ?? 0;
          if (to === from) continue;
          const without = evaluator.excessWithout(item);
          const there = evaluator.excessWith(item, to);
          state.move(item, to);
          expect(state.excess[from]).toBeCloseTo(without, 9);
          if (there < Number.POSITIVE_INFINITY) expect(state.excess[to]).toBeCloseTo(there, 9);
          else expect(isAllowed(state)).toBe(false);
          if (rng() < 0.5) state.move(item, from);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("searchPlacement", () => {
  test("is never worse than the present placement or a greedy one, and keeps every constraint at every step", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.constantFrom(0, 0.3), (seed, minimumGainPoints) => {
        const apart: [number, number][] = [
          [0, 1],
          [2, 3],
        ];
        const instance = tinyInstance(seed, { minimumGainPoints, apart, mostMoves: 3 + (seed % 5) });
        const result = searchPlacement(instance, { seed, mostEvaluations: EVALUATIONS });
        expectKept(instance, result);
        const ours = pricedOf(instance, result.objective);
        const homes = Int32Array.from(instance.items, ({ home }) => home);
        expect(ours).toBeLessThanOrEqual(excessOf(instance, countAnew(instance, homes)) + ROUNDING_POINTS);
        for (const rule of ["largest_first", "best_fit"] as const) {
          const plan = followSimpleRule(instance, rule);
          const theirs = pricedOf(instance, plan);
          expect(ours).toBeLessThanOrEqual(theirs + 1e-6);
          if (Math.abs(ours - theirs) < 1e-9)
            expect(result.objective.traffic).toBeLessThanOrEqual(plan.traffic * (1 + 1e-9));
        }
      }),
      { numRuns: 25 },
    );
  });

  test("no move could be left out for less than each has to gain, unless a stamp that receives were over its ceiling", () => {
    for (const seed of [3, 5, 8, 13]) {
      const instance = tinyInstance(seed, { minimumGainPoints: 0.5 });
      const { order, placement, objective } = searchPlacement(instance, {
        seed,
        mostEvaluations: EVALUATIONS,
      });
      let checked = 0;
      for (const item of order) {
        const without = [...placement];
        without[item] = instance.items[item]?.home ?? 0;
        const state = new PlacementState(layOutModel(instance));
        state.moveAll(Int32Array.from(without));
        if (!isAllowed(state)) continue;
        checked++;
        expect(excessOf(instance, countAnew(instance, without))).toBeGreaterThan(
          objective.excess + 0.5 - ROUNDING_POINTS,
        );
      }
      expect(checked).toBeGreaterThan(0);
    }
  });

  test("is the optimum over all placements on small instances, and no lower bound is over it", () => {
    for (const seed of [1, 2, 3, 8]) {
      const instance = smallInstance(seed);
      const optimum = tryAllPlacements(instance);
      const { objective } = searchPlacement(instance, { seed: 1 });
      expect(pricedOf(instance, objective)).toBeCloseTo(optimum.priced, 6);
      expect(boundExcess(instance)).toBeLessThanOrEqual(optimum.excess + ROUNDING_POINTS);
      expect(boundTraffic(instance, optimum.excess)).toBeLessThanOrEqual(optimum.traffic * 1.001);
    }
  });

  test("the same instance and seed give the same plan", () => {
    const options = { seed: 4, mostEvaluations: EVALUATIONS };
    expect(searchPlacement(tinyInstance(7), options)).toEqual(searchPlacement(tinyInstance(7), options));
  });

  test("cut off, it is marked incomplete and still a plan", () => {
    const instance = tinyInstance(7);
    let asked = 0;
    const result = searchPlacement(instance, { seed: 1, shouldStop: () => ++asked > 5 });
    expect(result.complete).toBe(false);
    expectKept(instance, result);
    expect(searchPlacement(instance, { seed: 1, mostEvaluations: EVALUATIONS }).complete).toBe(true);
  });

  test("tells how far it is, never backwards", () => {
    const told: number[] = [];
    searchPlacement(tinyInstance(7), {
      seed: 1,
      mostEvaluations: EVALUATIONS,
      onProgress: ({ evaluations }) => told.push(evaluations),
    });
    expect(told.every(Number.isInteger)).toBe(true);
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  test("a fleet under its limits is left as it is, however uneven", () => {
    const { pools, ...rest } = tinyInstance(7);
    const roomy = { ...rest, pools: pools.map((pool) => ({ ...pool, limit: 100 })) };
    const result = searchPlacement(roomy, { seed: 1 });
    expect(result.order).toEqual([]);
    expect(result.evaluations).toBe(0);
  });

  test("bins without data are none, and do not count as cool", () => {
    const { pools, ...rest } = tinyInstance(7);
    const gappy = {
      ...rest,
      pools: pools.map((pool) => ({
        ...pool,
        measured: Float64Array.from(pool.measured, (value, bin) => (bin % 3 === 0 ? Number.NaN : value)),
      })),
    };
    const state = new PlacementState(layOutModel(gappy));
    const anew = countAnew(gappy, state.place);
    for (const [pool, { pointsPerTick }] of state.model.pools.entries())
      expect((state.p95[pool] ?? 0) * pointsPerTick).toBeCloseTo(anew[pool] ?? -1, 2);
    expectKept(gappy, searchPlacement(gappy, { seed: 1, mostEvaluations: EVALUATIONS }));
  });

  test("soft weights choose among plans of the same excess and traffic, and never buy either", () => {
    const plain = tinyInstance(11);
    const weighted = {
      ...plain,
      soft: { ...NO_SOFT_WEIGHTS, tenantSplit: 50, largestTenants: 2, largestTenantTogether: 50 },
    };
    const options = { seed: 2, mostEvaluations: EVALUATIONS };
    const without = searchPlacement(plain, options).objective;
    const having = searchPlacement(weighted, options).objective;
    expect(having.excess).toBeCloseTo(without.excess, 6);
    expect(having.traffic).toBeCloseTo(without.traffic, 6);
  });
});

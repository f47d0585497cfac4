import fc from "fast-check";
import { expect, test } from "vitest";
import { regionForTests } from "../simulation/regionForTests.ts";
import { stamp, steady } from "../simulation/scenesForTests.ts";
import { simulateMoves } from "../simulation/simulateMoves.ts";
import type { PhasePool, PlannedStamp, PrefixPool } from "../simulation/types.ts";
import { simulatePrefix, simulatePrefixes } from "./simulatePrefixes.ts";
import { estimateOf } from "./stepPool.ts";

const names = Array.from({ length: 24 }, (_, place) => `r${place}`);
const input = regionForTests([
  stamp(
    "a",
    names.slice(0, 16).map((name, place) => steady(name, 2 + 3 * place, place + 1)),
  ),
  stamp(
    "b",
    names.slice(16).map((name, place) => steady(name, 5 + 6 * place, place + 40)),
    { seed: 2, limit: 16 },
  ),
  stamp("c", [steady("another", 20, 91)], { seed: 3 }),
]);
const planned: PlannedStamp[] = [
  {
    name: "new",
    kind: "isolated",
    pools: [{ name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, instances: 7, limit: 60 }],
  },
];
const region = () => ({ ...input, planned });
const sequence = fc
  .record({
    order: fc.shuffledSubarray(names, { minLength: 1 }),
    stamps: fc.array(fc.constantFrom("a", "b", "c", "new", "new"), { minLength: 24, maxLength: 24 }),
  })
  .map(({ order, stamps }) =>
    order.map((registry, place) => ({
      registry,
      from: input.homes.get(registry) ?? "",
      to: stamps[place] ?? "c",
    })),
  );

/** Simulations that know of nothing but this one prefix; the one of what it ends with is asked once, so that nothing is summed. */
function fromScratch(moves: readonly { readonly registry: string; readonly to: string }[]): PhasePool[] {
  const phases = [{ moves: moves.slice(0, -1) }, { moves: moves.slice(-1) }];
  const { pools } = simulateMoves({ ...region(), phases: [{ moves }] });
  return (simulateMoves({ ...region(), phases }).phases[1]?.pools ?? []).map((last) => {
    const end = pools.find(({ stamp: name, pool }) => name === last.stamp && pool === last.pool);
    return { ...last, ...end };
  });
}

function expectSame(told: readonly PrefixPool[], exact: readonly PhasePool[]): void {
  expect(told.map(({ stamp: name, pool, role, flags }) => [name, pool, role, flags])).toEqual(
    exact.map(({ stamp: name, pool, role, flags }) => [name, pool, role, flags]),
  );
  for (const [place, pool] of exact.entries())
    for (const end of ["after", "cutover"] as const) {
      const one = estimateOf(pool[end]);
      const other = estimateOf(told[place]?.[end] ?? null);
      expect(other === null).toBe(one === null);
      for (const name of ["value", "low", "high"] as const)
        expect(Math.abs((other?.[name] ?? 0) - (one?.[name] ?? 0))).toBeLessThan(1e-6);
    }
}

test("every prefix of a sequence is what a simulation of it from scratch has, however many moves went before", () => {
  fc.assert(
    fc.property(sequence, (moves) => {
      const told = simulatePrefixes(region(), moves);
      expect(told).toHaveLength(moves.length);
      for (const [place, pools] of told.entries()) expectSame(pools, fromScratch(moves.slice(0, place + 1)));
    }),
    { numRuns: 8 },
  );
});

test("steps that were tried and not taken leave nothing behind", () => {
  fc.assert(
    fc.property(sequence, sequence, (moves, others) => {
      const asked = region();
      for (const place of moves.keys()) {
        const before = moves.slice(0, place);
        const taken = new Set(before.map(({ registry }) => registry));
        const tried = others.filter(({ registry }) => !taken.has(registry)).slice(0, 2);
        for (const move of tried) simulatePrefix(asked, { before, moves: [move] });
      }
      const last = others.slice(-1);
      const step = simulatePrefix(asked, { before: moves, moves: last });
      expectSame(step, fromScratch([...moves, ...last]));
    }),
    { numRuns: 8 },
  );
});

test("a registry that moves on, and back, is where it was", () => {
  const there = names.slice(0, 14).map((registry) => ({ registry, from: "a", to: "new" }));
  const back = there.map(({ registry }) => ({ registry, from: "new", to: "a" }));
  const moves = [...there, ...back];
  const told = simulatePrefixes(region(), moves);
  for (const place of [14, 18, 23, 27]) expectSame(told[place] ?? [], fromScratch(moves.slice(0, place + 1)));
});

test("the same region and moves are not simulated twice; other moves are", () => {
  const asked = region();
  const moves = names.map((registry) => ({ registry, from: input.homes.get(registry) ?? "", to: "c" }));
  expect(simulatePrefixes(asked, moves)).toBe(simulatePrefixes(asked, [...moves]));
  const turned = moves.slice(-3).toReversed();
  expect(simulatePrefixes(asked, turned)).not.toEqual(simulatePrefixes(asked, moves.slice(-3)));
});

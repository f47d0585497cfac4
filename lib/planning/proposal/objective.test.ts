import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crowd, factsForTests, load, movesOf, proposeForTests, stampOf } from "./factsForTests.ts";
import { simulateAll, totalExcess } from "./simulateRegion.ts";
import type { RegionFacts } from "./types.ts";

const QUICK = { mostEvaluations: 2_000 };

describe("one-sided: cold stamps are not a fault", () => {
  const stampArbitrary = fc.record({
    registries: fc.integer({ min: 2, max: 6 }),
    mean: fc.integer({ min: 5, max: 80 }),
    nodes: fc.integer({ min: 3, max: 9 }),
  });
  const regionArbitrary = fc.tuple(
    fc.array(stampArbitrary, { minLength: 2, maxLength: 4 }),
    fc.integer({ min: 1, max: 1_000 }),
  );

  test("every move leaves a stamp that is over its limit, or makes room for one, and together they take off what each has to gain", () => {
    let moved = 0;
    fc.assert(
      fc.property(regionArbitrary, ([stamps, seed]) => {
        const pools = stamps.map(({ registries, mean, nodes }, at) =>
          stampOf(`wus-${at}`, crowd(`r${at}-`, registries, mean, seed + 20 * at), { nodes }),
        );
        const facts = factsForTests(pools, { body: { constraints: QUICK } });
        const proposal = proposeForTests(facts);
        const hot = new Set(
          facts.pools.filter(({ measures }) => (measures.excess ?? 0) > 0).map(({ stamp }) => stamp),
        );
        const moves = movesOf(proposal);
        moved += moves.length;
        // A stamp that is not hot gives only to make room: without that, something would be over its limit.
        for (const { registry, from } of moves) {
          if (hot.has(from)) continue;
          const gained = Math.max(
            withoutMove(facts, moves, { registry, end: "high" }) - proposal.excess.afterHigh,
            withoutMove(facts, moves, { registry, end: "value" }) - proposal.excess.after,
          );
          expect(gained).toBeGreaterThan(0.09);
        }
        if (hot.size === 0) expect(proposal).toMatchObject({ triggers: [], phases: [], verdicts: [] });
        const gained = proposal.excess.before - proposal.excess.after;
        expect(gained).toBeGreaterThanOrEqual(moves.length * facts.policies.minimumGainPoints - 0.01);
      }),
      { seed: 4, numRuns: 40, endOnFailure: true },
    );
    // Not for want of moves.
    expect(moved).toBeGreaterThan(15);
  });
});

/** Points over limits, were a move left out. */
function withoutMove(
  facts: RegionFacts,
  moves: ReturnType<typeof movesOf>,
  { registry, end }: { readonly registry: string; readonly end: "value" | "high" },
): number {
  const others = moves
    .filter((move) => move.registry !== registry)
    .map((move) => ({ ...move, isolates: false }));
  return totalExcess(simulateAll(facts, { moves: others, planned: [] }), end);
}

describe("the order of the objective", () => {
  // Either of two would do: the one with less traffic is enough, the other leaves more room.
  const pools = [
    stampOf("wus-a", [load("great", 150, 1), load("small", 60, 2), ...crowd("h", 6, 28, 10)]),
    stampOf("wus-b", crowd("b", 3, 15, 40), { nodes: 9 }),
  ];
  const others = crowd("h", 6, 1, 1).map(({ name }) => name);
  const facts = factsForTests(pools, { body: { constraints: { ...QUICK, excludeRegistries: others } } });

  test("no less excess is to be had by any other moves, and of those with the least the least traffic moves", () => {
    const proposal = proposeForTests(facts);
    const chosen = movesOf(proposal).map(({ registry }) => registry);
    const sets = [[], ["small"], ["great"], ["small", "great"]];
    const excessOf = (names: readonly string[]) =>
      totalExcess(
        simulateAll(facts, {
          planned: [],
          moves: names.map((registry) => ({
            registry,
            tenant: `tenant-of-${registry}`,
            from: "wus-a",
            to: "wus-b",
            isolates: false,
          })),
        }),
        "high",
      );
    const least = Math.min(...sets.map(excessOf));
    const first = sets.find((names) => excessOf(names) <= least + 0.1);
    expect(chosen.toSorted()).toEqual(first?.toSorted());
    expect(chosen.length).toBeGreaterThan(0);
  });
});

describe("soft wishes each choose among plans of the same excess and traffic", () => {
  const pair = [load("p1", 60, 1, { tenant: "pair" }), load("p2", 60, 2, { tenant: "pair" })];
  const others = crowd("h", 8, 1, 1).map(({ name }) => name);
  const NONE = { tenantSplit: 0, largestTenantTogether: 0, largestTenants: 1, domainLoss: 0 };
  const destinations = (
    soft: object,
    more: Parameters<typeof factsForTests>[1] = {},
    pools = [
      stampOf("wus-a", [...pair, ...crowd("h", 8, 31, 10)]),
      stampOf("wus-b", crowd("b", 3, 30, 40), { nodes: 8 }),
      stampOf("wus-c", crowd("c", 3, 33, 60), { nodes: 8 }),
    ],
  ) => {
    const constraints = { ...QUICK, excludeRegistries: others, soft: { ...NONE, ...soft } };
    const moves = movesOf(proposeForTests(factsForTests(pools, { ...more, body: { constraints } })));
    return moves.map(({ to }) => to).toSorted();
  };
  const apart = ["wus-b", "wus-c"];

  test("without any, the lowest worst P95 does: the two go apart", () => {
    expect(destinations({})).toEqual(apart);
  });

  test("a tenant is kept together where its split weighs more, for as long as it is none of the largest", () => {
    expect(new Set(destinations({ tenantSplit: 50, largestTenants: 0 })).size).toBe(1);
    expect(destinations({ tenantSplit: 0.0001, largestTenants: 0 })).toEqual(apart);
  });

  test("a largest tenant is spread over stamps, fault and update domains that they are, though one alone has more room", () => {
    const roomy = [
      stampOf("wus-a", [...pair, ...crowd("h", 8, 31, 10)]),
      stampOf("wus-b", crowd("b", 3, 10, 40), { nodes: 30 }),
      stampOf("wus-c", crowd("c", 3, 60, 60), { nodes: 8 }),
    ];
    expect(destinations({}, {}, roomy)).toEqual(["wus-b", "wus-b"]);
    expect(destinations({ largestTenantTogether: 80 }, {}, roomy)).toEqual(apart);
  });

  test("a stamp that would be over 100 % with an update domain out is passed over for one that would not", () => {
    const pools = [
      stampOf("wus-a", [load("p1", 60, 1), ...crowd("h", 8, 62, 10)], { limit: 75 }),
      stampOf("wus-b", crowd("b", 3, 100, 40), { limit: 75 }),
      stampOf("wus-c", crowd("c", 3, 105, 60), { limit: 75 }),
    ];
    const stamps = { "wus-b": { updateDomains: 2 }, "wus-c": { updateDomains: 20 } };
    expect(destinations({}, { stamps }, pools)).toEqual(["wus-b"]);
    expect(destinations({ domainLoss: 5 }, { stamps }, pools)).toEqual(["wus-c"]);
  });
});

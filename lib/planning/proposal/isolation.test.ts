import { describe, expect, test } from "vitest";
import { carryingOf, NEW_STAMP_UPDATE_DOMAINS } from "../../fleet/updateDomains.ts";
import {
  crowd,
  type FactsForTests,
  factsForTests,
  LIMIT,
  load,
  movesOf,
  proposeForTests,
  stampOf,
} from "./factsForTests.ts";
import { nameStamp } from "./nameStamp.ts";
import { estimateOf, simulateAll } from "./simulateRegion.ts";

const whale = (name: string, mean: number, seed: number) => load(name, mean, seed, { tenant: "whale" });
const pools = [
  stampOf("wus-a", [whale("w1", 170, 1), whale("w2", 1, 3), whale("idle", 0, 4), ...crowd("h", 8, 35, 5)]),
  stampOf("wus-b", [whale("w3", 170, 2), ...crowd("t", 6, 20, 30)]),
  stampOf("wus-c", crowd("c", 3, 15, 60), { nodes: 8, vcpusPerNode: 16 }),
];
const propose = (more: FactsForTests = {}, constraints: object = {}, region = pools) =>
  proposeForTests(
    factsForTests(region, {
      dominance: true,
      ...more,
      body: { ...more.body, constraints: { mostEvaluations: 4_000, ...constraints } },
    }),
  );

describe("a tenant that dominates wherever it is", () => {
  const proposal = propose();
  const own = movesOf(proposal).filter(({ tenant }) => tenant === "whale");

  test("goes with all that it has there to a new stamp, idle registries too", () => {
    expect(own.map(({ registry }) => registry).toSorted()).toEqual(["idle", "w1", "w2", "w3"]);
    expect(new Set(own.map(({ to }) => to))).toEqual(new Set(["wus-iso-1"]));
    expect(proposal.newStamps).toMatchObject([
      { name: "wus-iso-1", kind: "isolated", pools: [{ name: "dataproxy" }] },
    ]);
    for (const stamp of ["wus-a", "wus-b"])
      expect(proposal.verdicts.find((one) => one.stamp === stamp)?.verdict).toBe("isolate");
  });

  test("is held there by the high end of its interval, and on no more nodes than that takes", () => {
    const after = proposal.simulation?.pools.find(({ stamp }) => stamp === "wus-iso-1")?.after;
    expect(after?.interval?.high ?? 100).toBeLessThanOrEqual(LIMIT);
    expect(proposal.newStamps[0]?.pools[0]?.instances ?? 100).toBeLessThan(30);
    expect(proposal.search?.verified).toBe(true);
  });

  test("also with one of its update domains out: never fewer nodes than carry it then", () => {
    const facts = factsForTests(pools, { dominance: true });
    const planned = proposal.newStamps.map((stamp) => ({
      ...stamp,
      pools: stamp.pools.map((pool) => ({
        ...pool,
        limit: LIMIT,
        instances: carryingOf(pool.instances, NEW_STAMP_UPDATE_DOMAINS),
      })),
    }));
    const moves = own.map((move) => ({ ...move, isolates: true }));
    const after = simulateAll(facts, { moves, planned }).find(({ stamp }) => stamp === "wus-iso-1");
    expect(planned[0]?.pools[0]?.instances).toBeLessThan(proposal.newStamps[0]?.pools[0]?.instances ?? 0);
    expect(after === undefined ? 100 : (estimateOf(after)?.high ?? 100)).toBeLessThanOrEqual(LIMIT);
  });

  test("what those who stay gain is told, of every pool that it leaves", () => {
    const { neighbours } = propose({}, { mostMoves: 4 });
    expect(neighbours.map(({ stamp }) => stamp)).toEqual(["wus-a", "wus-b"]);
    for (const { before, after, tenants } of neighbours) {
      expect(after).toBeLessThan(before);
      expect(tenants).toBeGreaterThan(4);
    }
  });

  test("the verdict says on how many nodes, the moves with whom and why there", () => {
    const because = proposal.verdicts.find(({ stamp }) => stamp === "wus-a")?.evidence.because;
    expect(because).toMatch(
      /A new stamp, wus-iso-1, of \d+ dataproxy nodes of \d+ vCPUs, which is enough with one of its 5 update domains out, takes what it has on wus-a and wus-b/,
    );
    const [first] = own;
    expect(first?.reason).toContain("It goes with the rest of whale; wus-iso-1 is made for whale");
  });

  test("what may not move of it stays, and says why", () => {
    const held = propose({ constraints: { w2: { pinned: true } } });
    expect(movesOf(held).map(({ registry }) => registry)).not.toContain("w2");
    expect(movesOf(held).map(({ registry }) => registry)).toContain("w1");
    expect(held.left.find(({ registry }) => registry === "w2")).toMatchObject({ constraint: "pinned" });
  });

  test("an existing isolated stamp takes it where it has room", () => {
    const iso = stampOf("wus-iso-1", [load("guest", 5, 90)], { nodes: 30, vcpusPerNode: 16 });
    const there = propose({ stamps: { "wus-iso-1": { kind: "isolated" } } }, {}, [...pools, iso]);
    expect(there.newStamps).toEqual([]);
    expect(
      movesOf(there)
        .filter(({ tenant }) => tenant === "whale")
        .map(({ to }) => to),
    ).toEqual(Array(4).fill("wus-iso-1"));
    expect(there.verdicts.find(({ stamp }) => stamp === "wus-a")?.verdict).toBe("isolate");
  });

  test("an isolated stamp that has no room, is cordoned, or holds whom it must not meet does not take it", () => {
    const iso = (more: object) =>
      stampOf("wus-iso-1", [load("guest", 5, 90)], { nodes: 30, vcpusPerNode: 16, ...more });
    const isolated = { kind: "isolated" as const };
    const cases = [
      propose({ stamps: { "wus-iso-1": isolated } }, {}, [...pools, iso({ nodes: 3, vcpusPerNode: 4 })]),
      propose({ stamps: { "wus-iso-1": { ...isolated, cordoned: true } } }, {}, [...pools, iso({})]),
      propose(
        { stamps: { "wus-iso-1": isolated }, constraints: { guest: { mustNotShareWith: ["whale"] } } },
        {},
        [...pools, iso({})],
      ),
    ];
    for (const { newStamps } of cases) expect(newStamps.map(({ name }) => name)).toEqual(["wus-iso-2"]);
  });

  test("where no stamp may be made it stays, and says so", () => {
    const none = propose({}, { newStamps: false });
    expect(movesOf(none).filter(({ tenant }) => tenant === "whale")).toEqual([]);
    expect(none.newStamps).toEqual([]);
    expect(none.left.find(({ registry }) => registry === "w1")).toMatchObject({
      constraint: "no_destination",
    });
  });

  test("at most so many moves: its greatest come first", () => {
    const two = propose({}, { mostMoves: 2 });
    expect(
      movesOf(two)
        .map(({ registry }) => registry)
        .toSorted(),
    ).toEqual(["w1", "w3"]);
  });
});

describe("a load that falls on one node", () => {
  const lumpy = (name: string, seed: number) =>
    load(name, 80, seed, { tenant: "whale", parts: [4.6, 0.1, 0.1, 0.1, 0.1] });
  const narrow = [
    stampOf("wus-a", [lumpy("w1", 1), ...crowd("h", 8, 20, 5)]),
    stampOf("wus-b", [lumpy("w3", 2), ...crowd("t", 6, 20, 30)]),
  ];
  const sizesOf = ({ newStamps }: ReturnType<typeof propose>) =>
    newStamps.flatMap((stamp) => stamp.pools.map(({ vcpusPerNode }) => vcpusPerNode ?? 0));

  test("asks for nodes larger than the region has, and the verdict says what its own would come to", () => {
    const proposal = propose({}, {}, narrow);
    for (const vcpus of sizesOf(proposal)) expect(vcpus).toBeGreaterThan(8);
    const { because } = proposal.verdicts.find(({ stamp }) => stamp === "wus-a")?.evidence ?? {};
    expect(because).toMatch(
      /\(larger than any in the region: of 8 vCPUs (it would take \d+|a hundred would not be sure to do)\)/,
    );
  });

  test("gets none of them where larger nodes are not wanted: no stamp, or one of nodes as the region has", () => {
    const proposal = propose({}, { largerNodes: false }, narrow);
    for (const vcpus of sizesOf(proposal)) expect(vcpus).toBe(8);
    for (const { evidence } of proposal.verdicts) expect(evidence.because).not.toContain("larger than any");
    if (proposal.newStamps.length === 0)
      expect(proposal.left.find(({ registry }) => registry === "w1")?.reason).toContain("A hundred nodes");
  });
});

test("a new stamp is named as its neighbours are, unlike any that is or was", () => {
  expect(nameStamp("westus", ["wus-a", "wus-b", "wus-iso-1"], new Set(["wus-iso-1"]))).toBe("wus-iso-2");
  expect(nameStamp("westus", ["wus-a"], new Set())).toBe("westus-iso-1");
  expect(nameStamp("westus", ["alpha", "beta"], new Set(["westus-iso-1", "westus-iso-2"]))).toBe(
    "westus-iso-3",
  );
  expect(nameStamp("west", ["west.us.1", "west.us.2"], new Set())).toBe("west.us.iso-1");
});

import { describe, expect, test } from "vitest";
import { MINUTE_MS, toIso } from "../../core/index.ts";
import {
  crowd,
  type FactsForTests,
  factsForTests,
  load,
  movesOf,
  NOW_MS,
  proposeForTests,
  stampOf,
} from "./factsForTests.ts";

// A stamp over its limit by one great registry and a crowd, and two that are cool: without any constraint `big` goes, and
// goes to the roomiest. Each test forbids that by one constraint and asserts what becomes of it.
const big = load("big", 90, 1);
const POOLS = [
  stampOf("wus-a", [big, ...crowd("h", 8, 27, 10)]),
  stampOf("wus-b", crowd("b", 3, 15, 40), { nodes: 8 }),
  stampOf("wus-c", crowd("c", 3, 25, 60), { nodes: 6 }),
];
const OTHERS = crowd("h", 8, 1, 1).map(({ name }) => name);
const propose = (more: FactsForTests = {}, asked: object = {}, pools = POOLS) =>
  proposeForTests(
    factsForTests(pools, {
      ...more,
      body: { ...more.body, constraints: { excludeRegistries: OTHERS, mostEvaluations: 2_000, ...asked } },
    }),
  );
const free = propose();

function leftOf({ left }: ReturnType<typeof propose>, registry: string) {
  return left.find((one) => one.registry === registry);
}
const DAY_MS = 1_440 * MINUTE_MS;

test("without a constraint it goes to the stamp with the most room, and that is enough", () => {
  expect(movesOf(free)).toMatchObject([{ registry: "big", from: "wus-a", to: "wus-b" }]);
  expect(free.excess.before).toBeGreaterThan(1);
  expect(free.excess.after).toBeLessThan(free.excess.before);
});

interface Case {
  readonly what: string;
  readonly more?: FactsForTests;
  readonly asked?: object;
}

describe("a registry stays where", () => {
  const freeze = { from: toIso(NOW_MS - DAY_MS), to: toIso(NOW_MS + DAY_MS), why: "a launch" };
  test.each<Case & { constraint: string; words: string }>([
    {
      what: "it is pinned",
      more: { constraints: { big: { pinned: true } } },
      constraint: "pinned",
      words: "pinned",
    },
    {
      what: "it is excluded",
      more: { constraints: { big: { excluded: true } } },
      constraint: "excluded",
      words: "excluded from plans",
    },
    {
      what: "a freeze of it lasts, and says until when and why",
      more: { constraints: { big: { freezes: [freeze] } } },
      constraint: "frozen",
      words: `until ${freeze.to}: a launch`,
    },
    {
      what: "it moved within the cooldown, and says how long ago",
      more: { replicas: { big: { lastMovedAtMs: NOW_MS - 3 * DAY_MS } } },
      constraint: "cooldown",
      words: "moved 3 days ago; the cooldown is 14",
    },
    {
      what: "it was measured elsewhere",
      more: { replicas: { big: { homeThen: "wus-c" } } },
      constraint: "no_data",
      words: "measured on wus-c",
    },
    {
      what: "it came within the window",
      more: { replicas: { big: { boundAtMs: 10 * MINUTE_MS } } },
      constraint: "no_data",
      words: "within the hours",
    },
    {
      what: "its tenant is not asked for",
      more: { body: { tenants: ["tenant-of-h0"] } },
      constraint: "not_asked_for",
      words: "tenant-of-big",
    },
    {
      what: "it is left out of the proposal",
      asked: { excludeRegistries: ["big", ...OTHERS] },
      constraint: "excluded",
      words: "left out",
    },
    {
      what: "its stamp is left out of the proposal",
      asked: { excludeStamps: ["wus-a"] },
      constraint: "excluded",
      words: "wus-a was left out",
    },
    {
      what: "a move of it gains too little",
      asked: { minimumGainPoints: 60 },
      constraint: "minimum_gain",
      words: "a move must gain 60",
    },
    {
      what: "no moves may be made",
      asked: { mostMoves: 0 },
      constraint: "most_moves",
      words: "0 moves are all",
    },
  ])("$what", ({ more, asked, constraint, words }) => {
    const proposal = propose(more, asked);
    expect(movesOf(proposal)).toEqual([]);
    expect(leftOf(proposal, "big")).toMatchObject({ constraint, from: "wus-a" });
    expect(leftOf(proposal, "big")?.reason).toContain(words);
  });

  test("a freeze of it that is over, or is yet to come, does not hold it", () => {
    const freezes = [
      { from: toIso(0), to: toIso(NOW_MS), why: "over" },
      { from: toIso(NOW_MS + 1), to: toIso(NOW_MS + DAY_MS), why: "to come" },
    ];
    expect(movesOf(propose({ constraints: { big: { freezes } } }))).toHaveLength(1);
  });

  test("a cooldown is over, or set to nothing, it may move", () => {
    const moved = (days: number) => ({ replicas: { big: { lastMovedAtMs: NOW_MS - days * DAY_MS } } });
    expect(movesOf(propose(moved(14)))).toHaveLength(1);
    expect(movesOf(propose(moved(1), { cooldownDays: 0 }))).toHaveLength(1);
  });
});

describe("a stamp takes nothing where", () => {
  test.each<Case>([
    { what: "it is cordoned", more: { stamps: { "wus-b": { cordoned: true } } } },
    { what: "an update of it is rolling", more: { stamps: { "wus-b": { inDeployment: true } } } },
    { what: "it is isolated", more: { stamps: { "wus-b": { kind: "isolated" } } } },
    { what: "it is planned, and not chosen", more: { stamps: { "wus-b": { planned: true } } } },
    { what: "it is left out", asked: { excludeStamps: ["wus-b"] } },
    {
      what: "a tenant that stays there must not share with it",
      more: { constraints: { big: { mustNotShareWith: ["tenant-of-b1"] }, b1: { pinned: true } } },
    },
    {
      what: "it must not share with a tenant that stays there",
      more: { constraints: { b1: { mustNotShareWith: ["tenant-of-big"], pinned: true } } },
    },
  ])("$what: the next best does", ({ more, asked }) => {
    expect(movesOf(propose(more, asked))).toMatchObject([{ registry: "big", to: "wus-c" }]);
  });

  test("under half of its minutes have data", () => {
    const thin = POOLS.map((pool) => (pool.stamp === "wus-b" ? { ...pool, coverage: 0.4 } : pool));
    expect(movesOf(propose({}, {}, thin))).toMatchObject([{ to: "wus-c" }]);
  });

  test("nobody reports load there, so that what comes of it cannot be told", () => {
    const silent = POOLS.map((pool) => (pool.stamp === "wus-b" ? { ...pool, silent: true } : pool));
    expect(movesOf(propose({}, {}, silent))).toMatchObject([{ to: "wus-c" }]);
  });

  const own = [
    stampOf("wus-a", [big], { kind: "registry", seed: 9 }),
    stampOf("wus-c", [load("c0", 5, 60)], { kind: "registry", seed: 8 }),
  ];

  test("it has no pool of a kind that the registry loads", () => {
    expect(movesOf(propose({}, {}, [...POOLS, ...own]))).toMatchObject([{ to: "wus-c" }]);
  });

  test("its other pool has no room for it", () => {
    const withRoom = (mean: number) => [
      ...POOLS,
      ...own,
      stampOf("wus-b", crowd("b", 3, mean, 40), { kind: "registry", seed: 7 }),
    ];
    expect(movesOf(propose({}, {}, withRoom(5)))).toMatchObject([{ to: "wus-b" }]);
    const full = factsForTests(withRoom(70)).pools.find(
      ({ stamp, kind }) => stamp === "wus-b" && kind === "registry",
    );
    expect(full?.measures.excess).toBe(0);
    expect(movesOf(propose({}, {}, withRoom(70)))).toMatchObject([{ to: "wus-c" }]);
  });

  test("none at all may: what is left says of each why", () => {
    const proposal = propose({ stamps: { "wus-b": { cordoned: true }, "wus-c": { inDeployment: true } } });
    expect(movesOf(proposal)).toEqual([]);
    expect(leftOf(proposal, "big")).toMatchObject({ constraint: "no_destination" });
    expect(leftOf(proposal, "big")?.reason).toContain("wus-b is cordoned and wus-c is in deployment");
  });

  test("tenants that must not meet are everywhere: what is left names them", () => {
    const proposal = propose({
      constraints: {
        big: { mustNotShareWith: ["tenant-of-b1", "tenant-of-c2"] },
        b1: { pinned: true },
        c2: { pinned: true },
      },
    });
    expect(movesOf(proposal)).toEqual([]);
    expect(leftOf(proposal, "big")?.constraint).toBe("must_not_share");
    expect(leftOf(proposal, "big")?.reason).toContain(
      "tenant-of-b1 is on wus-b and tenant-of-c2 is on wus-c",
    );
  });

  test("it would be over its limit: what is left says where to", () => {
    const full = [...POOLS.slice(0, 1), stampOf("wus-b", crowd("b", 8, 29, 40))];
    const proposal = propose(
      {},
      { excludeRegistries: [...OTHERS, ...crowd("b", 8, 1, 1).map(({ name }) => name)] },
      full,
    );
    expect(movesOf(proposal)).toEqual([]);
    expect(leftOf(proposal, "big")?.reason).toMatch(/^It would take wus-b dataproxy to [\d.]+ of 40 %/);
  });
});

test("at most so many moves are made", () => {
  const crowded = [stampOf("wus-a", crowd("h", 10, 40, 10)), ...POOLS.slice(1)];
  const many = propose({}, { excludeRegistries: [] }, crowded);
  const two = propose({}, { excludeRegistries: [], mostMoves: 2 }, crowded);
  expect(movesOf(many).length).toBeGreaterThan(2);
  expect(movesOf(two)).toHaveLength(2);
  expect(two.excess.after).toBeLessThan(two.excess.before);
});

test("two that may both move, and must not share a stamp, end apart", () => {
  const twins = [load("twin1", 60, 1, { tenant: "one" }), load("twin2", 60, 2, { tenant: "two" })];
  const pools = [
    stampOf("wus-a", [...twins, ...crowd("h", 8, 31, 10)]),
    ...POOLS.slice(1, 2),
    stampOf("wus-c", crowd("c", 8, 27, 60)),
  ];
  const placesOf = (more: FactsForTests) => movesOf(propose(more, {}, pools)).map(({ to }) => to);
  expect(placesOf({})).toEqual(["wus-b", "wus-b"]);
  expect(placesOf({ constraints: { twin1: { mustNotShareWith: ["two"] } } })).not.toEqual(["wus-b", "wus-b"]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { apiCaller } from "./callApiForTests.ts";
import { PLANTED_WINDOW, planted, plantedMany, plantRegions } from "./plantRegionsForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

// One hot stamp with one registry that may leave, and two cool ones: nothing in its way, it goes to the roomier. Each
// constraint is put into the inventory, or asked for, by the API, and taken back afterwards.
let app: TestApp;
let call: ReturnType<typeof apiCaller>;
const OTHERS = plantedMany("h", 8, 4_200);

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  await plantRegions(call, {
    westus: {
      "wus-a": { registries: [planted("big", 9_000, 3), ...OTHERS] },
      "wus-b": { registries: plantedMany("b", 6, 500), nodes: 12 },
      "wus-c": { registries: plantedMany("c", 6, 800), nodes: 10 },
    },
  });
});
afterAll(async () => {
  await app.close();
});

async function propose({ constraints, ...body }: { constraints?: object; tenants?: string[] } = {}) {
  const excludeRegistries = OTHERS.map(({ name }) => name);
  const { json, status, text } = await call("/api/v1/proposals", {
    method: "POST",
    token: app.tokens.operator,
    body: {
      region: "westus",
      window: PLANTED_WINDOW,
      ...body,
      constraints: { excludeRegistries, mostEvaluations: 2_000, ...constraints },
    },
  });
  expect(status, text.slice(0, 400)).toBe(201);
  const { phases, left }: ProposalAnswer = json;
  return {
    moves: phases.flatMap(({ moves }) => moves.map(({ registry, to }) => `${registry} to ${to}`)),
    left: left.find(({ registry }) => registry === "big"),
  };
}

interface Replicas {
  readonly registries: readonly object[];
}
const replica = (name: string, homeStamp: string, more: object): Replicas => ({
  registries: [{ name, tenant: `${name}-ltd`, replicas: [{ region: "westus", homeStamp, ...more }] }],
});
const constrained = (name: string, homeStamp: string, constraints: object) =>
  replica(name, homeStamp, {
    constraints: { pinned: false, excluded: false, freezes: [], mustNotShareWith: [], ...constraints },
  });
const stamp = (name: string, facts: object) => ({
  regions: [{ name: "westus", stamps: [{ name, ...facts }] }],
});
async function put(body: object): Promise<void> {
  const { status, text } = await call("/api/v1/inventory", { method: "PUT", body });
  expect(status, text).toBe(200);
}

/** What is proposed while an inventory holds; another puts it right again. */
async function proposeWhile(facts: object, after: object) {
  await put(facts);
  try {
    return await propose();
  } finally {
    await put(after);
  }
}
const HOUR_MS = 3_600_000;
const freeze = {
  from: new Date(TEST_START_MS - HOUR_MS).toISOString(),
  to: new Date(TEST_START_MS + HOUR_MS).toISOString(),
  why: "a launch",
};
const BASELINE = ["big to wus-b"];

test("nothing in its way, it goes to the stamp with the most room", async () => {
  expect((await propose()).moves).toEqual(BASELINE);
});

test.each([
  ["pinned", { pinned: true }, "pinned", /pinned/],
  ["excluded", { excluded: true }, "excluded", /excluded from plans/],
  ["frozen", { freezes: [freeze] }, "frozen", /until .*: a launch/],
])("%s it stays, and says so; afterwards it goes again", async (_, constraints, constraint, words) => {
  const held = await proposeWhile(constrained("big", "wus-a", constraints), constrained("big", "wus-a", {}));
  expect(held.moves).toEqual([]);
  expect(held.left).toMatchObject({ constraint, reason: expect.stringMatching(words) });
  expect((await propose()).moves).toEqual(BASELINE);
});

test.each([
  ["cordoned", stamp("wus-b", { cordoned: true }), stamp("wus-b", { cordoned: false })],
  ["in deployment", stamp("wus-b", { inDeployment: true }), stamp("wus-b", { inDeployment: false })],
  [
    "home of a tenant that it must not share with, which stays",
    both(constrained("big", "wus-a", { mustNotShareWith: ["b1-ltd"] }), pinnedB1({})),
    both(constrained("big", "wus-a", {}), pinnedB1(null)),
  ],
  [
    "home of a tenant that must not share with it, and stays",
    pinnedB1({ mustNotShareWith: ["big-ltd"] }),
    pinnedB1(null),
  ],
])("where the roomiest stamp is %s, the next best takes it", async (_, facts, after) => {
  expect((await proposeWhile(facts, after)).moves).toEqual(["big to wus-c"]);
  expect((await propose()).moves).toEqual(BASELINE);
});

function both(one: Replicas, other: Replicas): Replicas {
  return { registries: [...one.registries, ...other.registries] };
}

function pinnedB1(constraints: object | null): Replicas {
  return constrained("b1", "wus-b", constraints === null ? {} : { pinned: true, ...constraints });
}

test("where no stamp may take it, what is left names each and why", async () => {
  const all = (cordoned: boolean) => ({
    regions: [{ name: "westus", stamps: ["wus-b", "wus-c"].map((name) => ({ name, cordoned })) }],
  });
  const { moves, left } = await proposeWhile(all(true), all(false));
  expect(moves).toEqual([]);
  expect(left).toMatchObject({ constraint: "no_destination" });
  expect(left?.reason).toContain("wus-b is cordoned and wus-c is cordoned");
});

test.each<[string, Parameters<typeof propose>[0], string, RegExp]>([
  ["its tenant is not asked for", { tenants: ["h0-ltd"] }, "not_asked_for", /big-ltd is not among/],
  ["its stamp is left out", { constraints: { excludeStamps: ["wus-a"] } }, "excluded", /wus-a was left out/],
  ["no move may be made", { constraints: { mostMoves: 0 } }, "most_moves", /0 moves are all/],
  [
    "a move of it gains too little",
    { constraints: { minimumGainPoints: 60 } },
    "minimum_gain",
    /gains [\d.]+ points; a move must gain 60/,
  ],
])("where %s, it stays, with the number that decides", async (_, asked, constraint, words) => {
  const { moves, left } = await propose(asked);
  expect(moves).toEqual([]);
  expect(left).toMatchObject({ constraint, from: "wus-a", reason: expect.stringMatching(words) });
});

// The last test: what has moved has moved.
test("within the cooldown after a move it stays, and says how long ago that was; with none asked for it goes", async () => {
  await put(replica("big", "wus-c", { boundAt: TEST_START_MS - 100 * HOUR_MS }));
  await put(replica("big", "wus-a", { boundAt: TEST_START_MS - 72 * HOUR_MS }));
  const { moves, left } = await propose();
  expect(moves).toEqual([]);
  expect(left).toMatchObject({ constraint: "cooldown" });
  expect(left?.reason).toBe("It moved 3 days ago; the cooldown is 14 days.");
  expect((await propose({ constraints: { cooldownDays: 2 } })).moves).toEqual(BASELINE);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { apiCaller } from "./callApiForTests.ts";
import {
  PLANTED_WINDOW,
  type PlantedRegions,
  planted,
  plantedMany,
  plantRegions,
} from "./plantRegionsForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

// Each region is hot for one thing alone, and each of its proposals is asked for by the API of a real fleet.
let app: TestApp;
let call: ReturnType<typeof apiCaller>;

const many = (prefix: string, level: number) => ({ registries: plantedMany(prefix, 9, level) });
const onOneNode = (name: string, level: number, seed: number) =>
  planted(name, level, seed, { onNode: { node: 3, part: 0.85 } });
const REGIONS: PlantedRegions = {
  over: { "over-a": many("oa", 4_500), "over-b": many("ob", 500), "over-c": many("oc", 800) },
  signalled: { "sig-a": many("sa", 1_500), "sig-b": many("sb", 500) },
  dominated: {
    "dom-a": { registries: [planted("whale", 9_000, 7), ...plantedMany("da", 9, 600)] },
    "dom-b": many("db", 2_400),
  },
  felt: { "felt-a": many("fa", 1_500), "felt-b": many("fb", 500) },
  full: { "full-a": many("ua", 4_500), "full-b": many("ub", 2_900), "full-c": many("uc", 2_950) },
  sick: {
    "sick-a": { ...many("ia", 1_500), sick: { node: 3, points: 60 } },
    "sick-b": many("ib", 500),
  },
  // One node is hot for what registries of several tenants put there: whoever goes takes it along.
  uneven: {
    "uneven-a": {
      registries: [
        onOneNode("lump0", 2_000, 71),
        onOneNode("lump1", 2_000, 72),
        onOneNode("lump2", 2_000, 73),
        ...plantedMany("na", 9, 900),
      ],
    },
    "uneven-b": { ...many("nb", 500), nodes: 12 },
  },
  crumbs: { "crumb-a": many("ca", 3_290), "crumb-b": many("cb", 500) },
};
const HOUR_MS = 3_600_000;

beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  await plantRegions(call, REGIONS);
  const signal = {
    stamp: "sig-a",
    pool: "dataproxy",
    kind: "throttling",
    severity: "high",
    from: TEST_START_MS - 2 * HOUR_MS,
    source: "storage",
  };
  const signals = await call("/api/v1/signals", { method: "POST", body: { signals: [signal] } });
  expect(signals.status, signals.text).toBe(200);
  // Pulls take half as long again as in the same hours a day before.
  const samples = Array.from({ length: 36 * 6 }, (_, at) => {
    const ts = TEST_START_MS - (at + 1) * 10 * 60_000;
    return { ts, stamp: "felt-a", pullP95Ms: ts >= PLANTED_WINDOW.from ? 300 : 200, errorRate: 0.001 };
  });
  const felt = await call("/api/v1/samples/outcome", { method: "POST", body: { samples } });
  expect(felt.json).toMatchObject({ accepted: samples.length, rejected: 0 });
});
afterAll(async () => {
  await app.close();
});

async function propose(region: string, body: object = {}): Promise<ProposalAnswer> {
  const { json, status, text } = await call("/api/v1/proposals", {
    method: "POST",
    token: app.tokens.operator,
    body: { window: PLANTED_WINDOW, constraints: { mostEvaluations: 3_000 }, ...body, region },
  });
  expect(status, text.slice(0, 400)).toBe(201);
  return json;
}
const movesOf = ({ phases }: ProposalAnswer) => phases.flatMap(({ moves }) => moves);
const because = ({ verdicts }: ProposalAnswer) => verdicts[0]?.evidence.because;

describe("each trigger alone leads to a proposal that names it, and no other", () => {
  test.each([
    ["over", { kind: "over_limit", stamp: "over-a", pool: "dataproxy", limit: 60 }, "rebalance"],
    [
      "signalled",
      { kind: "signal", stamp: "sig-a", pool: "dataproxy", signal: "throttling", severity: "high" },
      "nothing",
    ],
    ["dominated", { kind: "dominated", stamp: "dom-a", pool: "dataproxy", tenant: "whale-ltd" }, "isolate"],
    ["felt", { kind: "outcome", stamp: "felt-a", measure: "pullP95Ms", before: 200, after: 300 }, "nothing"],
  ])("%s", async (region, trigger, verdict) => {
    const proposal = await propose(region);
    expect(proposal.triggers).toMatchObject([{ ...trigger, region }]);
    expect(proposal.triggers).toHaveLength(1);
    expect(proposal.verdicts).toMatchObject([{ stamp: trigger.stamp, verdict }]);
    expect(movesOf(proposal).length > 0).toBe(verdict === "rebalance" || verdict === "isolate");
  });
});

describe("verdicts", () => {
  test("rebalance: moves to existing shared stamps, each of which stays under its limit at the high end", async () => {
    const proposal = await propose("over");
    expect(new Set(movesOf(proposal).map(({ from }) => from))).toEqual(new Set(["over-a"]));
    for (const { to } of movesOf(proposal)) expect(["over-b", "over-c"]).toContain(to);
    expect(proposal.excess.after).toBe(0);
    for (const { role, after } of proposal.simulation?.pools ?? [])
      if (role === "destination") expect(after.interval?.high ?? 100).toBeLessThanOrEqual(60);
  });

  test("isolate, of a stamp under its limit: says so, with the nodes of each pool, and what every neighbour gains", async () => {
    const proposal = await propose("dominated");
    const [made] = proposal.newStamps;
    expect(made).toMatchObject({ kind: "isolated", pools: [{ name: "dataproxy", vcpusPerNode: 8 }] });
    expect(movesOf(proposal)).toMatchObject([{ registry: "whale", from: "dom-a", to: made?.name }]);
    expect(because(proposal)).toMatch(
      /^What is to be had is a smaller blast radius: no pool of dom-a is over its limit/,
    );
    expect(because(proposal)).toContain(`of ${made?.pools[0]?.instances} dataproxy nodes of 8 vCPUs`);
    expect(proposal.neighbours).toMatchObject([{ stamp: "dom-a", pool: "dataproxy", tenants: 9 }]);
    const [gain] = proposal.neighbours;
    expect(gain?.after ?? 100).toBeLessThan((gain?.before ?? 0) - 10);
  });

  test("isolate is no verdict once domination is set to mean more: nothing is hot then", async () => {
    const scope = { key: "dominanceShare", region: "dominated", poolKind: "dataproxy" };
    const set = await call("/api/v1/settings", { method: "PUT", body: { ...scope, value: 0.9 } });
    expect(set.status, set.text).toBe(200);
    expect(await propose("dominated")).toMatchObject({ triggers: [], verdicts: [], phases: [] });
    const reset = `/api/v1/settings?key=dominanceShare&region=dominated&poolKind=dataproxy`;
    expect((await call(reset, { method: "DELETE" })).status).toBe(200);
    const { json } = await call("/api/v1/audit?limit=20", { token: app.tokens.viewer });
    expect(JSON.stringify(json.events)).toContain("dominanceShare");
  });

  test("scale_out: nobody dominates and nobody has room: how much is lacking, and how many nodes that is at least", async () => {
    const proposal = await propose("full");
    expect(proposal.verdicts).toMatchObject([{ stamp: "full-a", verdict: "scale_out" }]);
    const { room } = proposal.verdicts[0]?.evidence ?? {};
    expect(room?.free ?? 1e9).toBeLessThan(room?.needed ?? 0);
    expect(because(proposal)).toMatch(/dataproxy .* at least \d+ more nodes?/);
    for (const { from, reason } of proposal.left) {
      expect(from).toBe("full-a");
      expect(reason).not.toBe("");
    }
    expect(proposal.left.length).toBeGreaterThan(0);
  });

  test("mend_node: a node that is hot by itself; nothing is moved for it, nor to it", async () => {
    const proposal = await propose("sick");
    expect(proposal.verdicts).toMatchObject([
      {
        stamp: "sick-a",
        verdict: "mend_node",
        evidence: { sickNode: { name: "n3" } },
      },
    ]);
    expect(proposal.phases).toEqual([]);
    for (const { constraint } of proposal.left) expect(constraint).toBe("sick_node");
  });

  test("a node that is hot by registries' affinity is an uneven split: moves help", async () => {
    const proposal = await propose("uneven");
    const fleet = await call("/api/v1/fleet?region=uneven", { token: app.tokens.viewer });
    const hot = fleet.json.pools.find(({ stamp }: { stamp: string }) => stamp === "uneven-a");
    expect(hot.hottestNode).toMatchObject({ name: "n3" });
    expect(hot.hottestNode.share).toBeGreaterThan(0.9);
    expect(proposal.verdicts).toMatchObject([{ stamp: "uneven-a" }]);
    expect(proposal.verdicts[0]?.verdict).not.toBe("mend_node");
    expect(movesOf(proposal).some(({ registry }) => registry.startsWith("lump"))).toBe(true);
    expect(proposal.excess.after).toBe(0);
  });

  test("nothing: what is over its limit is less than any move has to gain", async () => {
    const proposal = await propose("crumbs", {
      constraints: { mostEvaluations: 3_000, minimumGainPoints: 20 },
    });
    expect(proposal.triggers).toMatchObject([{ kind: "over_limit", stamp: "crumb-a" }]);
    expect(proposal.verdicts).toMatchObject([{ stamp: "crumb-a", verdict: "nothing" }]);
    expect(because(proposal)).toMatch(/must gain 20/);
    expect(proposal.phases).toEqual([]);
  });
});

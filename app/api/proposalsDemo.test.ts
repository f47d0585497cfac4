import { afterAll, beforeAll, expect, test } from "vitest";
import { MINUTE_MS } from "#lib/core/index.ts";
import { DEMO_SEED, loadDemo } from "#lib/demo/commands.ts";
import { DEMO_STAMPS, STAMP_A, STAMP_B } from "#lib/demo/stamps.ts";
import { CUSTOMER } from "#lib/demo/workedExample.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

// The demo as it is first started, but for its past days: the worked example of the product's definition.
const NOW_MS = Date.UTC(2026, 10, 18, 22, 5);

let app: TestApp;
let proposal: ProposalAnswer;
beforeAll(async () => {
  app = await createTestApp();
  app.clock.nowMs = NOW_MS;
  await loadDemo({
    client: app.db.client,
    nowMs: NOW_MS,
    seed: DEMO_SEED,
    historyDays: 0,
    onProgress: () => undefined,
  });
  const call = apiCaller(await loadRouteFiles(), app);
  const answer = await call("/api/v1/proposals", {
    method: "POST",
    token: app.tokens.operator,
    body: { region: "westus", tenants: [CUSTOMER] },
  });
  expect(answer.status, answer.text.slice(0, 400)).toBe(201);
  proposal = answer.json;
}, 10 * MINUTE_MS);
afterAll(async () => {
  await app.close();
});

test("the customer is over the limit and dominates both of its stamps: the verdict is to isolate it", () => {
  for (const stamp of [STAMP_A, STAMP_B]) {
    const kinds = proposal.triggers.filter((one) => one.stamp === stamp).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["over_limit", "dominated"]));
    expect(proposal.verdicts.find((one) => one.stamp === stamp)).toMatchObject({
      verdict: "isolate",
      evidence: { tenant: { name: CUSTOMER } },
    });
  }
});

test("its 40 registries go to one new isolated stamp, the tail first, then mediums, then four singles: 24 h, and 48 h each", () => {
  const { phases, newStamps } = proposal;
  expect(newStamps).toMatchObject([{ name: "wus-iso-2", kind: "isolated" }]);
  const moves = phases.flatMap((phase) => phase.moves);
  expect(moves).toHaveLength(40);
  for (const { to, tenant } of moves) expect([to, tenant]).toEqual(["wus-iso-2", CUSTOMER]);
  const classes = phases.map((phase) => phase.class);
  expect(classes).toEqual([
    "tail",
    ...classes.filter((kind) => kind === "medium"),
    "top",
    "top",
    "top",
    "top",
  ]);
  expect(classes).toContain("medium");
  for (const phase of phases) expect(phase.observationHours).toBe(phase.class === "top" ? 48 : 24);
  for (const phase of phases.slice(-4)) expect(phase.moves).toHaveLength(1);
  const top = phases.slice(-4).flatMap((phase) => phase.moves);
  expect(top.reduce((sum, { requestShare }) => sum + (requestShare ?? 0), 0)).toBeGreaterThan(0.95);
  expect(phases[0]?.moves.length ?? 0).toBeGreaterThan(20);
});

test("the new stamp is no larger than the two it relieves: a load that falls on one node asks for large nodes, not many", () => {
  const made = proposal.newStamps
    .flatMap(({ pools }) => pools)
    .reduce((sum, { vcpusPerNode, instances }) => sum + (vcpusPerNode ?? Number.NaN) * instances, 0);
  const relieved = DEMO_STAMPS.filter(({ name }) => name === STAMP_A || name === STAMP_B)
    .flatMap(({ pools }) => pools)
    .reduce((sum, { vcpusPerNode, nodeCount }) => sum + vcpusPerNode * nodeCount, 0);
  expect(made).toBeLessThan(relieved);
});

test("of a stamp that is hot for a signal or a tenant, but for which nothing is proposed, the verdict is nothing", () => {
  const left = new Set(proposal.phases.flatMap(({ moves }) => moves.map(({ from }) => from)));
  const idle = proposal.verdicts.filter(({ stamp }) => !left.has(stamp));
  expect(idle).not.toHaveLength(0);
  for (const { verdict } of idle) expect(verdict).toBe("nothing");
});

test("every step is safe: the new stamp, the most careful of it a high tier, and what neighbours gain as the write-up has it", () => {
  expect(proposal).toMatchObject({ broken: null, search: { verified: true, complete: true } });
  expect(proposal.excess).toMatchObject({ after: 0, afterHigh: 0 });
  expect(proposal.phases[0]?.tier).toBe("high");
  const gain = (stamp: string, pool: string) => {
    const found = proposal.neighbours.find((one) => one.stamp === stamp && one.pool === pool);
    return found === undefined ? 0 : 1 - found.after / found.before;
  };
  expect(gain(STAMP_A, "dataproxy")).toBeCloseTo(0.34, 1);
  expect(gain(STAMP_B, "dataproxy")).toBeCloseTo(0.44, 1);
  expect(gain(STAMP_B, "registry")).toBeCloseTo(0.33, 1);
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { type ProposalAnswer, proposalAnswerSchema } from "#lib/planning/proposal/proposalAnswer.ts";
import { loadProposal } from "#lib/planning/proposal/queries.ts";
import { apiCaller } from "./callApiForTests.ts";
import { PLANTED_WINDOW, type PlantedRegions, plantedMany, plantRegions } from "./plantRegionsForTests.ts";
import { dispatch, loadRouteFiles, type RouteFile } from "./routeFilesForTests.ts";

let app: TestApp;
let files: readonly RouteFile[];
let call: ReturnType<typeof apiCaller>;

const many = (prefix: string, level: number) => ({ registries: plantedMany(prefix, 9, level) });
/** Two regions with one stamp over its limit each, and one where nothing is. */
const REGIONS: PlantedRegions = {
  westus: { "wus-a": many("a", 4_500), "wus-b": many("b", 500), "wus-c": many("c", 830) },
  eastus: { "eus-a": many("d", 4_500), "eus-b": many("e", 500) },
  calm: { "cal-a": many("f", 500), "cal-b": many("g", 500) },
};

beforeAll(async () => {
  app = await createTestApp();
  files = await loadRouteFiles();
  call = apiCaller(files, app);
  await plantRegions(call, REGIONS);
});
afterAll(async () => {
  await app.close();
});

const QUICK = { constraints: { mostEvaluations: 3_000 } };
async function ask(body: object, { token = app.tokens.operator, headers = {} } = {}) {
  return await call("/api/v1/proposals", {
    method: "POST",
    token,
    headers,
    body: { window: PLANTED_WINDOW, ...QUICK, ...body },
  });
}
async function propose(body: object): Promise<ProposalAnswer> {
  const { json, status, text } = await ask(body);
  expect(status, text.slice(0, 400)).toBe(201);
  return json;
}
const read = async (id: number) => await call(`/api/v1/proposals/${id}`, { token: app.tokens.viewer });
const movesOf = ({ phases }: ProposalAnswer) => phases.flatMap(({ moves }) => moves);

/** Asks for events, and reads them until the stream ends, or `until` has seen enough and goes away. */
async function askEvents(
  body: object,
  until: (event: string, data: { id?: number; step?: string }) => boolean = () => false,
) {
  const request = new Request("http://ballast.test/api/v1/proposals", {
    method: "POST",
    headers: {
      authorization: `Bearer ${app.tokens.operator}`,
      "content-type": "application/json",
      accept: "text/event-stream",
    },
    body: JSON.stringify({ window: PLANTED_WINDOW, ...QUICK, ...body }),
  });
  const response = await dispatch(files, request);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const events: { event: string; data: unknown }[] = [];
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return events;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [, event = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      events.push({ event, data: JSON.parse(data) });
      if (!until(event, JSON.parse(data))) continue;
      await reader.cancel();
      return events;
    }
  }
}

/** Reads a proposal until it no longer runs. */
async function settled(id: number): Promise<ProposalAnswer> {
  for (;;) {
    const { json } = await read(id);
    if (json.state !== "running") return json;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a region's proposal", () => {
  test("is answered with everything, and is there to be read by a viewer afterwards", async () => {
    const proposal = await propose({ region: "westus" });
    expect(proposal).toMatchObject({
      region: "westus",
      state: "complete",
      failure: null,
      createdBy: "operator-token",
    });
    expect(proposal.triggers[0]).toMatchObject({ kind: "over_limit", stamp: "wus-a", region: "westus" });
    expect(proposal.verdicts).toMatchObject([{ stamp: "wus-a", verdict: "rebalance" }]);
    expect(movesOf(proposal).length).toBeGreaterThan(0);
    expect(proposal.excess.after).toBeLessThan(proposal.excess.before);
    expect(proposal.simulation?.phases).toHaveLength(proposal.phases.length);
    expect(proposal.proposals).toEqual([{ id: proposal.id, region: "westus" }]);
    const found = await read(proposal.id);
    expect(found.json).toEqual(proposal);
    expect(proposal.progress).toBeNull();
    expect(await loadProposal(app.db.client.prisma, proposal.id, { nowMs: TEST_START_MS })).toEqual(proposal);
  });

  test("is the same when it is asked again", async () => {
    const [one, other] = [await propose({ region: "westus" }), await propose({ region: "westus" })];
    const still = ({ id, proposals, search, ...rest }: ProposalAnswer) => ({
      ...rest,
      evaluations: search?.evaluations,
    });
    expect(other.id).not.toBe(one.id);
    expect(still(other)).toEqual(still(one));
  });

  test("holds another limit than the one that is set, where one is asked for", async () => {
    const strict = await propose({ region: "calm", limitP95: 8 });
    expect(strict.limitP95).toBe(8);
    expect(strict.triggers.length).toBeGreaterThan(0);
    for (const pool of strict.simulation?.pools ?? []) expect(pool.limit).toBe(8);
    expect((await propose({ region: "calm" })).triggers).toEqual([]);
  });

  test("leaves in the audit who asked for what, and what came of it", async () => {
    const { id } = await propose({ region: "westus", tenants: ["a0-ltd"] });
    const { json } = await call(`/api/v1/audit?thing=proposal&thingName=${id}`, { token: app.tokens.viewer });
    expect(json.events.map(({ action }: { action: string }) => action)).toEqual([
      "proposal.made",
      "proposal.asked",
    ]);
    expect(json.events[1]).toMatchObject({ actor: "operator-token", after: { tenants: ["a0-ltd"] } });
  });

  test("with the same Idempotency-Key is made once", async () => {
    const headers = { "idempotency-key": "once" };
    const first = await ask({ region: "westus" }, { headers });
    const again = await ask({ region: "westus" }, { headers });
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect((await ask({ region: "eastus" }, { headers })).status).toBe(422);
  });
});

test("more that are asked for at once than are worked out at once are all answered, each its own region", async () => {
  const regions = ["westus", "eastus", "calm", "eastus"];
  const answers = await Promise.all(regions.map((region) => propose({ region })));
  expect(answers.map(({ region, state }) => [region, state])).toEqual(
    regions.map((region) => [region, "complete"]),
  );
  expect(answers[3]?.phases).toEqual(answers[1]?.phases);
});

describe("a fleet's proposal", () => {
  test("has one for each region with triggers, joined, and each can be read by itself", async () => {
    const fleet = await propose({});
    expect(fleet.region).toBeNull();
    expect(fleet.proposals.map(({ region }) => region)).toEqual(["eastus", "westus"]);
    const parts = await Promise.all(
      fleet.proposals.map(async ({ id }): Promise<ProposalAnswer> => (await read(id)).json),
    );
    expect(fleet.phases).toEqual(parts.flatMap(({ phases }) => phases));
    expect(fleet.triggers).toEqual(parts.flatMap(({ triggers }) => triggers));
    expect(fleet.excess.before).toBeCloseTo(
      parts.reduce((sum, { excess }) => sum + excess.before, 0),
      6,
    );
    expect(fleet.simulation?.phases).toHaveLength(fleet.phases.length);
    for (const part of parts) {
      expect(movesOf(part).length).toBeGreaterThan(0);
      expect(part.state).toBe("complete");
    }
    const home = new Map(
      Object.values(REGIONS).flatMap((stamps) => Object.keys(stamps).map((stamp) => [stamp, stamps])),
    );
    for (const { from, to } of movesOf(fleet)) expect(home.get(from)).toBe(home.get(to));
  });
});

describe("while it is worked out", () => {
  test("events tell its number, how far it is, and the result", async () => {
    const events = await askEvents({ region: "westus" });
    const names = events.map(({ event }) => event);
    expect(names[0]).toBe("begun");
    expect(names.at(-1)).toBe("result");
    const progress = events.filter(({ event }) => event === "progress").map(({ data }) => data);
    expect(progress).toContainEqual(expect.objectContaining({ step: "measuring", region: "westus" }));
    expect(progress).toContainEqual(
      expect.objectContaining({ step: "searching", excess: expect.any(Number), moves: expect.any(Number) }),
    );
    const result = proposalAnswerSchema.parse(events.at(-1)?.data);
    expect((await read(result.id)).json).toEqual(result);
  });

  test("it can be read, and a client that goes away cuts it off: what it had is kept as incomplete", async () => {
    let id = 0;
    await askEvents(
      { region: "westus", constraints: { mostEvaluations: 20_000_000, minimumGainPoints: 0 }, limitP95: 15 },
      (event, data) => {
        if (event === "begun") id = data.id ?? 0;
        return event === "progress" && data.step === "searching";
      },
    );
    const seen = (await read(id)).json.state;
    expect(["running", "incomplete"]).toContain(seen);
    const kept = await settled(id);
    expect(kept.state).toBe("incomplete");
    expect(kept.search?.complete).toBe(false);
    expect(kept.simulation).not.toBeNull();
  });

  test("anybody who may ask may stop it by its number, from wherever: what it had is kept as incomplete, and who did it", async () => {
    let id = 0;
    let isSearching = (_: unknown) => {};
    const searching = new Promise((resolve) => {
      isSearching = resolve;
    });
    const events = askEvents(
      { region: "westus", constraints: { mostEvaluations: 20_000_000, minimumGainPoints: 0 }, limitP95: 15 },
      (event, data) => {
        if (event === "begun") id = data.id ?? 0;
        if (data.step === "searching") isSearching(null);
        return false;
      },
    );
    await searching;
    const path = `/api/v1/proposals/${id}`;
    const denied = await call(path, { method: "DELETE", token: app.tokens.viewer });
    const stopped = await call(path, { method: "DELETE", token: app.tokens.operator });
    expect([denied.status, stopped.status]).toEqual([403, 200]);
    expect(stopped.json.state).toBe("running");
    // It is looked at when progress is written down, once in a second.
    app.clock.nowMs = TEST_START_MS + 10_000;
    const last = (await events).at(-1);
    app.clock.nowMs = TEST_START_MS;
    expect(last).toMatchObject({
      event: "result",
      data: { id, state: "incomplete", search: { complete: false } },
    });
    expect((await call(path, { method: "DELETE" })).status).toBe(409);
    const audit = await call(`/api/v1/audit?thing=proposal&thingName=${id}`, { token: app.tokens.viewer });
    expect(audit.json.events.map(({ action, actor }: Record<string, string>) => [action, actor])).toEqual([
      ["proposal.made", "operator-token"],
      ["proposal.stopped", "operator-token"],
      ["proposal.asked", "operator-token"],
    ]);
  });

  test("a server that ended leaves it running: after a time it is told as failed", async () => {
    const row = await app.db.client.prisma.proposal.create({
      data: {
        request: {},
        state: "running",
        createdAt: new Date(TEST_START_MS),
        createdBy: "somebody",
        toldAt: new Date(TEST_START_MS),
      },
    });
    expect((await read(row.id)).json).toMatchObject({ state: "running", failure: null });
    app.clock.nowMs = TEST_START_MS + 3_600_000;
    const late = await read(row.id);
    app.clock.nowMs = TEST_START_MS;
    expect(late.json).toMatchObject({ state: "failed", failure: expect.stringContaining("Ask again") });
  });
});

describe("is refused", () => {
  test.each([
    ["a region that is none", { region: "nowhere" }, 422, "region"],
    ["a tenant that is none", { region: "westus", tenants: ["a0-ltd", "nobody"] }, 422, "tenants[1]"],
    [
      "a stamp that is none",
      { constraints: { excludeStamps: ["wus-z"] } },
      422,
      "constraints.excludeStamps[0]",
    ],
    [
      "a registry that is none",
      { constraints: { excludeRegistries: ["zzz"] } },
      422,
      "constraints.excludeRegistries[0]",
    ],
  ])("%s: 422, naming it", async (_, body, status, path) => {
    const answer = await ask(body);
    expect(answer.status).toBe(status);
    expect(answer.json.errors[0].path).toBe(path);
  });

  test("a field that is none, a window that is none: 400", async () => {
    expect((await ask({ region: "westus", regoin: "x" })).status).toBe(400);
    expect((await ask({ region: "westus", constraints: { mostMove: 1 } })).status).toBe(400);
    expect((await ask({ region: "westus", window: "yesterday" })).status).toBe(400);
  });

  test("a viewer may read one and not ask for one; one that is not there is 404", async () => {
    expect((await ask({ region: "calm" }, { token: app.tokens.viewer })).status).toBe(403);
    expect((await read(2_000_000)).status).toBe(404);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
});
afterAll(async () => {
  await app.close();
});

const HOUR = 3_600_000;
const put = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call(path, { method: "PUT", body, headers });
const post = (path: string, body: unknown, token?: string) =>
  call(path, { method: "POST", body, ...(token === undefined ? {} : { token }) });

const FLEET = {
  regions: [
    {
      name: "westus",
      stamps: ["wus-a", "wus-b", "wus-c"].map((name) => ({
        name,
        pools: [{ name: "dataproxy" }, { name: "registry" }],
      })),
    },
    { name: "eastus", stamps: [{ name: "eus-a", pools: [{ name: "registry" }] }] },
  ],
  registries: [
    { name: "contoso", tenant: "contoso-ltd", replicas: [{ region: "westus", homeStamp: "wus-a" }] },
    {
      name: "litware",
      tenant: "litware-inc",
      replicas: [
        { region: "westus", homeStamp: "wus-b" },
        { region: "eastus", homeStamp: "eus-a" },
      ],
    },
  ],
};

beforeEach(async () => {
  // Never back: what is believed for a second is believed by this clock.
  app.clock.nowMs += 24 * HOUR;
  await app.db.superuser.query(
    `truncate stamp, pool, tenant, registry, replica, binding, former_name, signal, audit_event, "freeze", setting cascade;
     delete from region`,
  );
  expect((await put("/api/v1/inventory", FLEET)).status).toBe(200);
  app.clock.nowMs += HOUR;
});

const homes = async (registry: string) =>
  (await call(`/api/v1/registries/${registry}/bindings`)).json.bindings.map(
    (one: { region: string; stamp: string; unboundAt: string | null }) =>
      `${one.region}:${one.stamp}${one.unboundAt === null ? "" : " ended"}`,
  );
const actions = async () =>
  (await call("/api/v1/audit?limit=1000")).json.events.map((event: { action: string }) => event.action);

describe("the inventory", () => {
  test("answers as the contract has it, again without a change, and reads back whole", async () => {
    const again = await put("/api/v1/inventory", FLEET);
    expect(again.json.replicas).toEqual({ created: 0, updated: 0, unchanged: 3, retired: 0 });
    const read = await call("/api/v1/inventory", { token: app.tokens.viewer });
    expect(read.json.regions.map((region: { name: string }) => region.name)).toEqual(["eastus", "westus"]);
    const back = await put("/api/v1/inventory", read.json);
    for (const kind of Object.values<{ updated: number; created: number }>(back.json)) {
      expect(kind).toMatchObject({ created: 0, updated: 0 });
    }
  });

  test("refuses a field that it does not know, by its place, and stores nothing", async () => {
    const sent = { regions: [{ name: "northus", stamps: [{ name: "n", color: "blue" }] }] };
    const answer = await put("/api/v1/inventory", sent);
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: "regions[0].stamps[0].color" }] } });
    expect((await call("/api/v1/inventory")).json.regions).toHaveLength(2);
  });

  test("refuses a home that is no stamp of the region with 422", async () => {
    const to = (homeStamp: string) => ({
      registries: [{ name: "contoso", replicas: [{ region: "westus", homeStamp }] }],
    });
    expect((await put("/api/v1/inventory", to("nowhere"))).status).toBe(422);
    expect((await put("/api/v1/inventory", to("eus-a"))).status).toBe(422);
  });
});

describe("the freeze", () => {
  const move = { registries: [{ name: "contoso", replicas: [{ region: "westus", homeStamp: "wus-b" }] }] };

  test("refuses every change of a home with 409 until an approver lifts it; who and why is on record", async () => {
    expect((await post("/api/v1/freeze", { reason: "incident 7" }, app.tokens.operator)).json.frozen).toBe(
      true,
    );
    expect((await post("/api/v1/freeze", { reason: "again" })).status).toBe(409);
    expect((await put("/api/v1/inventory", move)).status).toBe(409);
    expect((await put("/api/v1/stamps/wus-a/merge", { into: "wus-b" })).status).toBe(409);
    expect((await put("/api/v1/registries/contoso/retire", {})).status).toBe(409);
    expect(await homes("contoso")).toEqual(["westus:wus-a"]);
    const lift = (token: string) =>
      call("/api/v1/freeze", { method: "DELETE", token, body: { reason: "mended" } });
    expect((await lift(app.tokens.operator)).status).toBe(403);
    expect((await lift(app.tokens.approver)).json).toMatchObject({
      frozen: false,
      history: [
        {
          pressedBy: "operator-token",
          reason: "incident 7",
          liftedBy: "approver-token",
          liftReason: "mended",
        },
      ],
    });
    expect((await put("/api/v1/inventory", move)).status).toBe(200);
    expect(await homes("contoso")).toEqual(["westus:wus-a ended", "westus:wus-b"]);
  });

  test("needs a reason", async () => {
    expect((await post("/api/v1/freeze", { reason: "  " })).status).toBe(400);
    expect((await post("/api/v1/freeze", {})).status).toBe(400);
  });
});

describe("names", () => {
  test("that changed go on being understood by every sender", async () => {
    expect((await put("/api/v1/stamps/wus-a/rename", { name: "wus-alpha" })).json).toEqual({
      name: "wus-alpha",
    });
    expect((await put("/api/v1/registries/contoso/rename", { name: "contoso2" })).status).toBe(200);
    const again = await put("/api/v1/inventory", FLEET);
    expect(again.json.stamps).toEqual({ created: 0, updated: 0, unchanged: 4, retired: 0 });
    expect(again.json.registries).toMatchObject({ created: 0, unchanged: 2 });
    expect(await homes("contoso")).toEqual(["westus:wus-alpha"]);
    app.clock.nowMs += 2_000;
    const csv = `ts,stamp,pool,node,cpu\n${app.clock.nowMs - 60_000},wus-a,registry,n0,12\n`;
    const sent = await call("/api/v1/samples/cpu", {
      method: "POST",
      token: app.tokens.ingest,
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    expect(sent.json).toMatchObject({ accepted: 1, rejected: 0 });
    const renamed = (await actions()).filter((action: string) => action.endsWith(".renamed"));
    expect(renamed).toEqual(["registry.renamed", "stamp.renamed"]);
  });

  test("are not given twice, also not a name that a thing once had", async () => {
    expect((await put("/api/v1/stamps/wus-a/rename", { name: "wus-b" })).status).toBe(409);
    await put("/api/v1/stamps/wus-a/rename", { name: "wus-x" });
    expect((await put("/api/v1/stamps/wus-b/rename", { name: "wus-a" })).status).toBe(409);
    expect((await put("/api/v1/stamps/wus-x/rename", { name: "wus-a" })).status).toBe(200);
    expect((await put("/api/v1/stamps/nothing/rename", { name: "y" })).status).toBe(404);
  });

  test("of a region and a tenant change where they are named by name", async () => {
    const limit = { key: "limitP95", region: "westus", value: 40 };
    await put("/api/v1/settings", limit);
    const constraints = [{ region: "westus", constraints: { mustNotShareWith: ["litware-inc"] } }];
    await put("/api/v1/inventory", { registries: [{ name: "contoso", replicas: constraints }] });
    expect((await put("/api/v1/regions/westus/rename", { name: "west-us" })).status).toBe(200);
    expect((await put("/api/v1/tenants/litware-inc/rename", { name: "litware-gmbh" })).status).toBe(200);
    const settings = (await call("/api/v1/settings")).json.settings;
    expect(settings.find((one: { key: string }) => one.key === "limitP95").values[0]).toMatchObject({
      region: "west-us",
      value: 40,
    });
    const read = (await call("/api/v1/constraints")).json.replicas;
    expect(read[0]).toMatchObject({
      registry: "contoso",
      constraints: { mustNotShareWith: ["litware-gmbh"] },
    });
  });
});

describe("a merge", () => {
  test("of a stamp takes over what lives there, and its name", async () => {
    expect(
      (await put("/api/v1/stamps/wus-a/merge", { into: "wus-b", reason: "decommissioned" })).json,
    ).toEqual({ name: "wus-b" });
    expect(await homes("contoso")).toEqual(["westus:wus-a ended", "westus:wus-b"]);
    const names = (await call("/api/v1/inventory")).json.regions[1].stamps.map(
      (stamp: { name: string }) => stamp.name,
    );
    expect(names).toEqual(["wus-b", "wus-c"]);
    app.clock.nowMs += 2_000;
    const csv = `ts,stamp,pool,node,cpu\n${app.clock.nowMs - 60_000},wus-a,registry,n0,12\n`;
    const sent = await call("/api/v1/samples/cpu", {
      method: "POST",
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    expect(sent.json).toMatchObject({ accepted: 1, rejected: 0 });
    expect((await put("/api/v1/stamps/wus-b/merge", { into: "eus-a" })).status).toBe(409);
    expect((await put("/api/v1/stamps/wus-b/merge", { into: "wus-b" })).status).toBe(409);
  });

  test("of a registry ends its replicas, and takes over a home where the other has none", async () => {
    expect((await put("/api/v1/registries/litware/merge", { into: "contoso" })).status).toBe(200);
    expect(await homes("contoso")).toEqual(["eastus:eus-a", "westus:wus-a"]);
    const { registries } = (await call("/api/v1/inventory")).json;
    expect(registries.map((registry: { name: string }) => registry.name)).toEqual(["contoso"]);
    expect(await actions()).toContain("registry.merged");
  });
});

describe("retiring", () => {
  test("refuses what is still lived on, ends homes of a registry, and naming it again revives it", async () => {
    expect((await put("/api/v1/stamps/wus-a/retire", {})).status).toBe(409);
    expect((await put("/api/v1/regions/westus/retire", {})).status).toBe(409);
    expect((await put("/api/v1/stamps/wus-c/retire", { reason: "old" })).status).toBe(200);
    expect((await put("/api/v1/registries/contoso/retire", {})).status).toBe(200);
    expect(await homes("contoso")).toEqual(["westus:wus-a ended"]);
    app.clock.nowMs += HOUR;
    expect((await put("/api/v1/inventory", FLEET)).json).toMatchObject({
      stamps: { updated: 1 },
      registries: { updated: 1 },
    });
    expect(await homes("contoso")).toEqual(["westus:wus-a ended", "westus:wus-a"]);
  });
});

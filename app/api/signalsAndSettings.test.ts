import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const stamps = [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }, { name: "wus-b" }];
  const body = { regions: [{ name: "westus", stamps }] };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const FROM = new Date(TEST_START_MS - 600_000).toISOString();
const SIGNAL = {
  stamp: "wus-a",
  pool: "dataproxy",
  kind: "throttling",
  severity: "high",
  from: FROM,
  source: "monitor",
};

describe("signals", () => {
  const report = (signals: unknown[]) =>
    call("/api/v1/signals", { method: "POST", token: app.tokens.ingest, body: { signals } });
  const list = async (query = "") =>
    (await call(`/api/v1/signals${query}`, { token: app.tokens.viewer })).json.signals;

  test("are stored once; sent again they are duplicates; an end is brought up to what was sent", async () => {
    expect((await report([SIGNAL])).json).toEqual({
      accepted: 1,
      duplicate: 0,
      rejected: 0,
      rounded: 0,
      errors: [],
    });
    expect((await report([SIGNAL])).json).toMatchObject({ accepted: 0, duplicate: 1 });
    expect(await list("?open=true")).toMatchObject([
      { region: "westus", stamp: "wus-a", pool: "dataproxy", to: null },
    ]);
    const to = new Date(TEST_START_MS).toISOString();
    expect((await report([{ ...SIGNAL, to }])).json).toMatchObject({ accepted: 1 });
    expect((await report([SIGNAL])).json).toMatchObject({ accepted: 0, duplicate: 1 });
    expect(await list()).toMatchObject([{ to }]);
    expect((await report([{ ...SIGNAL, to: null }])).json).toMatchObject({ accepted: 1 });
    expect(await list("?open=true")).toHaveLength(1);
  });

  test("of the whole stamp are told apart from those of a pool, and are one signal too", async () => {
    const whole = { ...SIGNAL, pool: undefined, kind: "outage" };
    expect((await report([whole, { ...whole, pool: "registry" }])).json).toMatchObject({ accepted: 2 });
    expect((await report([whole])).json).toMatchObject({ accepted: 0, duplicate: 1 });
    expect((await list("?kind=outage")).map((one: { pool: string | null }) => one.pool).toSorted()).toEqual(
      [null, "registry"].toSorted(),
    );
  });

  test("that are bad do not sink good ones, and each says why", async () => {
    const rows = [
      { ...SIGNAL, stamp: "nowhere" },
      { ...SIGNAL, pool: "nothing" },
      { ...SIGNAL, colour: "red" },
      { ...SIGNAL, severity: "awful" },
      { ...SIGNAL, from: "yesterday" },
      { ...SIGNAL, to: new Date(TEST_START_MS - 700_000).toISOString() },
      { ...SIGNAL, from: new Date(TEST_START_MS + 3_600_000).toISOString() },
      7,
      { ...SIGNAL, source: "other" },
      { ...SIGNAL, source: "other", note: "the last row of a key wins" },
    ];
    const { json } = await report(rows);
    expect(json).toMatchObject({ accepted: 1, duplicate: 1, rejected: 8 });
    expect(
      json.errors.map((error: { index: number; code: string }) => `${error.index} ${error.code}`),
    ).toEqual([
      "0 unknown_stamp",
      "1 unknown_pool",
      "2 malformed",
      "3 malformed",
      "4 malformed",
      "5 malformed",
      "6 in_the_future",
      "7 malformed",
    ]);
    expect(json.errors[2].message).toContain("colour");
    expect((await list()).find((one: { source: string }) => one.source === "other").note).toBe(
      "the last row of a key wins",
    );
  });

  test("outside their list are refused by name", async () => {
    const answer = await call("/api/v1/signals", { method: "POST", body: { signals: [], signal: [] } });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ path: "signal" }] } });
  });
});

describe("settings", () => {
  const set = (body: unknown) => call("/api/v1/settings", { method: "PUT", body });
  const valuesOf = (answer: { json: { settings: { key: string; values: object[] }[] } }, key: string) =>
    answer.json.settings.find((one) => one.key === key)?.values;

  test("are set in a scope, taken back, and both are in the audit with before and after", async () => {
    const answer = await set({
      key: "limitP95",
      region: "westus",
      poolKind: "dataproxy",
      value: 40,
      reason: "worked example",
    });
    expect(valuesOf(answer, "limitP95")).toMatchObject([
      { region: "westus", poolKind: "dataproxy", value: 40, updatedBy: "admin-token" },
    ]);
    await set({ key: "limitP95", region: "westus", poolKind: "dataproxy", value: 45 });
    await set({ key: "limitP95", region: "westus", poolKind: "dataproxy", value: 45 });
    const reset = await call("/api/v1/settings?key=limitP95&region=westus&poolKind=dataproxy", {
      method: "DELETE",
    });
    expect(valuesOf(reset, "limitP95")).toEqual([]);
    const audit = (await call("/api/v1/audit?thing=setting")).json.events;
    expect(
      audit.map((event: Record<string, unknown>) => [event["action"], event["before"], event["after"]]),
    ).toEqual([
      ["setting.reset", 45, null],
      ["setting.changed", 40, 45],
      ["setting.changed", null, 40],
    ]);
    expect(audit[2]).toMatchObject({
      thingName: "limitP95 for dataproxy in westus",
      reason: "worked example",
    });
    expect((await call("/api/v1/settings?key=limitP95", { method: "DELETE" })).status).toBe(404);
  });

  test("of a wrong shape, key or scope are refused", async () => {
    expect((await set({ key: "limitP95", value: 101 })).status).toBe(400);
    expect((await set({ key: "limits", value: 1 })).status).toBe(400);
    expect(
      (await set({ key: "thresholds", value: { normal: 50, warm: 40, hot: 65, critical: 80 } })).status,
    ).toBe(400);
    expect(
      (await set({ key: "retention", region: "westus", value: { rawDays: 3, rollupDays: 9 } })).status,
    ).toBe(422);
    expect(
      (
        await set({
          key: "window",
          poolKind: "registry",
          value: { minutes: 720, lookBackHours: 24, minimumCoverage: 0.9 },
        })
      ).status,
    ).toBe(422);
    expect((await set({ key: "limitP95", region: "mars", value: 40 })).status).toBe(422);
    expect((await set({ key: "limitP95", poolKind: "mars", value: 40 })).status).toBe(422);
  });
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { isDistributed } from "#lib/db/testDatabase.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const region = { name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }] }] };
  await call("/api/v1/inventory", { method: "PUT", body: { regions: [region] } });
});
afterAll(() => app.close());

test.runIf(isDistributed())(
  "where Citus distributes the telemetry, whoever is limited is told why they are not let in, and others are",
  async () => {
    const body = { role: "viewer", name: "viewer of the west", region: "westus" };
    const made = await call("/api/v1/tokens", { method: "POST", body });
    expect(made.status).toBe(201);
    for (const path of ["/api/v1/fleet", "/api/v1/inventory", "/metrics/fleet"]) {
      const refused = await call(path, { token: made.json.secret });
      expect([path, refused.status, refused.json.detail]).toEqual([
        path,
        403,
        expect.stringContaining("distributed by Citus"),
      ]);
      expect([path, (await call(path, { token: app.tokens.viewer })).status]).toEqual([path, 200]);
    }
  },
);

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const body = {
    regions: [
      { name: "westus", stamps: [{ name: "wus-a" }, { name: "wus-b" }] },
      { name: "eastus", stamps: [{ name: "eus-a" }] },
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
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

describe("constraints as a table", () => {
  const table = async () => (await call("/api/v1/constraints.csv", { token: app.tokens.viewer })).text;
  const send = (body: string) =>
    call("/api/v1/constraints", { method: "PUT", body, headers: { "content-type": "text/csv" } });

  test("go out, are edited in a spreadsheet, come back, and change nothing when they come back unchanged", async () => {
    expect((await send(await table())).json.replicas).toMatchObject({ updated: 0, unchanged: 3 });
    const edited = (await table()).replace(
      "contoso,westus,false,false,,,,",
      'contoso,westus,true,false,litware-inc|=x,2026-12-20T00:00:00Z,2027-01-05T00:00:00Z,"holidays, all"\r\n' +
        "contoso,westus,true,false,litware-inc|=x,2026-11-20T00:00:00Z,2026-11-30T00:00:00Z,=SUM(1)",
    );
    expect((await send(edited)).json.replicas).toMatchObject({ updated: 1, unchanged: 2 });
    const read = (await call("/api/v1/constraints")).json.replicas[0];
    expect(read.constraints).toMatchObject({ pinned: true, mustNotShareWith: ["=x", "litware-inc"] });
    expect(read.constraints.freezes.map((freeze: { why: string }) => freeze.why)).toEqual([
      "=SUM(1)",
      "holidays, all",
    ]);
    expect(await table()).toContain("'=SUM(1)");
    expect((await send(await table())).json.replicas).toMatchObject({ updated: 0 });
    const bindings = (await call("/api/v1/registries/contoso/bindings")).json.bindings;
    expect(bindings).toMatchObject([{ stamp: "wus-a", unboundAt: null }]);
  });

  test("that are wrong are refused with their line, and nothing is stored", async () => {
    const header = "registry,region,pinned,excluded,must_not_share_with,freeze_from,freeze_to,freeze_why\r\n";
    expect((await send("registry,region\r\n")).status).toBe(400);
    const wrong = await send(`${header}contoso,westus,maybe,false,,,,\r\ncontoso,westus,false,true,,,,\r\n`);
    expect(wrong).toMatchObject({ status: 400, json: { errors: [{ path: "line 2" }, { path: "line 3" }] } });
    expect((await send(`${header}nobody,westus,true,false,,,,\r\n`)).status).toBe(422);
    expect((await send(`${header}contoso,westus,true,false,,2026-12-20,,\r\n`)).status).toBe(400);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { IntakeGate } from "#lib/http/intakeGate.ts";
import { WorkLane } from "#lib/http/workLane.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const body = { regions: [{ name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }] }] }] };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const NO_PLACE = { atOnce: 0, waiting: 0 };
const MOVES = { region: "westus", moves: [{ registry: "contoso", to: "wus-a" }] };

/** What reads or computes much. */
const HEAVY: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ["GET", "/api/v1/fleet"],
  ["GET", "/api/v1/fleet.csv"],
  ["GET", "/api/v1/fleet/heatmap"],
  ["GET", "/api/v1/stamps/wus-a/pools/dataproxy/series"],
  ["GET", "/api/v1/stamps/wus-a/pools/dataproxy/nodes.csv"],
  ["GET", "/api/v1/stamps/wus-a/contribution"],
  ["GET", "/api/v1/tenants/contoso/contribution"],
  ["GET", "/api/v1/registries"],
  ["GET", "/api/v1/registries/contoso/load"],
  ["GET", "/api/v1/constraints.csv"],
  ["PUT", "/api/v1/constraints", ""],
  ["GET", "/api/v1/inventory"],
  ["PUT", "/api/v1/inventory", {}],
  ["GET", "/api/v1/data-health"],
  ["GET", "/api/v1/accuracy"],
  ["GET", "/api/v1/calendar"],
  ["GET", "/api/v1/reports/weekly"],
  ["POST", "/api/v1/audit/verify"],
  ["POST", "/api/v1/settings/preview", { key: "limitP95", value: 50, reason: "to see" }],
  ["POST", "/api/v1/simulations", MOVES],
  ["POST", "/api/v1/simulations/suggestions", { region: "westus", registries: ["contoso"] }],
  ["POST", "/api/v1/plans", MOVES],
  ["PATCH", "/api/v1/plans/1", { revision: 1 }],
  ["GET", "/api/v1/plans/compare?left=1&right=2"],
  ["GET", "/api/v1/plans/1/evidence"],
  ["GET", "/api/v1/plans/1/readings"],
  ["GET", "/api/v1/plans/1/result"],
  ["GET", "/api/v1/plans/1/rightsizing"],
  ["POST", "/api/v1/plans/1/versions", {}],
  ["POST", "/api/v1/proposals", { region: "westus" }],
];

test.each(HEAVY.map(([method, path, body]) => ({ method, path, body })))(
  "$method $path waits for its turn, and where there is none is told when to come again",
  async ({ method, path, body }) => {
    installAppContext({ ...app.app, heavyWork: new WorkLane(NO_PLACE), longWork: new WorkLane(NO_PLACE) });
    try {
      const csv = body === "" ? { headers: { "content-type": "text/csv" }, body: "region,registry\n" } : {};
      const refused = await call(path, { method, body, ...csv });
      expect([refused.status, refused.json.detail]).toEqual([
        503,
        expect.stringContaining("Nothing was done"),
      ]);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      // Whoever changes or lists a few things goes on beside it.
      expect((await call("/api/v1/tokens")).status).toBe(200);
    } finally {
      installAppContext(app.app);
    }
  },
);

describe("samples", () => {
  const sample = { stamp: "wus-a", pool: "dataproxy", node: "n0", cpu: 1 };
  const send = (body: unknown) =>
    call("/api/v1/samples/cpu", { method: "POST", token: app.tokens.ingest, body });
  const limits = { bodiesOfOne: 1, bodies: 1, bytes: 1_000_000, bytesPerSecondOfOne: 1_000_000, holdMs: 0 };

  test("of a sender that has as many bodies in work as it may are answered 503 with Retry-After, those of another are stored", async () => {
    const intakeGate = new IntakeGate(limits);
    const caller = await app.db.prisma.apiToken.findFirstOrThrow({ where: { name: "ingest-token" } });
    const pass = intakeGate.tryEnter(`token:${caller.id}`);
    installAppContext({ ...app.app, intakeGate });
    try {
      const refused = await send({ samples: [{ ...sample, ts: app.clock.nowMs }] });
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
      expect(refused.json.detail).toContain("Nothing was stored");
      const body = { samples: [{ ...sample, ts: app.clock.nowMs }] };
      const other = await call("/api/v1/samples/cpu", { method: "POST", token: app.tokens.admin, body });
      expect([other.status, other.json.accepted]).toEqual([200, 1]);
      if (pass.ok) pass.value.leave();
      expect((await send(body)).json).toMatchObject({ accepted: 0, duplicate: 1 });
    } finally {
      installAppContext(app.app);
    }
  });

  test("of a sender that sent more bytes than it may are answered 503 with the time that they take to earn", async () => {
    const intakeGate = new IntakeGate({ ...limits, bytesPerSecondOfOne: 10 }, () => 0);
    installAppContext({ ...app.app, intakeGate });
    try {
      const body = { samples: [{ ...sample, ts: app.clock.nowMs + 1_000 }] };
      expect((await send(body)).status).toBe(200);
      const refused = await send(body);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1);
    } finally {
      installAppContext(app.app);
    }
  });

  test("of more rows than one body may have are refused whole", async () => {
    const rows = new Uint8Array(2_000_001 * 3).map((_, at) => [0x7b, 0x7d, 0x0a][at % 3] ?? 0);
    const refused = await call("/api/v1/samples/cpu", {
      method: "POST",
      token: app.tokens.ingest,
      body: rows,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect([refused.status, refused.json.detail]).toEqual([413, expect.stringContaining("2000000 rows")]);
  });
});

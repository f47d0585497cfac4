import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Access, authorize, ROLES } from "#lib/auth/index.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import type { AnyRoute } from "#lib/http/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { allRoutes } from "./description.ts";
import { loadRouteFiles, type RouteFile, routesOf } from "./routeFilesForTests.ts";

let app: TestApp;
let files: readonly RouteFile[];
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  const found = await loadRouteFiles();
  // It answers every other address with 404, and has no route.
  files = found.filter((file) => file.path !== "/api/{...address}");
  expect(files.length).toBe(found.length - 1);
  call = apiCaller(files, app);
});
afterAll(async () => {
  await app.close();
});

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** An address that can be called: any name for each variable part. */
function addressOf(route: AnyRoute): string {
  return route.path.replaceAll(/\{id\}/g, "1").replaceAll(/\{\w+\}/g, "nothing");
}

describe("every route file under app", () => {
  test("is made by the factory, where it says it stands, in at most 30 lines", () => {
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const routes = routesOf(file);
      expect(routes.length, file.file).toBeGreaterThan(0);
      for (const route of routes) expect(route.path, file.file).toBe(file.path);
      expect(Object.keys(file.exports).toSorted(), file.file).toEqual(METHODS.toSorted());
      const source = readFileSync(file.file, "utf8");
      expect(source.trimEnd().split("\n").length, file.file).toBeLessThanOrEqual(30);
      expect(source, file.file).toContain("serve(");
    }
  });

  test("is in the API description with each of its methods, and nothing else is", async () => {
    const answer = await call("/api/openapi.json", { token: app.tokens.viewer });
    expect(answer.status).toBe(200);
    const described = Object.entries<object>(answer.json.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const there = files.flatMap((file) => routesOf(file).map((route) => `${route.method} ${route.path}`));
    expect(described.toSorted()).toEqual(there.toSorted());
  });

  test("is described in a document of which every part that is referred to is there", async () => {
    const { json, text } = await call("/api/openapi.json", { token: app.tokens.viewer });
    expect(json.openapi).toBe("3.1.0");
    const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target ?? "");
    expect(references.length).toBeGreaterThan(20);
    for (const reference of new Set(references)) {
      const steps = reference.replace(/^#\//, "").split("/");
      const found = steps.reduce<Record<string, never> | undefined>((part, step) => part?.[step], json);
      expect(found, reference).toBeDefined();
    }
    const ids = allRoutes().map((route) => json.paths[route.path][route.method.toLowerCase()].operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("answers methods it does not have with 405 and what it has", async () => {
    for (const file of files) {
      const has = routesOf(file).map((route) => route.method as string);
      const [first] = routesOf(file);
      for (const method of METHODS.filter((one) => !has.includes(one))) {
        const answer = await call(first ? addressOf(first) : "", { method });
        expect(answer.status, `${method} ${file.path}`).toBe(405);
        expect(answer.headers.get("allow")?.split(", ").toSorted()).toEqual(has.toSorted());
      }
    }
  });
});

describe("who may call", () => {
  test("nothing is open but the probes and the sign-in", () => {
    const open = allRoutes().filter((route) => route.role === "open");
    expect(open.map((route) => `${route.method} ${route.path}`).toSorted()).toEqual([
      "DELETE /api/v1/session",
      "GET /api/v1/session",
      "GET /api/v1/sign-in/callback/oidc",
      "GET /healthz",
      "GET /readyz",
      "POST /api/v1/session",
      "POST /api/v1/sign-in",
      "POST /api/v1/sign-in/new-password",
      "POST /api/v1/sign-in/oidc",
      "POST /api/v1/sign-in/second-factor",
    ]);
  });

  test("without a token, or with one that is none, every other route is 401", async () => {
    for (const route of allRoutes().filter((one) => one.role !== "open")) {
      for (const token of ["", "nonsense", `blst_${"x".repeat(43)}`]) {
        const answer = await call(addressOf(route), { method: route.method, token });
        expect(answer.status, `${route.method} ${route.path}`).toBe(401);
        expect(answer.headers.get("www-authenticate")).toContain("Bearer");
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    }
  });

  test("each role is refused with 403 exactly where it is too small", async () => {
    for (const route of allRoutes()) {
      for (const role of ROLES) {
        // An unknown query field: who may call gets 400 from it and changes nothing, who may not gets no further than 403.
        const answer = await call(`${addressOf(route)}?probe=1`, {
          method: route.method,
          token: app.tokens[role],
        });
        const allowed = authorize(role, route.role);
        expect([answer.status === 403, `${role} ${route.method} ${route.path}`]).toEqual([
          !allowed,
          `${role} ${route.method} ${route.path}`,
        ]);
      }
    }
  });

  test("a sender's token sends and does nothing else; roles rise", () => {
    const may = (role: (typeof ROLES)[number]) =>
      allRoutes()
        .filter((route) => route.role !== "open" && authorize(role, route.role))
        .map((route) => `${route.method} ${route.path}`);
    expect(may("ingest").toSorted()).toEqual([
      "POST /api/v1/otlp/v1/metrics",
      "POST /api/v1/prometheus/write",
      "POST /api/v1/samples/cpu",
      "POST /api/v1/samples/cpu/packed",
      "POST /api/v1/samples/load",
      "POST /api/v1/samples/load/access-log",
      "POST /api/v1/samples/load/packed",
      "POST /api/v1/samples/outcome",
      "POST /api/v1/signals",
    ]);
    const ordered = (["viewer", "operator", "approver", "admin"] as const).map((role) => new Set(may(role)));
    for (const [index, greater] of ordered.entries()) {
      const lesser = ordered[index - 1];
      if (lesser) expect([...lesser].filter((one) => !greater.has(one))).toEqual([]);
    }
    const readers: readonly Access[] = ["viewer"];
    const changing = allRoutes().filter((route) => route.method !== "GET" && readers.includes(route.role));
    // They answer a question and store nothing; or are about whoever asks, and nobody else.
    expect(changing.map((route) => `${route.method} ${route.path}`)).toEqual([
      "POST /api/v1/audit/verify",
      "POST /api/v1/settings/preview",
      // Only the demo's people and admins are let: its own test.
      "POST /api/v1/demo/person",
      "PUT /api/v1/account/password",
      "POST /api/v1/account/second-factor",
      "DELETE /api/v1/account/second-factor",
      "POST /api/v1/account/second-factor/confirm",
      "POST /api/v1/account/second-factor/backup-codes",
      "DELETE /api/v1/account/sessions",
      "DELETE /api/v1/account/sessions/{id}",
      "POST /api/v1/simulations",
      "POST /api/v1/sources/preview",
      "POST /api/v1/simulations/suggestions",
    ]);
  });
});

test("the browsable description makes no external request", async () => {
  const page = await call("/api/docs", { token: app.tokens.viewer });
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toContain("text/html");
  for (const route of allRoutes()) expect(page.text).toContain(route.path);
  const references = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target ?? "");
  expect(references.length).toBeGreaterThan(0);
  for (const target of references) expect(target).toMatch(/^(\/|#)/);
  expect(page.text).not.toMatch(/<script|@import|url\(/);
});

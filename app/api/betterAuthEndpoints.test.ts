import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGN_IN_PATH } from "#lib/auth/index.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(async () => {
  await app.close();
});

/** What of better-auth's own addresses is an address of ours: the one that the provider sends browsers back to. */
const SERVED = ["/callback/oidc"];

test("nothing that better-auth could serve by itself answers, but what a route of ours does", async () => {
  const { api } = await app.app.people.plain();
  const endpoints = Object.values(api).flatMap((endpoint) =>
    "path" in endpoint && typeof endpoint.path === "string" ? [endpoint] : [],
  );
  // With sign-up, password reset by mail, account linking and all else that it brings.
  expect(endpoints.length).toBeGreaterThan(30);
  expect(endpoints.map(({ path }) => path)).toContain("/sign-up/email");
  const files = await loadRouteFiles();
  const call = apiCaller(files, app);
  const answered: string[] = [];
  for (const base of [SIGN_IN_PATH, "/api/auth", "/api/v1/auth", "/api/v1"]) {
    for (const { path } of endpoints) {
      const address = `${base}${path.replace(/:id/, "oidc").replaceAll(/:\w+/g, "x")}`;
      for (const method of ["GET", "POST"]) {
        const { status } = await call(address, { method, ...(method === "POST" ? { body: {} } : {}) });
        if (status !== 404 && status !== 405) answered.push(`${method} ${address} ${status}`);
      }
    }
  }
  // There is no provider here; with one the route is that of lib/http/people/oidc.ts.
  expect(SERVED.map((path) => files.some((file) => file.path === SIGN_IN_PATH + path))).toEqual([true]);
  expect(answered).toEqual([]);
});

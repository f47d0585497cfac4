import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import type { AnyRoute } from "#lib/http/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { allRoutes } from "./description.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";
import { findUnbounded } from "./unboundedForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "dataproxy" }];
  const stamps = [{ name: "wus-a", pools }];
  const registries = [
    { name: "contoso", tenant: "contoso", replicas: [{ region: "westus", homeStamp: "wus-a" }] },
  ];
  const body = { regions: [{ name: "westus", stamps }], registries };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const nameOf = (route: AnyRoute) => `${route.method} ${route.path}`;

function addressOf(route: AnyRoute): string {
  const names = { id: "1", stamp: "wus-a", pool: "dataproxy", registry: "contoso", tenant: "contoso" };
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name in names ? names[name as "id"] : "1",
  );
}

test("the walk finds what has no end, and nothing else", () => {
  const schema = z.strictObject({
    endless: z.string(),
    pattern: z.string().regex(/^a+$/),
    list: z.array(z.string().max(2)),
    number: z.number().min(0),
    whole: z.number().int(),
    record: z.record(z.string().max(3), z.boolean()),
    any: z.unknown(),
    nested: z.array(z.strictObject({ endless: z.string().nullish() })).max(2),
    fine: z.union([z.string().max(1), z.literal("a"), z.string().regex(/^\d{1,9}(@\d{1,3})?$/)]),
    also: z.array(z.number().int().min(0).max(9)).max(3).optional(),
  });
  expect(findUnbounded(schema, "body")).toEqual([
    "body.endless: string",
    "body.pattern: string",
    "body.list: array",
    "body.number: number",
    "body.whole: number",
    "body.record: any keys",
    "body.any: anything",
    "body.nested[].endless: string",
  ]);
});

describe("of every route", () => {
  test("every string, list and number of an address, a query and a body has a greatest", () => {
    const parts = allRoutes().flatMap((route) =>
      Object.entries({ address: route.params, query: route.query, ...route.bodies }).flatMap(
        ([part, schema]) =>
          schema === undefined || typeof schema === "string"
            ? []
            : findUnbounded(schema, `${nameOf(route)} ${part}`),
      ),
    );
    // A provider sends more than it is asked for; an address ends with the headers that it stands in.
    expect(parts).toEqual(["GET /api/v1/sign-in/callback/oidc query: any keys"]);
  });

  test("a body that says it is larger than any may be is refused before it is read", async () => {
    const taking = allRoutes().filter((route) => Object.keys(route.bodies).length > 0);
    expect(taking.length).toBeGreaterThan(40);
    for (const route of taking) {
      const [type = ""] = Object.keys(route.bodies);
      const answer = await call(addressOf(route), {
        method: route.method,
        body: "{}",
        headers: { "content-type": type, "content-length": String(105 * 1_048_576) },
      });
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 413]);
    }
  });

  test("one that takes no body is sent none", async () => {
    const query = "?key=limitP95";
    const bodiless = allRoutes().filter(
      (one) => one.method !== "GET" && Object.keys(one.bodies).length === 0,
    );
    expect(bodiless.length).toBeGreaterThan(0);
    for (const route of bodiless) {
      const address = addressOf(route) + (route.query === undefined ? "" : query);
      const answer = await call(address, { method: route.method, body: "x".repeat(2 * 1_048_576) });
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 413]);
    }
  });
});

/** Lists that are answered whole, and what keeps them small. */
const WHOLE: Readonly<Record<string, string>> = {
  "GET /api/v1/account": "the sessions and factors of one person",
  "GET /api/v1/accuracy": "moves that were made, kept as long as rollups",
  "GET /api/v1/alert-rules": "rules that people made",
  "GET /api/v1/calendar": "plans that run, freezes, deployments",
  "GET /api/v1/channels": "channels that people made",
  "GET /api/v1/control/requests": "the newest hundred",
  "GET /api/v1/data-health": "the pools of the inventory",
  "GET /api/v1/fleet": "the pools of the inventory",
  "GET /api/v1/fleet/heatmap": "three million cells",
  "GET /api/v1/freeze": "the freezes that are",
  "GET /api/v1/imports": "the newest, a hundred at the most",
  "GET /api/v1/imports/{id}/problems": "a hundred thousand are kept of a file",
  "GET /api/v1/inventory": "what PUT takes at once",
  "GET /api/v1/people": "those who may sign in",
  "GET /api/v1/plans/compare": "two plans, of two thousand moves each",
  "GET /api/v1/plans/{id}": "a plan, of two thousand moves",
  "GET /api/v1/plans/{id}/evidence": "a plan and its events",
  "GET /api/v1/plans/{id}/readings": "the gates of a plan",
  "GET /api/v1/plans/{id}/result": "the pools that a plan touched",
  "GET /api/v1/plans/{id}/rightsizing": "the pools that a plan touched",
  "GET /api/v1/proposals/{id}": "a proposal",
  "GET /api/v1/pull-sources": "sources that people made",
  "GET /api/v1/registries/{registry}/load": "two hundred thousand minutes",
  "GET /api/v1/reports/weekly": "a week, the tables cut with their count",
  "GET /api/v1/search": "a hundred at the most",
  "GET /api/v1/settings": "the settings there are",
  "GET /api/v1/stamps/{stamp}/contribution": "the registries of a stamp",
  "GET /api/v1/stamps/{stamp}/pools/{pool}/nodes": "a million values",
  "GET /api/v1/stamps/{stamp}/pools/{pool}/series": "31 days of minutes",
  "GET /api/v1/tenants/{tenant}/contribution": "the registries of a tenant",
};

test("every list has pages of a greatest size, or stands here with what keeps it small", () => {
  const listing = allRoutes().filter((route) => {
    if (route.method !== "GET" || route.response === undefined || route.answerType !== undefined)
      return false;
    const json = z.toJSONSchema(route.response, { unrepresentable: "any" });
    return Object.values(json.properties ?? {}).some(
      (field) => typeof field === "object" && field.type === "array",
    );
  });
  const paged = (route: AnyRoute) =>
    route.query instanceof z.ZodObject && "limit" in route.query.shape && "cursor" in route.query.shape;
  const whole = listing.filter((route) => !paged(route)).map(nameOf);
  expect(whole.toSorted()).toEqual(Object.keys(WHOLE).toSorted());
  // What a limit may be at most, the first test asks.
  expect(listing.filter(paged).length).toBeGreaterThan(5);
});

/** They name a time as well, and give a page of what is of it however long it is. */
const ANY_TIME = ["GET /api/v1/audit", "GET /api/v1/signals", "GET /api/v1/accuracy"];

describe("a window of all time", () => {
  const inQuery = () =>
    allRoutes().filter((route) => route.query instanceof z.ZodObject && "from" in route.query.shape);
  const inBody = () =>
    allRoutes().filter((route) => {
      const body = route.bodies["application/json"];
      return (
        typeof body === "object" &&
        "window" in
          ((z.toJSONSchema(body, { io: "input", unrepresentable: "any" }).properties ?? {}) as object)
      );
    });

  test("is refused with the longest that may be asked for, wherever a query names one", async () => {
    const asked = inQuery().filter((route) => !ANY_TIME.includes(nameOf(route)));
    expect(asked.length).toBeGreaterThan(6);
    for (const route of asked) {
      const answer = await call(`${addressOf(route)}?from=1970-01-01T00:00:00Z&to=9999-01-01T00:00:00Z`);
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 400]);
      expect(answer.json.detail, nameOf(route)).toMatch(/at most \d+ days/);
    }
  });

  test("of the last so many days too", async () => {
    const asked = inQuery().filter(({ query }) => query instanceof z.ZodObject && "window" in query.shape);
    for (const route of asked) {
      const answer = await call(`${addressOf(route)}?window=900000d`);
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 400]);
      expect(answer.json.detail, nameOf(route)).toMatch(/at most \d+ days/);
    }
  });

  test("in a body too", async () => {
    const window = { from: "1970-01-01T00:00:00Z", to: "9999-01-01T00:00:00Z" };
    const bodies: Readonly<Record<string, object>> = {
      "POST /api/v1/plans": { region: "westus", window, moves: [{ registry: "contoso", to: "wus-a" }] },
      "PATCH /api/v1/plans/{id}": { revision: 1, window },
      "POST /api/v1/plans/{id}/versions": { window },
      "POST /api/v1/proposals": { region: "westus", window },
      "POST /api/v1/simulations": { region: "westus", window },
      "POST /api/v1/simulations/suggestions": { region: "westus", window, registries: ["contoso"] },
    };
    expect(inBody().map(nameOf).toSorted()).toEqual(Object.keys(bodies).toSorted());
    for (const route of inBody().filter(({ path }) => !path.includes("{id}"))) {
      const answer = await call(addressOf(route), { method: route.method, body: bodies[nameOf(route)] });
      expect([nameOf(route), answer.status, answer.json.detail]).toEqual([
        nameOf(route),
        400,
        expect.stringMatching(/at most \d+ days/),
      ]);
    }
  });

  test("a heat map of more cells than an answer holds is refused by the cells it may have", async () => {
    const answer = await call("/api/v1/fleet/heatmap?window=400d&step=1m");
    expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
  });
});

test("a page that is not the last names the next one in a header, also as CSV", async () => {
  for (const path of ["/api/v1/tokens", "/api/v1/registries.csv"]) {
    const first = await call(`${path}?limit=1`);
    expect(first.status).toBe(200);
    const next = /^<(\/[^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1];
    if (path.endsWith("tokens")) expect(next).toMatch(/^\/api\/v1\/tokens\?limit=1&cursor=/);
    else expect(next).toBeUndefined();
  }
});

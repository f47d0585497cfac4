import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { describeAllRoutes } from "#app/api/description.ts";
import { dispatch, loadRouteFiles } from "#app/api/routeFilesForTests.ts";
import { createTestApp, type TestApp } from "../http/appForTests.ts";
import { type ApiClient, type ApiDocument, createApiClient, writeClientTypes } from "./index.ts";

let app: TestApp;
let client: ApiClient;
let strangers: ApiClient;
beforeAll(async () => {
  app = await createTestApp();
  const files = await loadRouteFiles();
  const access = { url: "http://ballast.test", fetch: (request: Request) => dispatch(files, request) };
  client = createApiClient({ ...access, token: app.tokens.admin });
  strangers = createApiClient({ ...access, token: "nobody's" });
});
afterAll(() => app.close());

test("the types are those of the API as it describes itself now: `npm run client` makes them anew", () => {
  const made = readFileSync(join(import.meta.dirname, "api.ts"), "utf8");
  expect(writeClientTypes(describeAllRoutes() as unknown as ApiDocument) === made).toBe(true);
});

describe("a client", () => {
  test("sends bodies, queries and parts of addresses, and answers data of the type that the route answers", async () => {
    const stored = await client.PUT("/api/v1/inventory", {
      body: { regions: [{ name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }] }] }] },
    });
    expectTypeOf(stored.data?.stamps.created).toEqualTypeOf<number | undefined>();
    expect(stored.data?.stamps).toEqual({ created: 1, updated: 0, unchanged: 0, retired: 0 });
    const { data } = await client.GET("/api/v1/fleet", { params: { query: { region: "westus" } } });
    expect(data?.pools.map(({ stamp, state }) => [stamp, state])).toEqual([["wus-a", "unknown"]]);
    expectTypeOf(data?.pools[0]?.hotNodeP95).toEqualTypeOf<number | null | undefined>();
    const renamed = await client.PUT("/api/v1/stamps/{stamp}/rename", {
      params: { path: { stamp: "wus-a" } },
      body: { name: "wus a-b" },
    });
    expect(renamed.response.status).toBe(200);
    const series = await client.GET("/api/v1/stamps/{stamp}/pools/{pool}/series", {
      params: { path: { stamp: "wus a-b", pool: "dataproxy" }, query: { window: "1h" } },
    });
    expect(series.data?.minutes).toHaveLength(60);
  });

  test("gets a table as text where it asks for one", async () => {
    const { data } = await client.GET("/api/v1/fleet", {
      parseAs: "text",
      headers: { accept: "text/csv" },
    });
    expectTypeOf(data).toEqualTypeOf<string | undefined>();
    expect(data).toMatch(/^region,stamp,pool,kind,state,hot_node_p95,/);
  });

  test("answers a refusal with its problem, and no data", async () => {
    const { data, error, response } = await strangers.GET("/api/v1/fleet");
    expect([data, response.status]).toEqual([undefined, 401]);
    expectTypeOf(error?.detail).toEqualTypeOf<string | undefined>();
    expect(error).toMatchObject({ title: "Not signed in", status: 401, errors: [] });
    const unknown = await client.GET("/api/v1/plans/{id}", { params: { path: { id: "7" } } });
    expect(unknown.error?.detail).toContain("7");
  });

  test("is refused by the compiler what the API would refuse", () => {
    // Never run: what is held here is that each line is an error to the compiler, which the check of types looks at.
    const calls = () => [
      // @ts-expect-error an address that is none
      client.GET("/api/v1/fleets"),
      // @ts-expect-error a method that the address does not have
      client.DELETE("/api/v1/fleet"),
      // @ts-expect-error a state that is none
      client.GET("/api/v1/fleet", { params: { query: { state: "lukewarm" } } }),
      // @ts-expect-error without the part of the address
      client.GET("/api/v1/plans/{id}"),
      // @ts-expect-error without a body
      client.POST("/api/v1/freeze"),
      // @ts-expect-error a number for a name
      client.POST("/api/v1/tokens", { body: { name: 5, role: "viewer" } }),
      // @ts-expect-error the value of another setting
      client.PUT("/api/v1/settings", { body: { key: "limitP95", value: { rawDays: 3 } } }),
    ];
    expect(calls).toBeTypeOf("function");
  });
});

const document = (content: object, shared: object = {}): ApiDocument =>
  ({
    paths: {
      "/things": {
        get: {
          operationId: "getThings",
          summary: "Things",
          parameters: [],
          responses: { 200: { content }, 404: { $ref: "#/components/responses/NotFound" } },
        },
      },
    },
    components: { schemas: shared, responses: { NotFound: {} } },
  }) as unknown as ApiDocument;

const json = (schema: object) => ({ "application/json": { schema } });

describe("types of a document", () => {
  test("a schema that is used twice stands once, under the name of its field", () => {
    const fields = { a: { type: "string" }, b: { type: "integer" }, c: { enum: ["x", "y"] } };
    const parts = { type: "array", items: { type: "object", properties: fields, required: ["a"] } };
    const other = { type: "object", properties: { stamps: parts, last: parts.items }, required: ["stamps"] };
    const text = writeClientTypes(document(json(other)));
    expect(text).toContain("export type GetThingsAnswer = {\n  stamps: Stamp[];\n  last?: Stamp;\n};\n");
    expect(text).toContain('export type Stamp = {\n  a: string;\n  b?: number;\n  c?: "x" | "y";\n};\n');
  });

  test("null, alternatives, records, tuples, constants and what is not known keep their meaning", () => {
    const properties = {
      maybe: { anyOf: [{ type: "number" }, { type: "null" }] },
      many: { type: "array", items: { anyOf: [{ type: "string" }, { type: "boolean" }] } },
      byName: { type: "object", additionalProperties: { type: "number" } },
      pair: { type: "array", prefixItems: [{ type: "number" }, { type: "string" }] },
      kind: { const: "x-y" },
      other: {},
      "odd-name": { type: ["string", "null"] },
      nothing: { type: "object", additionalProperties: false },
    };
    const text = writeClientTypes(document(json({ type: "object", properties, required: ["maybe"] })));
    for (const line of [
      "maybe: number | null;",
      "many?: (string | boolean)[];",
      "byName?: {\n    [name: string]: number;\n  };",
      "pair?: [number, string];",
      'kind?: "x-y";',
      "other?: unknown;",
      '"odd-name"?: string | null;',
      "nothing?: Record<string, never>;",
    ])
      expect(text).toContain(`\n  ${line}\n`);
  });

  test("a description cannot end the comment it stands in", () => {
    const text = writeClientTypes(
      document(json({ type: "object", properties: { a: { type: "string", description: "*/ evil */" } } })),
    );
    expect(text).toContain("/** * evil * */\n  a?: string;");
  });
});

import { z } from "zod";
import { problemSchema } from "./problem.ts";
import type { AnyRoute } from "./routeDefinition.ts";

/** Plain JSON of the OpenAPI 3.1 document. */
export type OpenApiDocument = { readonly [key: string]: unknown };

type SchemaJson = Record<string, unknown>;

/**
 * zod's own JSON Schema (2020-12, the dialect of OpenAPI 3.1), without the marker that only stands at the top, and
 * without `readOnly`: here it is said of our own types, there it would say that a client must not send the field.
 */
function schemaOf(schema: z.ZodType, io: "input" | "output"): SchemaJson {
  const { $schema, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return json;
}

/**
 * The description of the API, made from the very schemas that requests are parsed with, so that it cannot differ from
 * what is done. Addresses in the order of the alphabet.
 */
export function describeApi(
  routes: readonly AnyRoute[],
  named: Readonly<Record<string, z.ZodType>>,
): OpenApiDocument {
  const paths = Map.groupBy(routes, (route) => route.path);
  return {
    openapi: "3.1.0",
    info: {
      title: "Ballast",
      version: "1",
      description:
        "Finds hot deployment stamps and the tenants that heat them. Times are RFC 3339 UTC or epoch milliseconds; CPU " +
        "is percent of the whole node; shares and coverage are 0 to 1. Unknown fields are refused by name.",
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }, { session: [] }],
    paths: Object.fromEntries(
      [...paths]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, ofPath]) => [
          path,
          Object.fromEntries(ofPath.map((route) => [route.method.toLowerCase(), describeRoute(route)])),
        ]),
    ),
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "a token made under Settings or by `npm run token`",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "ballast_session",
          description: "a browser's sign-in",
        },
      },
      schemas: {
        Problem: schemaOf(problemSchema, "output"),
        ...Object.fromEntries(
          Object.entries(named).map(([name, schema]) => [name, schemaOf(schema, "input")]),
        ),
      },
      responses: Object.fromEntries(
        PROBLEMS.map(({ name, description }) => [name, problemResponse(description)]),
      ),
    },
  };
}

const PROBLEMS = [
  { name: "BadRequest", status: 400, description: "The request cannot be read; never retry" },
  { name: "Unauthorized", status: 401, description: "No token or session, or one that is no longer good" },
  { name: "Forbidden", status: 403, description: "The role is too small" },
  { name: "NotFound", status: 404, description: "There is no such thing" },
  { name: "NotInThatForm", status: 406, description: "The answer has no form that Accept takes" },
  { name: "Conflict", status: 409, description: "The state moved on; read again" },
  { name: "TooLarge", status: 413, description: "The body is too large" },
  { name: "UnknownForm", status: 415, description: "A content type or encoding that is not read" },
  { name: "Impossible", status: 422, description: "Readable, but not possible; never retry" },
  { name: "TooOften", status: 429, description: "Too many requests; retry after the time in Retry-After" },
  {
    name: "Unavailable",
    status: 503,
    description: "Nothing was stored; retry after the time in Retry-After",
  },
] as const;

/** `others`: forms of an error that a protocol has besides. */
function problemResponse(description: string, others: readonly string[] = []): SchemaJson {
  return {
    description,
    content: {
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
      ...Object.fromEntries(others.map((type) => [type, { schema: {} }])),
    },
  };
}

function describeRoute(route: AnyRoute): SchemaJson {
  const problems = PROBLEMS.filter(({ status }) => canAnswer(route, status));
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: [route.description, `Role: ${route.role.replaceAll("_", " ")}.`].filter(Boolean).join(" "),
    tags: [route.path.split("/")[3] ?? "app"],
    ...(route.role === "open" ? { security: [] } : {}),
    parameters: parametersOf(route),
    ...requestBodyOf(route),
    responses: {
      [route.status]: successOf(route),
      ...(route.isTagged ? { 304: { description: "What If-None-Match names is still what there is" } } : {}),
      ...Object.fromEntries(
        problems.map(({ name, status, description }) => [
          status,
          route.errorTypes === undefined
            ? { $ref: `#/components/responses/${name}` }
            : problemResponse(description, route.errorTypes),
        ]),
      ),
    },
  };
}

type ProblemStatus = (typeof PROBLEMS)[number]["status"];

/** Which problems a route can answer, as far as what it takes tells. */
function canAnswer(route: AnyRoute, status: ProblemStatus): boolean {
  const takesBody = Object.keys(route.bodies).length > 0;
  const isSignIn = route.role === "open" && route.method !== "GET";
  switch (status) {
    case 401:
      return route.role !== "open";
    case 403:
      return route.role !== "open" || isSignIn;
    case 404:
      return route.role !== "open" || route.query !== undefined || takesBody;
    case 406:
      return route.role !== "ingest";
    case 409:
      return route.method !== "GET" || route.params !== undefined;
    case 413:
    case 415:
      // Where none is taken one may be sent all the same, and is read so far as to say so.
      return route.method !== "GET";
    case 429:
      return route.role !== "ingest" && (route.role !== "open" || isSignIn);
    default:
      return true;
  }
}

/** `get /api/v1/stamps/{stamp}` → `getStampsByStamp` */
function operationId(route: AnyRoute): string {
  const words = route.path
    .replace(/^\/api\/v1/, "")
    .split(/[^A-Za-z0-9{]+/)
    .filter(Boolean)
    .map((part) => (part.startsWith("{") ? `By${upperFirst(part.slice(1))}` : upperFirst(part)));
  return route.method.toLowerCase() + words.join("");
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function parametersOf(route: AnyRoute): readonly SchemaJson[] {
  const idempotencyKey: SchemaJson = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "the same key gets the same answer for 24 hours, and nothing is done twice",
    schema: { type: "string", maxLength: 255 },
  };
  const ifNoneMatch: SchemaJson = {
    name: "If-None-Match",
    in: "header",
    required: false,
    description: "the ETag of an earlier answer: 304 without a body while it would be the same",
    schema: { type: "string" },
  };
  return [
    ...fieldsOf(route.params, "path"),
    ...fieldsOf(route.query, "query"),
    ...(route.idempotent ? [idempotencyKey] : []),
    ...(route.isTagged ? [ifNoneMatch] : []),
  ];
}

function fieldsOf(schema: z.ZodType | undefined, place: "path" | "query"): readonly SchemaJson[] {
  if (!schema) return [];
  const json = schemaOf(schema, "input");
  const required = Array.isArray(json["required"]) ? json["required"] : [];
  return Object.entries((json["properties"] ?? {}) as Record<string, SchemaJson>).map(([name, field]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(typeof field["description"] === "string" ? { description: field["description"] } : {}),
    schema: field,
  }));
}

function requestBodyOf(route: AnyRoute): SchemaJson {
  const forms = Object.entries(route.bodies);
  if (forms.length === 0) return {};
  const content = forms.map(([type, body]) => [
    type,
    { schema: typeof body === "string" ? { type: "string", description: body } : schemaOf(body, "input") },
  ]);
  return { requestBody: { required: true, content: Object.fromEntries(content) } };
}

function successOf(route: AnyRoute): SchemaJson {
  if (route.status === 303) return { description: "Go on to the address in Location" };
  if (!route.response) return { description: "Done" };
  if (route.answerType)
    return {
      description: "Success",
      content: Object.fromEntries(
        [route.answerType]
          .flat()
          .map((type) => [type, { schema: type.endsWith("json") ? {} : { type: "string" } }]),
      ),
    };
  return {
    description: "Success",
    content: {
      "application/json": { schema: schemaOf(route.response, "output") },
      ...(route.tabular ? { "text/csv": { schema: { type: "string" } } } : {}),
      // A protocol that has forms of its own has them for both.
      ...Object.fromEntries(
        (route.errorTypes ?? [])
          .filter((type) => type !== "application/json")
          .map((type) => [type, { schema: {} }]),
      ),
    },
  };
}

import { z } from "zod";
import { err, ok, type Result } from "../core/index.ts";
import { type AnswerForm, negotiateForm } from "./negotiate.ts";
import { type BodyForm, decodeBody, parsePart, readBytes, readQuery } from "./parseRequest.ts";
import type { Problem } from "./problem.ts";
import type { RouteContext, RouteDefinition } from "./routeDefinition.ts";

const DEFAULT_BODY_BYTES = 1_048_576;
const NO_QUERY = z.strictObject({});
const EMPTY = new Uint8Array();

/** What was sent, parsed. */
export interface Sent<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly bytes: Uint8Array;
  readonly form: AnswerForm;
}

/** Parses everything that was sent. 400, 406, 413 or 415 with what is wrong. */
export async function readSent<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  definition: Omit<RouteDefinition<P, Q, B, A>, "prepare" | "handler">,
  request: Request,
  context: RouteContext,
): Promise<Result<Sent<z.output<P>, z.output<Q>, z.output<B>>, Problem>> {
  const url = new URL(request.url);
  const form = negotiateForm(url.pathname, request.headers.get("accept"));
  if (definition.response && !definition.answerType && (form === null || (form === "csv" && !definition.csv)))
    return err(notInThatForm(definition));
  const params = definition.params
    ? parsePart(definition.params, await context.params, "address")
    : ok(undefined);
  if (!params.ok) return params;
  const search = readQuery(url.searchParams);
  if (!search.ok) return search;
  const query = parsePart(definition.query ?? NO_QUERY, search.value, "query");
  if (!query.ok) return query;
  const bytes = await readBody(definition, request);
  if (!bytes.ok) return bytes;
  const body = parseBody(definition, bytes.value, request);
  if (!body.ok) return body;
  // Each part was parsed by the schema that gives it its type; a part without a schema is undefined, as its type says.
  const parsed = {
    params: params.value,
    query: definition.query ? query.value : undefined,
    body: body.value,
  };
  return ok({
    ...(parsed as Sent<z.output<P>, z.output<Q>, z.output<B>>),
    bytes: bytes.value,
    form: form ?? "json",
  });
}

function notInThatForm(definition: { readonly csv?: unknown }): Problem {
  const forms = definition.csv ? "application/json or text/csv" : "application/json";
  return { status: 406, detail: `This answer comes as ${forms}: ask for one of these in Accept.` };
}

async function readBody(
  definition: { readonly method: string; readonly bodyLimitBytes?: number },
  request: Request,
): Promise<Result<Uint8Array, Problem>> {
  if (definition.method === "GET" || request.body === null) return ok(EMPTY);
  return await readBytes(request, definition.bodyLimitBytes ?? DEFAULT_BODY_BYTES);
}

function parseBody(
  definition: { readonly body?: z.ZodType; readonly bodyForm?: BodyForm; readonly mayBeEmpty?: boolean },
  bytes: Uint8Array,
  request: Request,
): Result<unknown, Problem> {
  if (!definition.body) {
    if (bytes.length === 0) return ok(undefined);
    return err({ status: 400, detail: "This address takes no body: leave it out." });
  }
  if (definition.mayBeEmpty === true && bytes.length === 0) return parsePart(definition.body, {}, "body");
  const decoded = decodeBody(bytes, request.headers.get("content-type"), definition.bodyForm ?? "json");
  return decoded.ok ? parsePart(definition.body, decoded.value, "body") : decoded;
}

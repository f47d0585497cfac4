import { z } from "zod";
import type { Author } from "../audit/index.ts";
import type { Caller } from "../auth/index.ts";
import { err, ok, type Result } from "../core/index.ts";
import { FLEET_SCOPE, resolveSetting } from "../fleet/index.ts";
import { type IntakeReport, OverloadError, pumpBody, TooManyNodesError } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";
import { type Arrival, authorOf, handleRequest, identify } from "./handleRequest.ts";
import { IntakeFullError, type IntakePass } from "./intakeGate.ts";
import { parsePart, problemOfBody, readQuery } from "./parseRequest.ts";
import { afterPeople } from "./peopleFirst.ts";
import { type Problem, problemOfFailure, unavailable } from "./problem.ts";
import type { AnyRoute, RouteFunction } from "./routeDefinition.ts";

/** A body that is being taken in: bytes are written, rows carried off between chunks, all stored at the end. */
export interface TelemetryBody {
  write(chunk: Uint8Array): void;
  settle(): Promise<void>;
  /** The body is complete: stores it. Durable when it returns. Throws BodyError when the body broke off. */
  finish(): Promise<IntakeReport>;
}

type Query = Readonly<Record<string, string>>;

export interface TelemetryOptions {
  /** Who sends, for what is made on first sight. */
  readonly author: Author;
  readonly caller: Caller;
  readonly query: Query;
  /** For bytes that a body holds beyond those that were sent. Throws where too many are held already. */
  readonly hold: (bytes: number) => void;
  /** As sent: for a body that undoes its own encoding. */
  readonly contentEncoding: string | null;
  /** For Data health: the name of the sender's token, and the address. */
  readonly source: string;
  readonly endpoint: string;
  /** The longest retention there is; older rows are refused. */
  readonly retentionDays: number;
  /** What the sender is limited to; see Caller. */
  readonly regions: readonly number[] | null;
  /** By performance.now(): what is set, and names, are those of then, or newer. */
  readonly arrivedAtMs: number;
}

export interface TelemetryDefinition {
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** What may stand behind the address: texts, all of them optional. Without one nothing may. */
  readonly query?: z.ZodType<Query>;
  /** By content type, for the API description. */
  readonly bodies: AnyRoute["bodies"];
  /** The body undoes the encoding that it came in: it is handed the bytes as they were sent. */
  readonly undoesEncoding?: boolean;
  /** Throws BodyError 415 for a content type that it does not read. */
  open(app: AppContext, contentType: string | null, options: TelemetryOptions): Promise<TelemetryBody>;
  /** Where a protocol says how it is answered. */
  readonly protocol?: TelemetryProtocol;
}

/** How a protocol of others wants to be answered. */
export interface TelemetryProtocol {
  readonly response?: z.ZodType;
  readonly status: number;
  /** What was stored, and what was refused. */
  answer(report: IntakeReport, body: TelemetryBody, request: Request): Result<Response, Problem>;
  /** Content types of what `renderError` makes. */
  readonly errorTypes?: readonly string[];
  /** An error in the form that the request came in; null where that is none of the protocol's. */
  renderError?(response: Response, request: Request): Promise<Response | null>;
}

export const intakeReportSchema = z.strictObject({
  accepted: z.number().int(),
  duplicate: z.number().int().describe("known already when this was answered"),
  rejected: z.number().int(),
  rounded: z.number().int().describe("between 100 and 100.5 percent, stored as 100"),
  errors: z
    .array(z.strictObject({ index: z.number().int(), code: z.string(), message: z.string() }))
    .readonly()
    .describe("at most the first hundred"),
});

/**
 * Makes a route for a stream of samples: POST, sender's role, any body of up to 100 MiB decoded, stored before it is
 * answered. 400 for a broken body, 413 and 415, 503 with Retry-After when the database is away or cannot keep up: then
 * nothing was stored. The same body again changes nothing, so no Idempotency-Key is needed.
 */
export function defineTelemetryRoute(definition: TelemetryDefinition): RouteFunction {
  const { path, summary, bodies } = definition;
  const route: AnyRoute = {
    method: "POST",
    path,
    role: "ingest",
    summary,
    ...(definition.description === undefined ? {} : { description: definition.description }),
    ...(definition.query === undefined ? {} : { query: definition.query }),
    ...responseOf(definition),
    ...(definition.protocol?.errorTypes === undefined ? {} : { errorTypes: definition.protocol.errorTypes }),
    tabular: false,
    bodies,
    idempotent: false,
  };
  const answer = (request: Request) =>
    handleRequest(route, request, async (arrival) => {
      const caller = await identify(route, arrival);
      if (!caller.ok) return caller;
      const query = readSentQuery(definition, request);
      if (!query.ok) return query;
      if (caller.value === null) throw new Error("a sender is known by its token");
      const taken = await takeTurn(definition, arrival, { caller: caller.value, query: query.value });
      if (!taken.ok) return taken;
      const { report, body } = taken.value;
      return definition.protocol?.answer(report, body, request) ?? ok(Response.json(report));
    });
  const run = async (request: Request) => {
    const response = await answer(request);
    if (response.ok) return response;
    return (await definition.protocol?.renderError?.(response, request)) ?? response;
  };
  return Object.assign(run, { route });
}

function responseOf({ protocol }: TelemetryDefinition): Pick<AnyRoute, "response" | "status"> {
  if (protocol === undefined) return { response: intakeReportSchema, status: 200 };
  const { response, status } = protocol;
  return response === undefined ? { status } : { response, status };
}

function readSentQuery({ query }: TelemetryDefinition, request: Request): Result<Query, Problem> {
  const { search, searchParams } = new URL(request.url);
  if (query === undefined && search !== "") {
    return err({ status: 400, detail: "This address takes no query: leave it out." });
  }
  const sent = readQuery(searchParams);
  return sent.ok && query !== undefined ? parsePart(query, sent.value, "query") : sent;
}

interface TakenIn {
  readonly report: IntakeReport;
  readonly body: TelemetryBody;
}

interface Sender {
  readonly caller: Caller;
  readonly query: Query;
}

/** Lets a body of this sender in, or asks it to come again before any of it was read. */
async function takeTurn(
  definition: TelemetryDefinition,
  arrival: Arrival,
  sender: Sender,
): Promise<Result<TakenIn, Problem>> {
  const { app, request } = arrival;
  const pass = await app.intakeGate.enter(sender.caller.id, request.signal);
  if (!pass.ok) return err(problemOfFailure(pass.error));
  try {
    await afterPeople(0);
    return await takeIn(definition, { arrival, ...sender, pass: pass.value });
  } finally {
    pass.value.leave();
  }
}

interface Taking extends Sender {
  readonly arrival: Arrival;
  readonly pass: IntakePass;
}

async function takeIn(
  definition: TelemetryDefinition,
  { arrival, caller, query, pass }: Taking,
): Promise<Result<TakenIn, Problem>> {
  const { app, request, arrivedAtMs } = arrival;
  const { rollupDays } = resolveSetting(await app.settings.current(arrivedAtMs), "retention", FLEET_SCOPE);
  const author = authorOf(arrival, caller);
  const contentEncoding = request.headers.get("content-encoding");
  const options: TelemetryOptions = {
    source: author.actor,
    endpoint: definition.path,
    retentionDays: rollupDays,
    author,
    caller,
    regions: caller.regions,
    arrivedAtMs,
    contentEncoding,
    query,
    hold: (bytes) => pass.count(bytes),
  };
  try {
    const body = await definition.open(app, request.headers.get("content-type"), options);
    const length = request.headers.get("content-length");
    let workMs = 0;
    const write = (chunk: Uint8Array) => {
      pass.count(chunk.length);
      const startedAt = performance.now();
      body.write(chunk);
      workMs = performance.now() - startedAt;
    };
    const afterChunk = async () => {
      await body.settle();
      await afterPeople(workMs);
    };
    await pumpBody(
      request.body,
      { write },
      {
        contentEncoding: definition.undoesEncoding === true ? null : contentEncoding,
        contentLength: length === null ? null : Number(length),
        afterChunk,
      },
    );
    return ok({ report: await body.finish(), body });
  } catch (error) {
    const problem = problemOfBody(error);
    if (problem) return err(problem);
    if (error instanceof OverloadError || error instanceof IntakeFullError)
      return err(unavailable(`Nothing was stored: ${error.message}.`));
    if (error instanceof TooManyNodesError) {
      return err({ status: 422, detail: `Nothing was stored: ${error.message}` });
    }
    throw error;
  }
}

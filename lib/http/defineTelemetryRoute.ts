import { z } from "zod";
import { err, ok, type Result } from "../core/index.ts";
import { FLEET_SCOPE, resolveSetting } from "../fleet/index.ts";
import { type IntakeReport, OverloadError, pumpBody, TooManyNodesError } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";
import { type Arrival, authorOf, handleRequest, identify } from "./handleRequest.ts";
import { countIntake } from "./metrics.ts";
import { problemOfBody } from "./parseRequest.ts";
import { type Problem, unavailable } from "./problem.ts";
import type { AnyRoute, RouteFunction } from "./routeDefinition.ts";

/** A body that is being taken in: bytes are written, rows carried off between chunks, all stored at the end. */
export interface TelemetryBody {
  write(chunk: Uint8Array): void;
  settle(): Promise<void>;
  /** The body is complete: stores it. Durable when it returns. Throws BodyError when the body broke off. */
  finish(): Promise<IntakeReport>;
}

export interface TelemetryOptions {
  /** For Data health: the name of the sender's token, and the address. */
  readonly source: string;
  readonly endpoint: string;
  /** The longest retention there is; older rows are refused. */
  readonly retentionDays: number;
}

export interface TelemetryDefinition {
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** By content type, for the API description. */
  readonly bodies: AnyRoute["bodies"];
  /** Throws BodyError 415 for a content type that it does not read. */
  open(app: AppContext, contentType: string | null, options: TelemetryOptions): Promise<TelemetryBody>;
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

/** Bodies being taken in at once, beyond which senders are asked to come again: each may hold many rows. */
const MOST_AT_ONCE = 64;

interface InFlight {
  ballastBodies?: number;
}

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
    response: intakeReportSchema,
    status: 200,
    tabular: false,
    bodies,
    idempotent: false,
  };
  const run = (request: Request) =>
    handleRequest(route, request, async (arrival) => {
      const caller = await identify(route, arrival);
      if (!caller.ok) return caller;
      if (new URL(request.url).search !== "") {
        return err({ status: 400, detail: "This address takes no query: leave it out." });
      }
      const source = authorOf(arrival, caller.value).actor;
      const report = await takeTurn(() => takeIn(definition, arrival, source));
      if (!report.ok) return report;
      countIntake(route, report.value);
      return ok(Response.json(report.value));
    });
  return Object.assign(run, { route });
}

async function takeTurn(
  work: () => Promise<Result<IntakeReport, Problem>>,
): Promise<Result<IntakeReport, Problem>> {
  const shared: InFlight = globalThis as typeof globalThis & InFlight;
  const atOnce = shared.ballastBodies ?? 0;
  if (atOnce >= MOST_AT_ONCE)
    return err(unavailable("Too many bodies are being taken in. Send the same again in a moment."));
  shared.ballastBodies = atOnce + 1;
  try {
    return await work();
  } finally {
    shared.ballastBodies = (shared.ballastBodies ?? 1) - 1;
  }
}

async function takeIn(
  definition: TelemetryDefinition,
  { app, request }: Arrival,
  source: string,
): Promise<Result<IntakeReport, Problem>> {
  const { rollupDays } = resolveSetting(await app.settings.current(), "retention", FLEET_SCOPE);
  const options = { source, endpoint: definition.path, retentionDays: rollupDays };
  try {
    const body = await definition.open(app, request.headers.get("content-type"), options);
    const length = request.headers.get("content-length");
    await pumpBody(request.body, body, {
      contentEncoding: request.headers.get("content-encoding"),
      contentLength: length === null ? null : Number(length),
      afterChunk: () => body.settle(),
    });
    return ok(await body.finish());
  } catch (error) {
    const problem = problemOfBody(error);
    if (problem) return err(problem);
    if (error instanceof OverloadError) return err(unavailable(`Nothing was stored: ${error.message}.`));
    if (error instanceof TooManyNodesError) {
      return err({ status: 422, detail: `Nothing was stored: ${error.message}` });
    }
    throw error;
  }
}

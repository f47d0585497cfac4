import { randomUUID } from "node:crypto";
import type { Author } from "../audit/index.ts";
import { authenticate, authorize, type Caller } from "../auth/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { type AppContext, appContext, callersOf } from "./appContext.ts";
import { releaseBytes } from "./bodyBudget.ts";
import { addressOf, isSameOrigin, readCredential } from "./credentials.ts";
import { withLogMark } from "./log.ts";
import { observeRequest } from "./metrics.ts";
import { type Problem, problemOfFailure, problemResponse } from "./problem.ts";
import type { AnyRoute } from "./routeDefinition.ts";
import { noteStoring } from "./storageTrouble.ts";
import { DISK_FULL, hasCode, problemOfThrown } from "./thrownProblem.ts";

/** One request on its way through: who, when, under which id. */
export interface Arrival {
  readonly app: AppContext;
  readonly request: Request;
  readonly requestId: string;
  readonly nowMs: number;
  /** The same instant by performance.now(): what it is answered from is of then, or newer. */
  readonly arrivedAtMs: number;
}

/**
 * What surrounds every route: the request id, one instant for the whole request, one mapper from anything thrown to an
 * answer, one log line, one count. `work` gives the answer, or the problem there is.
 */
export async function handleRequest(
  route: AnyRoute,
  request: Request,
  work: (arrival: Arrival) => Promise<Result<Response, Problem>>,
): Promise<Response> {
  const arrivedAtMs = performance.now();
  const requestId = readRequestId(request.headers) ?? randomUUID();
  let response: Response;
  let thrown: unknown = null;
  try {
    const app = appContext();
    const arrival = { app, request, requestId, nowMs: app.clock(), arrivedAtMs };
    const answer = await withLogMark({ requestId }, () => work(arrival));
    response = answer.ok ? answer.value : problemResponse(answer.error, requestId);
  } catch (error) {
    thrown = error;
    response = problemResponse(problemOfThrown(error), requestId);
  } finally {
    releaseBytes(request);
  }
  response.headers.set("x-request-id", requestId);
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
  const milliseconds = performance.now() - arrivedAtMs;
  observeRequest(route, response.status, milliseconds);
  if (thrown !== null) noteStoring({ error: thrown });
  else if (route.method !== "GET" && response.ok) noteStoring("stored");
  logRequest(route, { requestId, status: response.status, milliseconds, thrown });
  return response;
}

/** A proxy's or a sender's id is taken over when it can stand in a log line as it is. */
function readRequestId(headers: Headers): string | null {
  const sent = headers.get("x-request-id");
  return sent !== null && /^[\w.:-]{1,100}$/.test(sent) ? sent : null;
}

interface LogEntry {
  readonly requestId: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly thrown: unknown;
}

/** Failures of the server with their cause; what was refused shortly; reads and samples that went well only in debug. */
function logRequest(route: AnyRoute, { requestId, status, milliseconds, thrown }: LogEntry): void {
  const { log } = appContextForLog() ?? {};
  if (!log) return;
  const line = {
    requestId,
    method: route.method,
    route: route.path,
    status,
    milliseconds: Math.round(milliseconds),
  };
  if (thrown !== null) log.error({ ...line, err: thrown }, messageOf(thrown, status));
  else if (status >= 400) log.info(line, "request refused");
  else log.debug(line, "request");
}

function messageOf(thrown: unknown, status: number): string {
  if (hasCode(thrown, DISK_FULL)) return "the database's disk is full";
  return status === 503 ? "database away" : "request failed";
}

/** Without a database address there is no context; the request has been answered 500 and the cause goes to stderr. */
function appContextForLog(): AppContext | null {
  try {
    return appContext();
  } catch {
    return null;
  }
}

/**
 * Who is calling, when the role is enough. 401 nobody, 403 too small a role or a forged request, 429 too often; senders of
 * telemetry are not told to slow down by that, but by how many bodies are taken in at once.
 */
export async function identify(route: AnyRoute, arrival: Arrival): Promise<Result<Caller | null, Problem>> {
  const { app, request, nowMs } = arrival;
  const sent = readCredential(request.headers);
  // Refused before anybody is looked up: what another site sends is no sign that the person is still there.
  const isForged = sent?.by === "session" && route.method !== "GET" && !isSameOrigin(request.headers);
  if (isForged && route.role !== "open") {
    return err({
      status: 403,
      detail: "A browser's session changes things only from our own pages. Scripts send a token.",
    });
  }
  const credential = isForged ? null : sent;
  const from = { caller: addressOf(request.headers), signal: request.signal };
  const found = credential
    ? await app.limits.lookUp(() => authenticate(callersOf(app), credential, nowMs), from)
    : ok(null);
  if (!found.ok) return err(refusedLookUp(route, found.error));
  const caller = found.value;
  if (route.role === "open") return ok(caller);
  if (!caller) {
    const counted = credential === null ? null : await app.limits.noteFailure(from.caller);
    return err(
      counted?.ok === false && route.role !== "ingest"
        ? problemOfFailure(counted.error)
        : unauthenticated(credential !== null),
    );
  }
  if (!authorize(caller.role, route.role)) {
    return err({
      status: 403,
      detail: `${route.method} ${route.path} needs the role ${roleName(route)}; ${caller.actor} has ${caller.role}.`,
    });
  }
  if (route.needsWholeFleet === true && caller.regions !== null) {
    return err({
      status: 403,
      detail: `${route.method} ${route.path} reaches the whole fleet; this token is limited to regions.`,
    });
  }
  const counted = route.role === "ingest" ? null : await app.limits.take(caller.id);
  return counted?.ok === false ? err(problemOfFailure(counted.error)) : ok(caller);
}

/** A sender of telemetry drops what it has on a 429: it is told to come again. */
function refusedLookUp(route: AnyRoute, failure: Failure): Problem {
  return problemOfFailure(route.role === "ingest" ? { ...failure, code: "unavailable" } : failure);
}

function unauthenticated(sent: boolean): Problem {
  return {
    status: 401,
    detail: sent
      ? "The token or session is unknown, revoked or expired. Use another token, or sign in again."
      : "Send `Authorization: Bearer` with a token, or sign in.",
    headers: { "www-authenticate": 'Bearer realm="ballast"' },
  };
}

function roleName(route: AnyRoute): string {
  return route.role === "ingest_or_operator" ? "ingest or operator" : route.role;
}

export function authorOf(arrival: Arrival, caller: Caller | null): Author {
  return {
    actor: caller?.actor ?? "anonymous",
    actorRole: caller?.role ?? "none",
    atMs: arrival.nowMs,
    requestId: arrival.requestId,
  };
}

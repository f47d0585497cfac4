import type { z } from "zod";
import type { Caller } from "../auth/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { type Transaction, withTransaction } from "../db/client.ts";
import { addressOf } from "./credentials.ts";
import { type Arrival, authorOf, handleRequest, identify } from "./handleRequest.ts";
import {
  findAnswer,
  hashRequest,
  type KeyedRequest,
  readIdempotencyKey,
  rememberAnswer,
  takeKey,
} from "./idempotency.ts";
import { limitArrival, refuseTaken } from "./limitedApp.ts";
import type { BodyForm } from "./parseRequest.ts";
import { type Problem, problemOfFailure } from "./problem.ts";
import { readSent, type Sent } from "./readSent.ts";
import { type Answered, renderAnswer } from "./renderAnswer.ts";
import type {
  AnyRoute,
  HandlerContext,
  RouteContext,
  RouteDefinition,
  RouteFunction,
} from "./routeDefinition.ts";
import { Written } from "./written.ts";

/**
 * Makes a route: who may call it, what is parsed, in which transaction it runs, how it is answered. Nothing under
 * app/api is made otherwise, so that none of it can be forgotten.
 */
export function defineRoute<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodUndefined,
  Prepared = undefined,
>(definition: RouteDefinition<Params, Query, Body, Answer, Prepared>): RouteFunction {
  const route = describeRoute(definition);
  const run = (request: Request, context: RouteContext) =>
    handleRequest(route, request, async (arrival) => {
      const caller = await identify(route, arrival);
      if (!caller.ok) return caller;
      const sent = await readSent(definition, request, context);
      if (!sent.ok) return sent;
      // What is open is the same for everybody: probes, and the way in and out.
      const limit = definition.role === "open" ? null : caller.value;
      const call = { arrival: limitArrival(arrival, limit), caller: caller.value, sent: sent.value };
      return await refuseTaken(limit, () => answerWith(definition, route, call));
    });
  return Object.assign(run, { route });
}

function describeRoute(
  definition: Omit<
    RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
    "csv" | "writeJson" | "renderAs" | "rememberAs" | "redirectsTo" | "prepare" | "handler"
  > & { readonly csv?: unknown; readonly redirectsTo?: unknown },
): AnyRoute {
  const { method, path, role, summary, description, params, query, body, response } = definition;
  return {
    method,
    path,
    role,
    ...(definition.needsWholeFleet === undefined ? {} : { needsWholeFleet: definition.needsWholeFleet }),
    summary,
    ...(description === undefined ? {} : { description }),
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(response && !definition.redirectsTo ? { response } : {}),
    status: definition.redirectsTo ? 303 : (definition.status ?? (response ? 200 : 204)),
    tabular: definition.csv !== undefined,
    ...(definition.isTagged === undefined ? {} : { isTagged: definition.isTagged }),
    ...(definition.answerType === undefined ? {} : { answerType: definition.answerType }),
    bodies: body ? bodiesOf(body, definition.bodyForm ?? "json") : {},
    idempotent: method === "POST" && role !== "open" && definition.transaction !== false,
  };
}

function bodiesOf(body: z.ZodType, form: BodyForm): AnyRoute["bodies"] {
  if (form === "csv") return { "text/csv": body };
  if (form === "json") return { "application/json": body };
  if (form === "bytes") return { "application/octet-stream": "The bytes, as they are." };
  return { "application/json": body, "text/csv": "The table that the JSON form takes as `csv`." };
}

interface Call<P, Q, B> {
  readonly arrival: Arrival;
  readonly caller: Caller | null;
  readonly sent: Sent<P, Q, B>;
}

/** Thrown inside a transaction to undo it when the handler, or the key, refused: not an error, a value on its way out. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super("refused");
    this.problem = problem;
  }
}

async function answerWith<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
  Prepared,
>(
  definition: RouteDefinition<P, Q, B, A, Prepared>,
  route: AnyRoute,
  call: Call<z.output<P>, z.output<Q>, z.output<B>>,
): Promise<Result<Response, Problem>> {
  const { arrival, caller, sent } = call;
  const headers = new Headers();
  const afterwards: (() => void)[] = [];
  const context = (db: Transaction): HandlerContext<z.output<P>, z.output<Q>, z.output<B>> => ({
    caller,
    author: authorOf(arrival, caller),
    nowMs: arrival.nowMs,
    params: sent.params,
    query: sent.query,
    body: sent.body,
    db,
    app: arrival.app,
    afterCommit: (work) => afterwards.push(work),
    reply: { header: (name, value) => headers.append(name, value) },
    headers: arrival.request.headers,
    signal: arrival.request.signal,
  });
  const keyed = keyOf(route, call);
  if (!keyed.ok) return keyed;
  const run = () =>
    runHandler(definition, {
      arrival,
      keyed: keyed.value,
      prepare: () =>
        definition.prepare?.(context(arrival.app.database.prisma)) ?? Promise.resolve(ok(undefined)),
      // Without `prepare` there is nothing prepared, as the type of the definition says.
      handle: (db, prepared) => definition.handler(context(db), prepared as Prepared),
      status: route.status,
    });
  const answered = definition.isHeavy === true ? await takeTurn(call, run) : await run();
  if (!answered.ok) return answered;
  for (const work of afterwards) work();
  if (answered.value.replayed) headers.set("idempotency-replayed", "true");
  return ok(await renderAnswer(definition, answered.value, { headers, sent, arrival }));
}

async function takeTurn<T>(
  { arrival: { app, request }, caller }: Call<unknown, unknown, unknown>,
  work: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const by = { caller: caller?.id ?? addressOf(request.headers), signal: request.signal };
  const turn = await app.heavyWork.run(work, by);
  return turn.ok ? turn.value : err(problemOfFailure(turn.error));
}

function keyOf(
  route: AnyRoute,
  { arrival, caller, sent }: Call<unknown, unknown, unknown>,
): Result<KeyedRequest | null, Problem> {
  if (!route.idempotent || !caller) return ok(null);
  const key = readIdempotencyKey(arrival.request.headers);
  if (!key.ok || key.value === null) return key.ok ? ok(null) : key;
  const url = new URL(arrival.request.url);
  return ok({
    actor: caller.id,
    route: `${route.method} ${route.path}`,
    key: key.value,
    requestHash: hashRequest(url.pathname + url.search, sent.bytes),
    nowMs: arrival.nowMs,
  });
}

interface Run<Answer> {
  readonly arrival: Arrival;
  readonly keyed: KeyedRequest | null;
  readonly status: number;
  readonly prepare: () => Promise<Result<unknown, Failure>>;
  readonly handle: (db: Transaction, prepared: unknown) => Promise<Result<Answer, Failure>>;
}

/** Runs the handler: reading as it is, changing in one transaction together with the key and its answer. */
async function runHandler<A extends z.ZodType>(
  definition: Pick<
    RouteDefinition<z.ZodType, z.ZodType, z.ZodType, A, never>,
    "method" | "transaction" | "rememberAs"
  >,
  run: Run<z.output<A> | Written>,
): Promise<Result<Answered, Problem>> {
  const { database } = run.arrival.app;
  const { keyed, status } = run;
  const earlier = keyed ? await findAnswer(database.prisma, keyed) : ok(null);
  if (!earlier.ok) return earlier;
  // A key is remembered with its answer in one commit: there is none without one.
  if (earlier.value) return ok({ ...earlier.value, replayed: true });
  const prepared = await run.prepare();
  if (!prepared.ok) return err(problemOfFailure(prepared.error));
  if (definition.method === "GET" || definition.transaction === false) {
    const answer = await run.handle(database.prisma, prepared.value);
    return answer.ok
      ? ok({ status, body: answer.value, replayed: false })
      : err(problemOfFailure(answer.error));
  }
  try {
    return ok(
      await withTransaction(database, async (tx): Promise<Answered> => {
        const known = keyed ? await takeKey(tx, keyed) : ok(null);
        if (!known.ok) throw new Refused(known.error);
        if (known.value) return { ...known.value, replayed: true };
        const answer = await run.handle(tx, prepared.value);
        if (!answer.ok) throw new Refused(problemOfFailure(answer.error));
        if (keyed) {
          const body = answer.value instanceof Written ? JSON.parse(answer.value.text()) : answer.value;
          const remembered: unknown = definition.rememberAs?.(body) ?? body;
          await rememberAnswer(tx, keyed, { status, body: remembered });
        }
        return { status, body: answer.value, replayed: false };
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

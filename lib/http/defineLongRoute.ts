import type { z } from "zod";
import type { Author } from "../audit/index.ts";
import type { Access } from "../auth/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { type Transaction, withTransaction } from "../db/client.ts";
import type { AppContext } from "./appContext.ts";
import { type Arrival, authorOf, handleRequest, identify } from "./handleRequest.ts";
import { hashRequest, readIdempotencyKey, rememberAnswer, takeKey } from "./idempotency.ts";
import { limitArrival, refuseTaken } from "./limitedApp.ts";
import { type Problem, problemOfFailure, problemResponse } from "./problem.ts";
import { readSent } from "./readSent.ts";
import type { AnyRoute, RouteContext, RouteFunction } from "./routeDefinition.ts";
import { type SendEvent, streamEvents, wantsEvents } from "./serverEvents.ts";
import { problemOfThrown } from "./thrownProblem.ts";
import type { LaneCaller } from "./workLane.ts";

/** What a request that works long is handed. */
export interface LongContext<Body> {
  readonly body: Body;
  readonly author: Author;
  readonly nowMs: number;
  readonly app: AppContext;
}

/** What it works on, and with what. */
export interface LongWork {
  readonly id: number;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: object) => void;
}

export interface LongRouteDefinition<Body extends z.ZodType, Answer extends z.ZodType> {
  readonly path: string;
  readonly role: Access;
  readonly summary: string;
  readonly description: string;
  readonly body: Body;
  readonly response: Answer;
  /** In one transaction: what is begun has a number, and can be read by it from then on. */
  begin(
    context: LongContext<z.output<Body>> & { readonly db: Transaction },
  ): Promise<Result<number, Failure>>;
  /** Works on it, in transactions of its own. */
  work(context: LongContext<z.output<Body>>, work: LongWork): Promise<Result<z.output<Answer>, Failure>>;
  /** How it stands: what a repeated Idempotency-Key is answered, also while the first request still works. */
  read(context: LongContext<z.output<Body>>, id: number): Promise<Result<z.output<Answer>, Failure>>;
}

/**
 * A POST that begins something and then works on it for seconds or minutes: 201 with what came of it, or, where the client
 * accepts `text/event-stream`, events: `begun` with its number, `progress` as it goes, and `result` or `problem` at the end.
 */
export function defineLongRoute<Body extends z.ZodType, Answer extends z.ZodType>(
  definition: LongRouteDefinition<Body, Answer>,
): RouteFunction {
  const { path, role, summary, description, body, response } = definition;
  const route: AnyRoute = {
    method: "POST",
    path,
    role,
    summary,
    description: `${description} As text/event-stream: begun, progress, then result or problem.`,
    response,
    status: 201,
    tabular: false,
    bodies: { "application/json": body },
    idempotent: true,
  };
  const run = (request: Request, context: RouteContext) =>
    handleRequest(route, request, async (arrived) => {
      const caller = await identify(route, arrived);
      if (!caller.ok) return caller;
      const arrival = limitArrival(arrived, caller.value);
      const isStream = wantsEvents(request.headers.get("accept"));
      const asked = { method: "POST", path, role, summary, body } as const;
      const sent = await readSent(isStream ? asked : { ...asked, response }, request, context);
      if (!sent.ok) return sent;
      const told: LongContext<z.output<Body>> = {
        body: sent.value.body,
        author: authorOf(arrival, caller.value),
        nowMs: arrival.nowMs,
        app: arrival.app,
      };
      const actor = caller.value?.id ?? "token:0";
      // Before it is begun: what is begun and then sent away would stand there as work that nobody does.
      const refusal = arrival.app.longWork.refusalOf(actor);
      if (refusal !== null) return err(problemOfFailure(refusal));
      const { bytes } = sent.value;
      return await refuseTaken(caller.value, async () => {
        const begun = await beginOnce(definition, { arrival, told, actor, bytes });
        if (!begun.ok) return begun;
        return await answer(definition, { arrival, told, actor, begun: begun.value, isStream });
      });
    });
  return Object.assign(run, { route });
}

interface Begun {
  readonly id: number;
  readonly isRepeated: boolean;
}

/** Thrown inside the transaction to undo it: not an error, a value on its way out. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super("refused");
    this.problem = problem;
  }
}

async function beginOnce<Body extends z.ZodType, Answer extends z.ZodType>(
  { path, begin }: Pick<LongRouteDefinition<Body, Answer>, "path" | "begin">,
  sent: {
    readonly arrival: Arrival;
    readonly told: LongContext<z.output<Body>>;
    readonly actor: string;
    readonly bytes: Uint8Array;
  },
): Promise<Result<Begun, Problem>> {
  const { arrival, told, actor, bytes } = sent;
  const key = readIdempotencyKey(arrival.request.headers);
  if (!key.ok) return key;
  const requestHash = hashRequest(path, bytes);
  const { nowMs } = arrival;
  const keyed =
    key.value === null ? null : { actor, route: `POST ${path}`, key: key.value, requestHash, nowMs };
  try {
    return ok(
      await withTransaction(arrival.app.database, async (tx): Promise<Begun> => {
        const known = keyed === null ? ok(null) : await takeKey(tx, keyed);
        if (!known.ok) throw new Refused(known.error);
        if (known.value !== null) return { id: Number(known.value.body), isRepeated: true };
        const id = await begin({ ...told, db: tx });
        if (!id.ok) throw new Refused(problemOfFailure(id.error));
        if (keyed !== null) await rememberAnswer(tx, keyed, { status: 201, body: id.value });
        return { id: id.value, isRepeated: false };
      }),
    );
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
}

async function answer<Body extends z.ZodType, Answer extends z.ZodType>(
  definition: LongRouteDefinition<Body, Answer>,
  asked: {
    readonly arrival: Arrival;
    readonly told: LongContext<z.output<Body>>;
    readonly actor: string;
    readonly begun: Begun;
    readonly isStream: boolean;
  },
): Promise<Result<Response, Problem>> {
  const { arrival, told, actor, begun, isStream } = asked;
  const { id, isRepeated } = begun;
  const headers = new Headers(isRepeated ? { "idempotency-replayed": "true" } : {});
  const render = (value: z.output<Answer>) => {
    const text = JSON.stringify(value);
    if (arrival.app.checkAnswers) definition.response.parse(JSON.parse(text));
    return text;
  };
  const work = (signal: AbortSignal, onProgress: LongWork["onProgress"]) =>
    isRepeated
      ? definition.read(told, id)
      : inTurn(arrival, { caller: actor, signal }, () => definition.work(told, { id, signal, onProgress }));
  if (isStream) {
    const stream = streamEvents(arrival.request.signal, async (send, signal) => {
      send("begun", JSON.stringify({ id }));
      await tell(arrival, send, async () => {
        const done = await work(signal, (progress) => send("progress", JSON.stringify(progress)));
        return done.ok ? ok(render(done.value)) : err(problemOfFailure(done.error));
      });
    });
    for (const [name, value] of stream.headers) headers.set(name, value);
    return ok(new Response(stream.body, { headers }));
  }
  const done = await work(arrival.request.signal, () => undefined);
  if (!done.ok) return err(problemOfFailure(done.error));
  headers.set("content-type", "application/json");
  headers.set("vary", "Accept");
  return ok(new Response(render(done.value), { status: 201, headers }));
}

async function inTurn<T>(
  { app }: Arrival,
  by: LaneCaller,
  work: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const turn = await app.longWork.run(work, by);
  return turn.ok ? turn.value : turn;
}

/** The last event: by now the status has been sent, so that what went wrong is told in the stream. */
async function tell(
  { app, requestId }: Arrival,
  send: SendEvent,
  work: () => Promise<Result<string, Problem>>,
): Promise<void> {
  const done = await work().catch((error: unknown) => {
    app.log.error({ requestId, err: error }, "request failed");
    return err(problemOfThrown(error));
  });
  if (done.ok) send("result", done.value);
  else send("problem", await problemResponse(done.error, requestId).text());
}

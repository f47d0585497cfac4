import type { z } from "zod";
import { type Failure, ok, type Result } from "#lib/core/index.ts";
import { type ExecutionSeams, type RunActor, runCommand } from "#lib/execution/commands.ts";
import {
  type RunCommand,
  type RunPlan,
  type RunRole,
  runningPlanAnswerSchema,
} from "#lib/execution/index.ts";
import { getRunningPlan } from "#lib/execution/queries.ts";
import { moveParams, phaseParams } from "#lib/execution/runBody.ts";
import { type AppContext, defineRoute, type HandlerContext, type RouteFunction } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";
import { executionSeams } from "../executionSeams.ts";

type Context<Params, Body> = Pick<
  HandlerContext<Params, undefined, Body>,
  "params" | "body" | "nowMs" | "author" | "caller"
> & { readonly app: AppContext };

interface Action<Params extends z.ZodType, Body extends z.ZodType, Prepared> {
  readonly path: string;
  readonly role: "operator" | "approver";
  readonly summary: string;
  readonly params: Params;
  readonly body: Body;
  /** See defineRoute. */
  readonly prepare?: (
    context: Context<z.output<Params>, z.output<Body>>,
    seams: ExecutionSeams,
  ) => Promise<Result<Prepared, Failure>>;
  readonly command: (
    sent: { readonly params: z.output<Params>; readonly body: z.output<Body>; readonly nowMs: number },
    run: RunPlan,
    prepared: Prepared,
  ) => Result<RunCommand, Failure>;
}

type PlanKey = { readonly id: number };
type AboutVersion = { readonly version?: number | undefined };

/** Who asks, as running plans know them. */
export function runActorOf({
  author,
  caller,
}: Pick<HandlerContext<unknown, unknown, unknown>, "author" | "caller">): RunActor {
  const role: RunRole = caller === null || caller.role === "ingest" ? "viewer" : caller.role;
  return { author, role };
}

/** A POST that does one thing to a plan that was submitted, and answers the plan as it is then. */
export function planAction<
  Params extends z.ZodType<PlanKey>,
  Body extends z.ZodType<AboutVersion>,
  Prepared = undefined,
>({ path, role, summary, params, body, prepare, command }: Action<Params, Body, Prepared>): RouteFunction {
  return defineRoute({
    method: "POST",
    path: `/api/v1/plans/{id}/${path}`,
    role,
    summary,
    description:
      "409 where the present state does not allow it: `detail` tells the state and what it allows.",
    params,
    body,
    mayBeEmpty: true,
    response: runningPlanAnswerSchema,
    prepare: async (context): Promise<Result<Prepared | undefined, Failure>> =>
      prepare === undefined ? ok(undefined) : await prepare(context, executionSeams),
    handler: async (context, prepared) => {
      const { db, nowMs } = context;
      const { id } = context.params;
      const key = { id, version: context.body.version };
      const done = await runCommand(db, runActorOf(context), {
        key,
        // Without a preparation nothing is prepared, and its type says so.
        command: (run) => command(context, run, prepared as Prepared),
        seams: executionSeams,
      });
      return done.ok ? await getRunningPlan(db, { id, version: done.value.version }, nowMs) : done;
    },
  });
}

type Simple<Params extends z.ZodType, Body extends z.ZodType> = Omit<
  Action<Params, Body, undefined>,
  "params" | "prepare"
>;

/** Of a plan as a whole. */
export function wholeAction<Body extends z.ZodType<AboutVersion>>(
  action: Simple<typeof planParams, Body>,
): RouteFunction {
  return planAction({ ...action, params: planParams });
}

/** Of one phase: `path` is what follows its number. */
export function phaseAction<Body extends z.ZodType<AboutVersion>>(
  action: Simple<typeof phaseParams, Body>,
): RouteFunction {
  return planAction({ ...action, path: `phases/{n}/${action.path}`, params: phaseParams });
}

/** Of one move, by its id or its registry's name: `path` is what follows it. */
export function moveAction<Body extends z.ZodType<AboutVersion>>(
  action: Omit<Simple<typeof moveParams, Body>, "command"> & {
    readonly command: (move: number, body: z.output<Body>, nowMs: number) => RunCommand;
  },
): RouteFunction {
  return planAction({
    ...action,
    path: `moves/{move}/${action.path}`,
    params: moveParams,
    command: ({ params, body, nowMs }, run) => ok(action.command(moveOf(run, params.move), body, nowMs)),
  });
}

/** No id of a move: it is not found then. */
const NO_MOVE = 0;

function moveOf(run: RunPlan, asked: string): number {
  const moves = run.phases.flatMap((phase) => phase.moves);
  const found =
    moves.find(({ id }) => String(id) === asked) ?? moves.find(({ registry }) => registry === asked);
  return found?.id ?? NO_MOVE;
}

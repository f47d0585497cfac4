import { abortPlan } from "#lib/execution/abort/commands.ts";
import { givenReasonBodySchema, runningPlanAnswerSchema } from "#lib/execution/index.ts";
import { getRunningPlan } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";
import { runActorOf } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/abort",
    role: "operator",
    summary: "End a plan for good: nothing more is bound, what is bound stays; a draft too can be ended",
    params: planParams,
    body: givenReasonBodySchema,
    response: runningPlanAnswerSchema,
    handler: async (context) => {
      const { db, params, body, nowMs } = context;
      const done = await abortPlan(db, runActorOf(context), { ...params, ...body });
      return done.ok ? await getRunningPlan(db, { id: params.id, version: done.value }, nowMs) : done;
    },
  }),
);

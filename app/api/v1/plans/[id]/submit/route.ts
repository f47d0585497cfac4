import { runningPlanAnswerSchema, submitBodySchema } from "#lib/execution/index.ts";
import { getRunningPlan } from "#lib/execution/queries.ts";
import { prepareSubmission, submitPlan } from "#lib/execution/submit/commands.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";
import { runActorOf } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/submit",
    role: "operator",
    summary: "Submit a draft: it is judged again as things stand, and never changes from here on",
    params: planParams,
    body: submitBodySchema,
    mayBeEmpty: true,
    response: runningPlanAnswerSchema,
    prepare: ({ app, author, params }) => prepareSubmission(app, { id: params.id, author }),
    handler: async (context, prepared) => {
      const { db, body, params, nowMs } = context;
      const override = body.override ?? null;
      const done = await submitPlan(db, runActorOf(context), { prepared, override });
      return done.ok ? await getRunningPlan(db, { ...params, version: prepared.base.version }, nowMs) : done;
    },
  }),
);

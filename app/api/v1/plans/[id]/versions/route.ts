import { runningPlanAnswerSchema } from "#lib/execution/index.ts";
import { withExecution } from "#lib/execution/queries.ts";
import { supersedeOlder } from "#lib/execution/revise/commands.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { newVersionSchema, planParams } from "#lib/planning/planBody.ts";
import { createVersion, prepareVersion } from "#lib/planning/steps/commands.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/versions",
    isHeavy: true,
    role: "operator",
    summary: "Begin a new version of a plan as a draft, from the newest or another version of it",
    params: planParams,
    body: newVersionSchema,
    response: runningPlanAnswerSchema,
    status: 201,
    prepare: ({ app, author, params, body, nowMs, signal }) =>
      prepareVersion(app, { id: params.id, body }, { author, nowMs, signal }),
    handler: async ({ db, author, params, reply, nowMs }, made) => {
      await supersedeOlder(db, author, params.id);
      const plan = await createVersion(db, author, { id: params.id, made });
      if (plan.ok) reply.header("location", `/api/v1/plans/${params.id}?version=${plan.value.version}`);
      return await withExecution(db, plan, nowMs);
    },
  }),
);

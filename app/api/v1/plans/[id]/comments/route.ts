import { runningPlanAnswerSchema } from "#lib/execution/index.ts";
import { withExecution } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planCommentBodySchema, planParams } from "#lib/planning/planBody.ts";
import { addComment } from "#lib/planning/steps/commands.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/comments",
    role: "operator",
    summary: "Comment on a plan, in whatever state it is",
    params: planParams,
    body: planCommentBodySchema,
    response: runningPlanAnswerSchema,
    status: 201,
    handler: async ({ db, author, params, body, nowMs }) =>
      withExecution(db, await addComment(db, author, { id: params.id, ...body }), nowMs),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { planAnswerSchema } from "#lib/planning/planAnswer.ts";
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
    response: planAnswerSchema,
    status: 201,
    handler: ({ db, author, params, body }) => addComment(db, author, { id: params.id, ...body }),
  }),
);

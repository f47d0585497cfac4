import { defineRoute, serve } from "#lib/http/index.ts";
import { planAnswerSchema } from "#lib/planning/planAnswer.ts";
import { planAbortSchema, planParams } from "#lib/planning/planBody.ts";
import { abortDraft } from "#lib/planning/steps/commands.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/abort",
    role: "operator",
    summary: "End a plan's draft for good; it can still be read, and a new version be made of it",
    params: planParams,
    body: planAbortSchema,
    response: planAnswerSchema,
    handler: ({ db, author, params, body }) => abortDraft(db, author, { id: params.id, reason: body.reason }),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { planEditsSchema } from "#lib/planning/planAnswer.ts";
import { planEditsQuerySchema, planParams } from "#lib/planning/planBody.ts";
import { listEdits } from "#lib/planning/plans/queries.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/{id}/edits",
    role: "viewer",
    summary: "Every revision that a version had as a draft, with who changed what",
    params: planParams,
    query: planEditsQuerySchema,
    response: planEditsSchema,
    handler: ({ db, params, query }) => listEdits(db, params.id, query),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { backfillSchema, resumeBackfill, rowIdSchema } from "#lib/pull/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/backfills/{id}/resume",
    role: "admin",
    summary: "Go on with a backfill that was cancelled",
    params: rowIdSchema,
    response: backfillSchema,
    handler: ({ db, author, params }) => resumeBackfill(db, author, params.id),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { backfillSchema, newBackfillSchema, rowIdSchema, startBackfill } from "#lib/pull/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/pull-sources/{id}/backfills",
    role: "admin",
    summary: "Read a range of the past from a source, once",
    params: rowIdSchema,
    body: newBackfillSchema,
    response: backfillSchema,
    status: 201,
    handler: ({ db, author, params, body }) => startBackfill(db, author, { id: params.id, body }),
  }),
);

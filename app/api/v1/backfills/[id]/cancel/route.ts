import { defineRoute, serve } from "#lib/http/index.ts";
import { backfillSchema, cancelBackfill, rowIdSchema } from "#lib/pull/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/backfills/{id}/cancel",
    role: "admin",
    summary: "End a backfill before its end: what is in stays",
    params: rowIdSchema,
    response: backfillSchema,
    handler: ({ db, author, params }) => cancelBackfill(db, author, params.id),
  }),
);

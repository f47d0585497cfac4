import { defineRoute, serve } from "#lib/http/index.ts";
import { cancelSession, sessionIdSchema, sessionSchema } from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/imports/{id}/cancel",
    role: "admin",
    summary: "End the import of a file before its end: what was stored stays",
    params: sessionIdSchema,
    response: sessionSchema,
    handler: ({ db, author, params }) => cancelSession(db, author, params.id),
  }),
);

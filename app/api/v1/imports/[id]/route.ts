import { defineRoute, serve } from "#lib/http/index.ts";
import { readSession, sessionIdSchema, sessionSchema } from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/imports/{id}",
    role: "viewer",
    summary: "How far the import of a file has come, and what became of its rows",
    params: sessionIdSchema,
    response: sessionSchema,
    handler: ({ db, params }) => readSession(db, params.id),
  }),
);

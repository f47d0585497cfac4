import { defineRoute, serve } from "#lib/http/index.ts";
import { resumeSession, sessionIdSchema, sessionSchema } from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/imports/{id}/resume",
    role: "admin",
    summary: "Go on with an import that was cancelled",
    params: sessionIdSchema,
    response: sessionSchema,
    handler: ({ db, author, params }) => resumeSession(db, author, params.id),
  }),
);

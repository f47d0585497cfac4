import { endedSessionsSchema, sessionIdSchema } from "#lib/auth/index.ts";
import { defineRoute, endOwnSession, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/account/sessions/{id}",
    role: "viewer",
    summary: "Sign out one of one's browsers",
    params: sessionIdSchema,
    response: endedSessionsSchema,
    handler: endOwnSession,
  }),
);

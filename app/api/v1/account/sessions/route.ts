import { endedSessionsSchema } from "#lib/auth/index.ts";
import { defineRoute, endOtherSessions, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/account/sessions",
    role: "viewer",
    summary: "Sign out all of one's other browsers",
    response: endedSessionsSchema,
    handler: endOtherSessions,
  }),
);

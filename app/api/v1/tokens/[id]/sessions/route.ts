import { endedSessionsSchema, endTokenSessions, forgetVerified, tokenIdSchema } from "#lib/auth/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/tokens/{id}/sessions",
    role: "admin",
    summary: "Sign out every browser that was signed in with a token; the token stays good",
    params: tokenIdSchema,
    response: endedSessionsSchema,
    handler: ({ db, author, params, afterCommit }) => {
      afterCommit(forgetVerified);
      return endTokenSessions(db, author, params.id);
    },
  }),
);

import { apiTokenSchema, forgetVerified, revokeApiToken, tokenIdSchema } from "#lib/auth/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/tokens/{id}",
    role: "admin",
    summary: "Revoke a token: it and every sign-in made with it end at once",
    params: tokenIdSchema,
    response: apiTokenSchema,
    handler: ({ db, author, params, afterCommit }) => {
      afterCommit(forgetVerified);
      return revokeApiToken(db, author, params.id);
    },
  }),
);

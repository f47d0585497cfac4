import * as auth from "#lib/auth/index.ts";
import { ok, pagingSchema } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const path = "/api/v1/tokens";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "admin",
    summary: "Every token there has been, without its secret",
    query: pagingSchema,
    response: auth.apiTokenListSchema,
    handler: async ({ db, query }) => ok(await auth.listApiTokens(db, query)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    summary: "Make a token; its secret is shown this once",
    body: auth.newTokenSchema,
    response: auth.createdTokenSchema,
    status: 201,
    rememberAs: (token) => ({ ...token, secret: null }),
    handler: ({ db, author, body }) => auth.createApiToken(db, author, body),
  }),
);

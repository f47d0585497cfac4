import { accountSchema } from "#lib/auth/index.ts";
import { defineRoute, ownAccount, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/account",
    role: "viewer",
    summary: "One's own account, and the browsers signed in to it",
    response: accountSchema,
    handler: ownAccount,
  }),
);

import { defineRoute, oidcStartedSchema, oidcStartSchema, serve, startOidc } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/sign-in/oidc",
    role: "open",
    summary: "Begin single sign-on: where the browser is to go",
    body: oidcStartSchema,
    response: oidcStartedSchema,
    transaction: false,
    handler: startOidc,
  }),
);

import { defineRoute, finishOidc, oidcCallbackSchema, redirectSchema, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/sign-in/callback/oidc",
    role: "open",
    summary: "Where the provider of single sign-on sends the browser back to",
    query: oidcCallbackSchema,
    response: redirectSchema,
    redirectsTo: ({ location }) => location,
    handler: finishOidc,
  }),
);

import { defineRoute, readinessSchema, serve, whetherReady } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/readyz",
    role: "open",
    summary: "Whether requests can be served: database reachable, migrations applied",
    response: readinessSchema,
    handler: ({ app }) => whetherReady(app.database.pools.read),
  }),
);

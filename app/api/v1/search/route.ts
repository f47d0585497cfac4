import { ok } from "#lib/core/index.ts";
import { searchFleet, searchQuerySchema, searchSchema } from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/search",
    role: "viewer",
    summary: "Stamps, pools, registries and tenants by words of their names",
    description: "Not paged: more words find less.",
    query: searchQuerySchema,
    response: searchSchema,
    handler: async ({ app, db, query }) => ok(await searchFleet(db, await app.shape.current(), query)),
  }),
);

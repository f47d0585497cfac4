import { pagingSchema } from "#lib/core/index.ts";
import { bindingListSchema, bindingTable, getBindings } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/registries/{registry}/bindings",
    role: "viewer",
    summary: "Every home that a registry has had",
    params: pathParams("registry"),
    query: pagingSchema,
    response: bindingListSchema,
    csv: bindingTable,
    handler: ({ db, params, query }) => getBindings(db, params.registry, query),
  }),
);

import { listRegistries, registryListQuerySchema } from "#lib/contribution/registries/queries.ts";
import { registryListSchema, registryTable } from "#lib/contribution/registries/registryList.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/registries",
    isHeavy: true,
    role: "viewer",
    summary: "Every registry by region: its home, what is said about moving it, its load of the last hour",
    query: registryListQuerySchema,
    response: registryListSchema,
    csv: registryTable,
    handler: async ({ app, query, nowMs }) => ok(await listRegistries(app, query, nowMs)),
  }),
);

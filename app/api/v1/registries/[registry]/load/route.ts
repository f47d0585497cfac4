import {
  getRegistryLoad,
  registryLoadQuerySchema,
  registryLoadSchema,
  registryLoadTable,
} from "#lib/contribution/registries/load/queries.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/registries/{registry}/load",
    isHeavy: true,
    role: "viewer",
    summary: "What a registry asks for, minute by minute, on every stamp where it is",
    params: pathParams("registry"),
    query: registryLoadQuerySchema,
    response: registryLoadSchema,
    csv: registryLoadTable,
    handler: ({ app, params, query, nowMs }) => getRegistryLoad(app, params.registry, { query, nowMs }),
  }),
);

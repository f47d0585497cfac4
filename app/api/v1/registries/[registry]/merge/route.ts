import { watchHomes } from "#lib/execution/outside/commands.ts";
import { mergeBodySchema, mergeThing, namedSchema } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/registries/{registry}/merge",
    role: "operator",
    summary: "Merge a registry into another, which takes over what lives there and its name",
    params: pathParams("registry"),
    body: mergeBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body }) =>
      watchHomes(db, author, () =>
        mergeThing(db, author, { thing: "registry", name: params.registry, ...body }),
      ),
  }),
);

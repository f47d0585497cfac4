import { watchHomes } from "#lib/execution/outside/commands.ts";
import { namedSchema, retireBodySchema, retireThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/registries/{registry}/retire",
    role: "operator",
    summary: "Take a registry out of use; its history stays, and naming it in an inventory revives it",
    params: pathParams("registry"),
    body: retireBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body }) =>
      watchHomes(db, author, () =>
        retireThing(db, author, { thing: "registry", name: params.registry, ...body }),
      ),
  }),
);

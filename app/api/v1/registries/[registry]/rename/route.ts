import { namedSchema, renameBodySchema, renameThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/registries/{registry}/rename",
    role: "operator",
    summary: "Give a registry another name; the old one goes on being understood",
    params: pathParams("registry"),
    body: renameBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body: { name: newName, reason } }) =>
      renameThing(db, author, { thing: "registry", name: params.registry, newName, reason }),
  }),
);

import { namedSchema, renameBodySchema, renameThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/tenants/{tenant}/rename",
    role: "operator",
    summary: "Give a tenant another name; the old one goes on being understood",
    params: pathParams("tenant"),
    body: renameBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body: { name: newName, reason } }) =>
      renameThing(db, author, { thing: "tenant", name: params.tenant, newName, reason }),
  }),
);

import { namedSchema, renameBodySchema, renameThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/stamps/{stamp}/rename",
    role: "operator",
    summary: "Give a stamp another name; the old one goes on being understood",
    params: pathParams("stamp"),
    body: renameBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body: { name: newName, reason } }) =>
      renameThing(db, author, { thing: "stamp", name: params.stamp, newName, reason }),
  }),
);

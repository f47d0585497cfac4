import { namedSchema, renameBodySchema, renameThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/regions/{region}/rename",
    role: "operator",
    needsWholeFleet: true,
    summary: "Give a region another name; the old one goes on being understood",
    params: pathParams("region"),
    body: renameBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body: { name: newName, reason } }) =>
      renameThing(db, author, { thing: "region", name: params.region, newName, reason }),
  }),
);

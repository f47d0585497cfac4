import { namedSchema, retireBodySchema, retireThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/regions/{region}/retire",
    role: "operator",
    needsWholeFleet: true,
    summary: "Take a region out of use; its history stays, and naming it in an inventory revives it",
    params: pathParams("region"),
    body: retireBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body }) =>
      retireThing(db, author, { thing: "region", name: params.region, ...body }),
  }),
);

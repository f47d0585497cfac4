import { watchHomes } from "#lib/execution/outside/commands.ts";
import { namedSchema, retireBodySchema, retireThing } from "#lib/fleet/index.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/stamps/{stamp}/retire",
    role: "operator",
    summary: "Take a stamp out of use; its history stays, and naming it in an inventory revives it",
    params: pathParams("stamp"),
    body: retireBodySchema,
    response: namedSchema,
    handler: ({ db, author, params, body }) =>
      watchHomes(db, author, () => retireThing(db, author, { thing: "stamp", name: params.stamp, ...body })),
  }),
);

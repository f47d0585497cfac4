import { ok, pagingSchema } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const path = "/api/v1/constraints";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "What is said about moving each replica",
    query: pagingSchema,
    response: fleet.constraintListSchema,
    csv: fleet.constraintTable,
    handler: async ({ db, query }) => ok(await fleet.listConstraints(db, query)),
  }),
  defineRoute({
    method: "PUT",
    path,
    role: "operator",
    summary:
      "Set constraints from the table that GET gives as CSV; a replica that is not in it is left alone",
    body: fleet.constraintTextSchema,
    bodyForm: "csv",
    bodyLimitBytes: 32 * 1_048_576,
    response: fleet.inventoryCountsSchema,
    handler: ({ db, author, body }) => fleet.importConstraints(db, author, body),
  }),
);

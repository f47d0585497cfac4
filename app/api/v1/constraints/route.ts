import { ok, pagingSchema } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const whole = { path: "/api/v1/constraints", isHeavy: true } as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    ...whole,
    role: "viewer",
    summary: "What is said about moving each replica",
    query: pagingSchema,
    response: fleet.constraintListSchema,
    csv: fleet.constraintTable,
    handler: async ({ db, query }) => ok(await fleet.listConstraints(db, query)),
  }),
  defineRoute({
    method: "PUT",
    ...whole,
    role: "operator",
    summary:
      "Set constraints from the table that GET gives as CSV; a replica that is not in it is left alone",
    body: fleet.constraintTextSchema,
    bodyForm: "csv",
    bodyLimitBytes: fleet.MOST_CONSTRAINT_BYTES,
    response: fleet.inventoryCountsSchema,
    handler: ({ db, author, body }) => fleet.importConstraints(db, author, body),
  }),
);

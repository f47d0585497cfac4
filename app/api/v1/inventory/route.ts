import { ok } from "#lib/core/index.ts";
import { watchHomes } from "#lib/execution/outside/commands.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const path = "/api/v1/inventory";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "The whole inventory, as PUT takes it",
    response: fleet.inventoryAnswerSchema,
    handler: async ({ db }) => ok(await fleet.getInventory(db)),
  }),
  defineRoute({
    method: "PUT",
    path,
    role: "operator",
    summary: "Set the inventory, whole or in part; what is not named is left alone",
    query: fleet.inventoryQuerySchema,
    body: fleet.inventoryBodySchema,
    bodyLimitBytes: 64 * 1_048_576,
    response: fleet.inventoryCountsSchema,
    handler: ({ db, author, body, query }) =>
      watchHomes(db, author, () => fleet.putInventory(db, author, { body, prune: query.prune })),
  }),
);

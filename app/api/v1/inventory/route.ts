import { ok } from "#lib/core/index.ts";
import { watchHomes } from "#lib/execution/outside/commands.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve, Written } from "#lib/http/index.ts";

const whole = { path: "/api/v1/inventory", isHeavy: true } as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    ...whole,
    role: "viewer",
    summary: "The whole inventory, as PUT takes it",
    response: fleet.inventoryAnswerSchema,
    isTagged: true,
    handler: async ({ app }) => ok(new Written(await app.inventory.current())),
  }),
  defineRoute({
    method: "PUT",
    ...whole,
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

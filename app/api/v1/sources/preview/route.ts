import { ok } from "#lib/core/index.ts";
import { defineRoute, serve, tryMapping } from "#lib/http/index.ts";
import { sourcesPreviewBodySchema, sourcesPreviewSchema } from "#lib/telemetry/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/sources/preview",
    role: "viewer",
    // Labels name stamps of every region.
    needsWholeFleet: true,
    summary: "What arrived lately, and what a mapping makes of it",
    body: sourcesPreviewBodySchema,
    mayBeEmpty: true,
    transaction: false,
    response: sourcesPreviewSchema,
    handler: async ({ app, body }) => ok(await tryMapping(app, body.mapping)),
  }),
);

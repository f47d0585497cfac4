import { fleetAnswerSchema, fleetTable } from "#lib/hotness/fleet/fleetAnswer.ts";
import { fleetQuerySchema, getFleet } from "#lib/hotness/fleet/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/fleet",
    isHeavy: true,
    role: "viewer",
    summary: "Every pool, measured over a window; not paged",
    query: fleetQuerySchema,
    response: fleetAnswerSchema,
    csv: fleetTable,
    handler: ({ app, query, nowMs }) => getFleet(app, query, nowMs),
  }),
);

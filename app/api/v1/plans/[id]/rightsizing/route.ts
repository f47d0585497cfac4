import { rightSizingSchema, rightSizingTable, versionQuerySchema } from "#lib/execution/index.ts";
import { readRightSizing } from "#lib/execution/rightSizing/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/{id}/rightsizing",
    isHeavy: true,
    role: "viewer",
    summary:
      "Fewest instances of the pools that a plan touched, from what was measured since; never from a forecast",
    params: planParams,
    query: versionQuerySchema,
    response: rightSizingSchema,
    csv: rightSizingTable,
    handler: ({ app, params, query, nowMs }) => readRightSizing(app, { ...params, ...query }, nowMs),
  }),
);

import { gateReadingsSchema, readingsQuerySchema } from "#lib/execution/index.ts";
import { listReadings } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/{id}/readings",
    isHeavy: true,
    role: "viewer",
    summary: "Everything that a plan’s gates have read, with all that they looked at",
    params: planParams,
    query: readingsQuerySchema,
    response: gateReadingsSchema,
    handler: ({ db, params, query }) => listReadings(db, { ...query, id: params.id }),
  }),
);

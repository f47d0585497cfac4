import { defineRoute, serve } from "#lib/http/index.ts";
import { planComparisonSchema } from "#lib/planning/planAnswer.ts";
import { planCompareQuerySchema } from "#lib/planning/planBody.ts";
import { comparePlanVersions } from "#lib/planning/plans/queries.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/compare",
    isHeavy: true,
    role: "viewer",
    summary: "Two plans, or two versions of one, side by side, with what differs in words",
    query: planCompareQuerySchema,
    response: planComparisonSchema,
    handler: ({ db, query }) => comparePlanVersions(db, query),
  }),
);

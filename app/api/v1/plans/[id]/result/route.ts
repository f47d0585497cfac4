import { planResultSchema, planResultTable, versionQuerySchema } from "#lib/execution/index.ts";
import { readPlanResult } from "#lib/execution/result/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/{id}/result",
    isHeavy: true,
    role: "viewer",
    summary: "What a plan did, measured before and after in the same clock hours, beside what it was to do",
    params: planParams,
    query: versionQuerySchema,
    response: planResultSchema,
    csv: planResultTable,
    handler: ({ app, params, query, nowMs }) => readPlanResult(app, { ...params, ...query }, nowMs),
  }),
);

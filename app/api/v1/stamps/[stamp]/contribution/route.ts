import { contributionTable, stampContributionSchema } from "#lib/contribution/index.ts";
import { getStampContribution, stampContributionQuerySchema } from "#lib/contribution/stamp/queries.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/stamps/{stamp}/contribution",
    isHeavy: true,
    role: "viewer",
    summary: "Who makes a stamp hot: registries or tenants, ranked by relief",
    params: pathParams("stamp"),
    query: stampContributionQuerySchema,
    response: stampContributionSchema,
    csv: contributionTable,
    handler: ({ app, params, query, nowMs }) => getStampContribution(app, params.stamp, { query, nowMs }),
  }),
);

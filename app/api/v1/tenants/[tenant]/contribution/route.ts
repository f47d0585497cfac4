import { contributionTable, tenantContributionSchema } from "#lib/contribution/index.ts";
import { getTenantContribution, tenantContributionQuerySchema } from "#lib/contribution/tenant/queries.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/tenants/{tenant}/contribution",
    isHeavy: true,
    role: "viewer",
    summary: "What a tenant's registries do on every stamp they are on, ranked by relief",
    params: pathParams("tenant"),
    query: tenantContributionQuerySchema,
    response: tenantContributionSchema,
    csv: contributionTable,
    handler: ({ app, params, query, nowMs }) => getTenantContribution(app, params.tenant, { query, nowMs }),
  }),
);

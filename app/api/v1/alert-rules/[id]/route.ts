import * as alerts from "#lib/alerts/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const shared = {
  path: "/api/v1/alert-rules/{id}",
  role: "admin",
  params: alerts.ruleIdSchema,
  response: alerts.alertRuleSchema,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "PATCH",
    summary: "Change what is named of a rule, of a default too",
    body: alerts.ruleChangeSchema,
    handler: ({ db, author, params, body }) => alerts.changeRule(db, author, { id: params.id, change: body }),
  }),
  defineRoute({
    ...shared,
    method: "DELETE",
    summary: "Remove a rule; of a default, take its changes back",
    handler: ({ db, author, params }) => alerts.removeRule(db, author, params.id),
  }),
);

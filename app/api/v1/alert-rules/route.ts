import * as alerts from "#lib/alerts/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const path = "/api/v1/alert-rules";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Every alert rule: the defaults as they hold, and those that people made",
    response: alerts.alertRuleListSchema,
    handler: async ({ db }) => ok(await alerts.listRules(db)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    summary: "Make an alert rule",
    body: alerts.newRuleSchema,
    response: alerts.alertRuleSchema,
    status: 201,
    handler: ({ db, author, body }) => alerts.createRule(db, author, body),
  }),
);

import * as alerts from "#lib/alerts/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/alerts",
    role: "viewer",
    summary: "Alerts, open and past",
    query: alerts.alertQuerySchema,
    response: alerts.alertPageSchema,
    csv: alerts.alertTable,
    handler: async ({ db, query }) => ok(await alerts.listAlerts(db, query)),
  }),
);

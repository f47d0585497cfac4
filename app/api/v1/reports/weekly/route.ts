import { defineRoute, serve } from "#lib/http/index.ts";
import * as reports from "#lib/reports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/reports/weekly",
    isHeavy: true,
    role: "viewer",
    summary: "A week in review: heat beside the week before, alerts, plans, coverage, accuracy",
    query: reports.weeklyQuerySchema,
    response: reports.weeklyReportSchema,
    csv: reports.weeklyTable,
    handler: ({ app, query, nowMs }) => reports.getWeeklyReport(app, query, nowMs),
  }),
);

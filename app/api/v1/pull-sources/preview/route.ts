import { defineRoute, serve } from "#lib/http/index.ts";
import { trialRequestSchema, trialSchema, trySource } from "#lib/pull/index.ts";
import { pullApp } from "../../../../pullApp.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/pull-sources/preview",
    role: "admin",
    summary: "Ask a Prometheus once, and show which node each series would be; nothing is stored",
    body: trialRequestSchema,
    response: trialSchema,
    transaction: false,
    handler: ({ app, body }) => trySource(pullApp(app), body),
  }),
);

import { ok } from "#lib/core/index.ts";
import { controlPlaneOf, env } from "#lib/env.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { controlQuerySchema, controlRequestsSchema, listControlRequests } from "#lib/outgoing/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/control/requests",
    role: "viewer",
    summary: "What the control plane was asked for, and what became of it",
    query: controlQuerySchema,
    response: controlRequestsSchema,
    handler: async ({ db, query }) =>
      ok(await listControlRequests(db, { plan: query.plan ?? null, control: controlPlaneOf(env()) })),
  }),
);

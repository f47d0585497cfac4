import { ok } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const shared = { path: "/api/v1/sources", response: fleet.sourcesAnswerSchema } as const;
const change = { ...shared, role: "admin" } as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "GET",
    role: "viewer",
    summary: "Which metrics and labels of Prometheus and OpenTelemetry mean what",
    handler: async ({ db }) => ok(await fleet.getSources(db)),
  }),
  defineRoute({
    ...change,
    method: "PUT",
    summary: "Set the mapping of sources",
    body: fleet.sourcesBodySchema,
    handler: ({ db, author, body }) => fleet.setSources(db, author, body),
  }),
  defineRoute({
    ...change,
    method: "DELETE",
    summary: "Take the mapping back, so that the default holds",
    handler: ({ db, author }) => fleet.resetSources(db, author),
  }),
);

import { ok } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const shared = { path: "/api/v1/settings", response: fleet.settingListSchema } as const;
const change = { ...shared, role: "admin" } as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "GET",
    role: "viewer",
    summary: "Every setting, its default and what is set",
    handler: async ({ db }) => ok(await fleet.listSettings(db)),
  }),
  defineRoute({
    ...change,
    method: "PUT",
    summary: "Set one value in one scope",
    body: fleet.settingBodySchema,
    handler: ({ db, author, body }) => fleet.setSetting(db, author, body),
  }),
  defineRoute({
    ...change,
    method: "DELETE",
    summary: "Take a value back, so that the wider scope or the default holds",
    query: fleet.settingScopeQuerySchema,
    handler: ({ db, author, query }) => fleet.resetSetting(db, author, query),
  }),
);

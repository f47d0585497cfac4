import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import * as imports from "#lib/imports/index.ts";

const path = "/api/v1/imports";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Files that are being brought in, or were in the last 30 days; the newest first",
    query: imports.sessionQuerySchema,
    response: imports.sessionListSchema,
    handler: async ({ db, query }) => ok(await imports.listSessions(db, query)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    summary: "Begin to bring in a file, or to rehearse it; its bytes follow in parts",
    body: imports.newSessionSchema,
    response: imports.sessionSchema,
    status: 201,
    handler: ({ db, author, caller, body }) =>
      imports.startSession(db, author, { body, limits: caller?.regions ?? null }),
  }),
);

import { auditPageSchema, auditQuerySchema, auditTable, listAudit } from "#lib/audit/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/audit",
    role: "viewer",
    summary: "Who did what, when and why, the newest first",
    query: auditQuerySchema,
    response: auditPageSchema,
    csv: auditTable,
    handler: async ({ db, query }) => ok(await listAudit(db, query)),
  }),
);

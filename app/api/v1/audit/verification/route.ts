import { verificationStateSchema } from "#lib/audit/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/audit/verification",
    role: "viewer",
    summary: "What the last verification found, and what protects the audit",
    response: verificationStateSchema,
    handler: async ({ app }) => ok(await app.auditVerifier.state()),
  }),
);

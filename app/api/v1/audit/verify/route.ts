import { verificationSchema } from "#lib/audit/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/audit/verify",
    isHeavy: true,
    role: "viewer",
    summary: "Recompute the audit's chain of hashes and hold it against the anchors",
    description:
      "Names the first event that was changed, removed, moved or put in. Reads every event, so it takes some seconds for a hundred thousand; stores nothing.",
    response: verificationSchema,
    transaction: false,
    handler: async ({ app }) => ok(await app.auditVerifier.verify()),
  }),
);

import { z } from "zod";
import { verificationStateSchema } from "#lib/audit/index.ts";
import { ok } from "#lib/core/index.ts";
import { answerHealth, healthAnswerSchema, healthTable } from "#lib/hotness/health/healthAnswer.ts";
import { readFleetHealth } from "#lib/hotness/health/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/data-health",
    isHeavy: true,
    role: "viewer",
    summary:
      "The data of the last 24 hours: of every pool, who sent them, what was refused; what protects the audit",
    query: z.strictObject({ region: z.string().max(200).optional() }),
    response: healthAnswerSchema.extend({ audit: verificationStateSchema }),
    csv: healthTable,
    handler: async ({ app, query, nowMs }) =>
      ok({
        ...answerHealth(await readFleetHealth(app, { region: query.region, nowMs })),
        audit: await app.auditVerifier.state(),
      }),
  }),
);

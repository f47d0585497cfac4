import { handOutEvidence } from "#lib/execution/evidence/commands.ts";
import { evidenceSchema, versionQuerySchema } from "#lib/execution/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/plans/{id}/evidence",
    isHeavy: true,
    role: "viewer",
    summary:
      "Evidence pack of a plan: version, simulation, approvals, gate readings, result, its part of the audit",
    description:
      "One download under its own digest, which the audit notes. `npm run audit:verify -- --evidence FILE` checks it later.",
    params: planParams,
    query: versionQuerySchema,
    response: evidenceSchema,
    handler: async ({ app, author, params, query, reply }) => {
      const evidence = await handOutEvidence(app, author, { ...params, ...query });
      if (evidence.ok)
        reply.header("content-disposition", `attachment; filename="plan-${params.id}-evidence.json"`);
      return evidence;
    },
  }),
);

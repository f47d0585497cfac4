import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { PLAN_STATES, planAnswerSchema } from "../../planning/planAnswer.ts";
import { executionSchema, gateReadingSchema } from "../executionAnswer.ts";
import { planResultSchema } from "../result/resultAnswer.ts";
import { rightSizingSchema } from "../rightSizing/rightSizingAnswer.ts";

export const EVIDENCE_FORMAT = "ballast-evidence/1";

/** How a plan ran: what is so at the moment of asking, and would change from one to the next, is left out. */
const ranSchema = executionSchema
  .omit({ waitsFor: true, frozen: true, actions: true, phases: true })
  .extend({ phases: z.array(z.unknown()).readonly() });

/** What GET /api/v1/plans/{id}/evidence answers. */
export const evidenceSchema = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  plan: planAnswerSchema
    .pick({ id: true, name: true, region: true, author: true, createdAt: true, comments: true })
    .extend({
      version: z.number().int(),
      state: z.enum(PLAN_STATES),
      versionAuthor: z.string(),
      savedAt: isoInstantSchema,
      savedBy: z.string(),
    }),
  content: planAnswerSchema.shape.content.describe("what was approved, and what ran"),
  contentDigest: z.string().describe("SHA-256 of the content as it is stored now; equals execution.digest"),
  simulation: planAnswerSchema.shape.assessment.describe("inputs and outputs, as the plan was submitted"),
  execution: ranSchema,
  gateReadings: z.array(gateReadingSchema).readonly().describe("every one, the oldest first"),
  result: planResultSchema,
  rightSizing: rightSizingSchema.pick({ plan: true, pools: true }).nullable(),
  audit: z
    .array(
      z
        .looseObject({
          id: z.string(),
          at: isoInstantSchema,
          actor: z.string(),
          action: z.string(),
          hash: z.string().nullable(),
        })
        .describe("as GET /api/v1/audit answers it"),
    )
    .readonly()
    .describe("every event of the plan, the oldest first"),
  digest: z
    .string()
    .describe(
      "SHA-256 of the canonical form (RFC 8785) of all the rest: npm run audit:verify -- --evidence FILE",
    ),
});

export type Evidence = z.output<typeof evidenceSchema>;

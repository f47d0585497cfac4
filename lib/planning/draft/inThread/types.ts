import { z } from "zod";
import { planAssessmentSchema } from "../../planAssessment.ts";
import { planContentSchema } from "../../planContent.ts";

/** What the thread sends back, once. */
export const judgedMessageSchema = z.union([
  z.strictObject({
    prepared: z.strictObject({ content: planContentSchema, assessment: planAssessmentSchema }),
  }),
  z.strictObject({
    failure: z.strictObject({
      detail: z.string(),
      errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).readonly(),
    }),
  }),
]);

export type JudgedMessage = z.input<typeof judgedMessageSchema>;

import { z } from "zod";
import { instantSchema, isoInstantSchema } from "../../core/index.ts";

/** Longer than this at once, nobody could follow what happened in between. */
export const MOST_ADVANCE_HOURS = 72;

export const advanceClockBodySchema = z
  .strictObject({
    advanceTo: instantSchema.optional().describe(`later than now, at most ${MOST_ADVANCE_HOURS} h`),
    byMinutes: z
      .number()
      .min(1)
      .max(MOST_ADVANCE_HOURS * 60)
      .optional(),
  })
  .refine(({ advanceTo, byMinutes }) => (advanceTo === undefined) !== (byMinutes === undefined), {
    error: "either advanceTo or byMinutes is needed",
  });

export type AdvanceClockBody = z.output<typeof advanceClockBodySchema>;

export const demoClockSchema = z.strictObject({
  now: isoInstantSchema.describe("by the app's clock"),
  aheadSeconds: z.number().describe("of the machine's clock"),
});

export type DemoClock = z.output<typeof demoClockSchema>;

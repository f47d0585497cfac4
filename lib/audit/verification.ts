import { z } from "zod";
import { isoInstantSchema } from "../core/index.ts";

const findingSchema = z.strictObject({
  kind: z.enum(["changed", "removed", "misplaced", "rewritten", "cut_off"]),
  eventId: z
    .string()
    .describe("the first event that is not what was written; of removed ones, the first that is gone"),
  sentence: z.string(),
});

/** What a verification of the whole chain found. */
export const verificationSchema = z.strictObject({
  at: isoInstantSchema,
  isIntact: z.boolean(),
  sentence: z.string().describe("the result in words"),
  events: z.int().describe("found to be in order, from the first on"),
  lastEventId: z.string().describe("the last of them; 0 = none"),
  lastHash: z.string(),
  finding: findingSchema.nullable(),
  anchors: z
    .strictObject({
      count: z.int(),
      lastAt: isoInstantSchema.nullable(),
      lastEventId: z.string().nullable(),
      unreadable: z.int(),
      brokenLine: z.int().nullable().describe("the line from which on the file of anchors was changed"),
    })
    .nullable()
    .describe("null = this server writes none to a file"),
  milliseconds: z.number(),
});

export type Verification = z.output<typeof verificationSchema>;

export const verificationStateSchema = z.strictObject({
  last: verificationSchema.nullable().describe("of this process; null = none yet"),
  protection: z.enum(["role", "trigger", "none"]),
  protectionSentence: z.string(),
  anchoring: z.strictObject({
    file: z.boolean(),
    webhook: z.boolean(),
    everyMinutes: z.number(),
    sentence: z.string(),
  }),
});

export type VerificationState = z.output<typeof verificationStateSchema>;

import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { reasonSchema } from "../freeze/freezeBody.ts";
import { DEFAULT_MAPPING, sourceMappingSchema } from "./sourceMapping.ts";

/** The body of PUT /api/v1/sources. */
export const sourcesBodySchema = z.strictObject({
  mapping: sourceMappingSchema,
  reason: reasonSchema.optional(),
});

export type SourcesBody = z.output<typeof sourcesBodySchema>;

/** What GET, PUT and DELETE /api/v1/sources answer. */
export const sourcesAnswerSchema = z.strictObject({
  mapping: sourceMappingSchema,
  default: sourceMappingSchema,
  setAt: isoInstantSchema.nullable().describe("null: the default holds"),
  setBy: z.string().nullable(),
});

export type SourcesAnswer = z.output<typeof sourcesAnswerSchema>;

export function toSourcesAnswer(set: Omit<SourcesAnswer, "default">): SourcesAnswer {
  return { ...set, default: DEFAULT_MAPPING };
}

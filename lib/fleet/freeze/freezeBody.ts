import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";

export const reasonSchema = z.string().trim().min(1).max(1_000).describe("why; it stands in the audit");

export const freezeBodySchema = z.strictObject({ reason: reasonSchema });

const freezeSchema = z.strictObject({
  pressedAt: isoInstantSchema,
  pressedBy: z.string(),
  reason: z.string(),
  liftedAt: isoInstantSchema.nullable(),
  liftedBy: z.string().nullable(),
  liftReason: z.string().nullable(),
});

/** What GET, POST and DELETE /api/v1/freeze answer. */
export const freezeStateSchema = z.strictObject({
  frozen: z.boolean(),
  current: freezeSchema.nullable(),
  history: z.array(freezeSchema).describe("lifted freezes, the newest first"),
});

export type FreezeState = z.output<typeof freezeStateSchema>;

import { z } from "zod";
import { instantSchema, MOST_INTEGER } from "../core/index.ts";
import { reasonSchema } from "../fleet/freeze/freezeBody.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { planParams } from "../planning/planBody.ts";
import { observationHoursSchema } from "../planning/planContent.ts";

const number = (what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be the number of a ${what}` })
    .transform(Number);

export const phaseParams = planParams.extend({ n: number("phase") });
export const moveParams = planParams.extend({
  move: nameSchema.describe("its id, or the name of its registry"),
});
export const newStampParams = planParams.extend({ stamp: nameSchema });

/** Of everything that is done to a plan that runs. */
const aboutVersion = {
  version: z
    .number()
    .int()
    .min(1)
    .max(MOST_INTEGER)
    .optional()
    .describe("left out: the one that is on its way; another is refused where its state does not allow it"),
};

/** Of what is read about a plan that runs, or has run. */
export const versionQuerySchema = z.strictObject({
  version: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("left out: the one on its way, else the newest"),
});
/** Of the readings of a plan's gates. */
export const readingsQuerySchema = versionQuerySchema.extend({
  phase: z.coerce.number().int().min(1).max(10_000).optional().describe("left out: of every phase"),
});
export const versionedBodySchema = z.strictObject(aboutVersion);
export const givenReasonBodySchema = z.strictObject({ ...aboutVersion, reason: reasonSchema });
export const maybeReasonBodySchema = z.strictObject({ ...aboutVersion, reason: reasonSchema.optional() });
export const submitBodySchema = z.strictObject({
  override: reasonSchema
    .optional()
    .describe("why a plan of which a step makes something worse is submitted; takes an approver"),
});
export const bindBodySchema = z.strictObject({
  ...aboutVersion,
  boundAt: instantSchema.optional().describe("when the home did change; default now"),
  confirmation: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .optional()
    .describe("what proves it: a ticket, an operation of the control plane"),
});
export const revertBodySchema = z.strictObject({
  ...aboutVersion,
  revertedAt: instantSchema.optional().describe("when the home did change back; default now"),
  reason: reasonSchema.optional().describe("needed outside a roll-back, and under the freeze"),
});
export const shortenBodySchema = z.strictObject({
  ...aboutVersion,
  hours: observationHoursSchema.describe("of observation, in place of those that were approved"),
  reason: reasonSchema,
});
export const stampCreatedBodySchema = z.strictObject({
  ...aboutVersion,
  reference: z.string().trim().min(1).max(2_000).describe("what made it: a ticket, a deployment"),
});

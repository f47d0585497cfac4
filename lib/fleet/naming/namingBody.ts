import { z } from "zod";
import { reasonSchema } from "../freeze/freezeBody.ts";
import { nameSchema } from "../inventory/inventoryBody.ts";

export const renameBodySchema = z.strictObject({
  name: nameSchema.describe("the new name; the old one goes on being understood"),
  reason: reasonSchema.optional(),
});

export const mergeBodySchema = z.strictObject({
  into: nameSchema.describe("what takes over the name and what lives there; it must be there already"),
  reason: reasonSchema.optional(),
});

export const retireBodySchema = z.strictObject({ reason: reasonSchema.optional() });

/** The thing by its name now. */
export const namedSchema = z.strictObject({ name: z.string() });

export type Named = z.output<typeof namedSchema>;

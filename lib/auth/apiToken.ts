import { z } from "zod";
import {
  instantSchema,
  isoInstantSchema,
  nextCursorSchema,
  rowNumberTextSchema,
  visibleNameSchema,
} from "../core/index.ts";
import { ROLES } from "./roles.ts";

export const roleSchema = z.enum(ROLES);

export const newTokenSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(100)
    .pipe(visibleNameSchema(100))
    .describe("who or what will use it; the audit shows this name"),
  role: roleSchema,
  region: z
    .string()
    .max(200)
    .optional()
    .describe("all that it does is limited to it; left out: the whole fleet"),
  expiresAt: instantSchema.optional(),
});

export type NewToken = z.output<typeof newTokenSchema>;

/** A token as it may be seen: never its secret. */
export const apiTokenSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  role: roleSchema,
  region: z.string().nullable().describe("null = the whole fleet"),
  prefix: z.string(),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  expiresAt: isoInstantSchema.nullable(),
  lastUsedAt: isoInstantSchema.nullable(),
  revokedAt: isoInstantSchema.nullable(),
});

export const apiTokenListSchema = z.strictObject({
  tokens: z.array(apiTokenSchema).readonly().describe("in the order in which they were made"),
  nextCursor: nextCursorSchema,
});

export const createdTokenSchema = apiTokenSchema.extend({
  secret: z.string().nullable().describe("shown this once; null when a repeated request is answered again"),
});

export const sessionSchema = z.strictObject({ actor: z.string(), role: roleSchema });

export type ApiTokenView = z.output<typeof apiTokenSchema>;
export type CreatedToken = z.output<typeof createdTokenSchema>;

export const whoSchema = z.strictObject({ actor: z.string().nullable(), role: roleSchema.nullable() });

/** A token's number within an address. */
export const tokenIdSchema = z.strictObject({ id: rowNumberTextSchema });

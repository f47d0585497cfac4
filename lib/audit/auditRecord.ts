import { z } from "zod";
import { instantSchema, isoInstantSchema } from "../core/index.ts";

/** What may be asked of the audit; every filter is exact. */
export const auditQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, { error: "must be a nextCursor as it was given" })
    .transform(BigInt)
    .optional(),
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  thing: z.string().max(100).optional(),
  thingName: z.string().max(500).optional(),
  requestId: z.string().max(200).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

export type AuditQuery = z.output<typeof auditQuerySchema>;

export const auditRecordSchema = z.strictObject({
  id: z.string(),
  at: isoInstantSchema,
  actor: z.string(),
  actorRole: z.string(),
  action: z.string(),
  thing: z.string(),
  thingName: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
});

export const auditPageSchema = z.strictObject({
  events: z.array(auditRecordSchema).describe("the newest first"),
  nextCursor: z.string().nullable().describe("null on the last page"),
});

export type AuditRecord = z.output<typeof auditRecordSchema>;
export type AuditPage = z.output<typeof auditPageSchema>;

/** The page as a table; facts before and after as JSON text. */
export function auditTable({ events }: AuditPage) {
  return {
    columns: [
      "id",
      "at",
      "actor",
      "actor_role",
      "action",
      "thing",
      "thing_name",
      "before",
      "after",
      "reason",
      "request_id",
    ],
    rows: events.map((one) => [
      one.id,
      one.at,
      one.actor,
      one.actorRole,
      one.action,
      one.thing,
      one.thingName,
      one.before === null ? null : JSON.stringify(one.before),
      one.after === null ? null : JSON.stringify(one.after),
      one.reason,
      one.requestId,
    ]),
  };
}

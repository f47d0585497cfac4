import { z } from "zod";
import { instantSchema, isoInstantSchema, rowNumberTextSchema } from "../core/index.ts";

/** What may be asked of the audit; every filter is exact but `q`. */
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
  plan: rowNumberTextSchema.optional().describe("events of this plan"),
  stamp: z.string().max(200).optional().describe("events that touch this stamp"),
  q: z.string().max(200).optional().describe("words that all stand somewhere in the event, in any case"),
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
  context: z
    .unknown()
    .describe("on which plan, version, stamps, window and model it rests; null where there is none"),
  previousHash: z.string().nullable().describe("of the event before"),
  hash: z.string().nullable().describe("SHA-256 of the canonical form (RFC 8785) of all that is stored"),
});

export const auditPageSchema = z.strictObject({
  events: z.array(auditRecordSchema).describe("the newest first"),
  nextCursor: z.string().nullable().describe("null on the last page"),
});

export type AuditRecord = z.output<typeof auditRecordSchema>;
export type AuditPage = z.output<typeof auditPageSchema>;

/** The page as a table; facts before and after, and what it rests on, as JSON text. */
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
      "context",
      "prev_hash",
      "hash",
    ],
    rows: events.map((one) => [
      one.id,
      one.at,
      one.actor,
      one.actorRole,
      one.action,
      one.thing,
      one.thingName,
      jsonCell(one.before),
      jsonCell(one.after),
      one.reason,
      one.requestId,
      jsonCell(one.context),
      one.previousHash,
      one.hash,
    ]),
  };
}

function jsonCell(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

import { z } from "zod";
import { isoInstantSchema, rowNumberTextSchema } from "../../core/index.ts";
import { ALERT_MEASURES } from "../rules/alertRule.ts";

export const alertSchema = z.strictObject({
  id: z.number().int(),
  rule: z.string(),
  ruleName: z.string(),
  measure: z.enum(ALERT_MEASURES),
  severity: z.enum(["warning", "critical"]),
  region: z.string(),
  stamp: z.string(),
  pool: z.string().nullable().describe("null: the whole stamp"),
  state: z.enum(["open", "cleared"]),
  sentence: z.string(),
  since: isoInstantSchema.describe("since when the condition held"),
  raisedAt: isoInstantSchema,
  clearedAt: isoInstantSchema.nullable(),
  clearedBy: z
    .enum(["calm", "rule_off", "gone"])
    .nullable()
    .describe("calm: clear of the limit; rule_off: the rule no longer asks; gone: the pool is retired"),
  limit: z.number(),
  value: z.number().describe("when it was raised, in the measure's unit"),
  worst: z.number(),
  latest: z.number().nullable().describe("null: no data"),
  acknowledged: z
    .strictObject({ at: isoInstantSchema, by: z.string(), note: z.string().nullable() })
    .nullable(),
  muted: z
    .strictObject({ until: isoInstantSchema, by: z.string(), reason: z.string() })
    .nullable()
    .describe("also while `until` has passed"),
});

export const alertPageSchema = z.strictObject({
  alerts: z.array(alertSchema).describe("the newest first"),
  open: z.number().int().describe("all that are open, whatever was asked for"),
  nextCursor: z.string().nullable(),
});

export const alertQuerySchema = z.strictObject({
  state: z.enum(["open", "cleared"]).optional(),
  region: z.string().max(200).optional(),
  stamp: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, { error: "must be a nextCursor as it was given" })
    .transform(Number)
    .optional(),
});

export const alertIdSchema = z.strictObject({ id: rowNumberTextSchema });

export const acknowledgeSchema = z.strictObject({
  note: z.string().trim().min(1).max(1_000).optional().describe("what is being done about it"),
});

export const muteSchema = z.strictObject({
  minutes: z.number().int().min(0).max(43_200).describe("from now on; 0 ends a mute"),
  reason: z.string().trim().min(1).max(1_000),
});

export type Alert = z.output<typeof alertSchema>;
export type AlertPage = z.output<typeof alertPageSchema>;
export type AlertQuery = z.output<typeof alertQuerySchema>;

/** The page as a table. */
export function alertTable({ alerts }: AlertPage) {
  return {
    columns: [
      "id",
      "state",
      "severity",
      "rule",
      "measure",
      "region",
      "stamp",
      "pool",
      "since",
      "raised_at",
      "cleared_at",
      "cleared_by",
      "limit",
      "value",
      "worst",
      "latest",
      "acknowledged_at",
      "acknowledged_by",
      "muted_until",
      "sentence",
    ],
    rows: alerts.map((one) => [
      one.id,
      one.state,
      one.severity,
      one.rule,
      one.measure,
      one.region,
      one.stamp,
      one.pool,
      one.since,
      one.raisedAt,
      one.clearedAt,
      one.clearedBy,
      one.limit,
      one.value,
      one.worst,
      one.latest,
      one.acknowledged?.at ?? null,
      one.acknowledged?.by ?? null,
      one.muted?.until ?? null,
      one.sentence,
    ]),
  };
}

import { z } from "zod";
import { instantSchema, isoInstantSchema } from "../../core/index.ts";
import { nameSchema } from "../inventory/inventoryBody.ts";

export const SIGNAL_KINDS = ["outage", "sustained_errors", "throttling", "low_throughput"] as const;
export const SIGNAL_SEVERITIES = ["low", "medium", "high", "critical"] as const;

/** One signal as it is sent. Its key is (stamp, pool, kind, source, from): sent again it says what has become of it. */
export const signalBodySchema = z
  .strictObject({
    stamp: nameSchema,
    pool: nameSchema.nullish().describe("left out: of the whole stamp"),
    kind: z.enum(SIGNAL_KINDS),
    severity: z.enum(SIGNAL_SEVERITIES),
    from: instantSchema,
    to: instantSchema.nullish().describe("null: still open; left out: open, or as it was known"),
    source: z.string().max(200).default(""),
    note: z.string().max(4_000).default(""),
  })
  .refine((signal) => signal.to == null || signal.from <= signal.to, {
    error: "must not be before from",
    path: ["to"],
  });

export type SignalBody = z.output<typeof signalBodySchema>;

/** The body of POST /api/v1/signals. Rows are checked one by one, so that a bad one does not sink the good ones. */
export const signalsBodySchema = z.strictObject({
  signals: z.array(z.unknown().meta({ $ref: "#/components/schemas/Signal" })).max(10_000),
});

export const signalQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, { error: "must be a nextCursor as it was given" })
    .transform(BigInt)
    .optional(),
  stamp: nameSchema.optional(),
  region: nameSchema.optional(),
  kind: z.enum(SIGNAL_KINDS).optional(),
  open: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  from: instantSchema.optional().describe("signals that had not ended before"),
  to: instantSchema.optional().describe("signals that began before"),
});

export type SignalQuery = z.output<typeof signalQuerySchema>;

export const signalSchema = z.strictObject({
  id: z.string(),
  region: z.string(),
  stamp: z.string(),
  pool: z.string().nullable(),
  kind: z.enum(SIGNAL_KINDS),
  severity: z.enum(SIGNAL_SEVERITIES),
  from: isoInstantSchema,
  to: isoInstantSchema.nullable(),
  source: z.string(),
  note: z.string(),
  updatedAt: isoInstantSchema,
});

export const signalPageSchema = z.strictObject({
  signals: z.array(signalSchema).describe("the newest first"),
  nextCursor: z.string().nullable(),
});

export type Signal = z.output<typeof signalSchema>;
export type SignalPage = z.output<typeof signalPageSchema>;

/** What became of the rows of a POST; accepted + duplicate + rejected = rows sent. */
export interface SignalReport {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly rounded: number;
  readonly errors: { readonly index: number; readonly code: string; readonly message: string }[];
}

/** The page as a table. */
export function signalTable({ signals }: SignalPage) {
  return {
    columns: [
      "id",
      "region",
      "stamp",
      "pool",
      "kind",
      "severity",
      "from",
      "to",
      "source",
      "note",
      "updated_at",
    ],
    rows: signals.map((one) => [
      one.id,
      one.region,
      one.stamp,
      one.pool,
      one.kind,
      one.severity,
      one.from,
      one.to,
      one.source,
      one.note,
      one.updatedAt,
    ]),
  };
}

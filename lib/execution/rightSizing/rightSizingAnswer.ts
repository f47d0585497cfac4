import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { nameSchema } from "../../fleet/inventory/inventoryBody.ts";
import { planParams } from "../../planning/planBody.ts";
import { SIZE_VERDICTS } from "./adviseSize.ts";

const count = z.number().int();
const percent = z.number().nullable().describe("percent of a node; null = cannot be had");

export const APPLIED_STATES = ["applied", "verified", "missed"] as const;

/** A change of a pool's minimum that was recorded. */
export const appliedSizeSchema = z.strictObject({
  id: count,
  from: count.nullable().describe("the minimum before; null = none was declared"),
  to: count,
  target: z.number(),
  projectedP95: percent.describe("with one update domain out"),
  reference: z.string(),
  appliedAt: isoInstantSchema,
  appliedBy: z.string(),
  verifyAt: isoInstantSchema,
  state: z.enum(APPLIED_STATES).describe("verified = measured at its target, missed = over it"),
  measuredP95: percent.describe("of the peak since; null = not verified yet"),
  decidedAt: isoInstantSchema.nullable(),
});

export const sizedPoolSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  role: z.enum(["source", "destination"]),
  verdict: z.enum(SIZE_VERDICTS),
  why: z.string(),
  limit: z.number(),
  target: z.number().describe("limit less the target margin"),
  updateDomains: count,
  instances: z.strictObject({
    minimum: count.nullable(),
    maximum: count.nullable(),
    measured: count.nullable().describe("nodes that were there last"),
  }),
  coverage: z.number().nullable(),
  hotNodeP95: percent,
  idle: z.number().describe("of a node without load, by its load model; 0 where none tells"),
  current: count.nullable().describe("the declared minimum, else the nodes that were there"),
  smallest: count.nullable().describe("that keeps the target with one update domain out"),
  floor: count,
  headroom: count,
  needed: count.nullable().describe("the smallest with floor and headroom"),
  recommended: count.nullable().describe("where load has only left, never more than `current`"),
  projected: z.strictObject({ hotNodeP95: z.number(), withDomainOut: z.number() }).nullable(),
  saved: z
    .strictObject({
      instances: count,
      vmHoursPerMonth: z.number().describe("of 730 hours"),
      money: z.number().nullable().describe("a month; null = no price is set"),
    })
    .nullable(),
  applied: z.array(appliedSizeSchema).readonly().describe("the newest first"),
});

/** What GET /api/v1/plans/{id}/rightsizing answers, and recording one. */
export const rightSizingSchema = z.strictObject({
  plan: z.strictObject({ id: count, version: count, name: z.string(), region: z.string() }),
  window: z
    .strictObject({ from: isoInstantSchema, to: isoInstantSchema })
    .nullable()
    .describe("the hottest hours since the last observation began; null = none yet"),
  observedSince: isoInstantSchema.nullable(),
  wantedHours: z.number(),
  pools: z.array(sizedPoolSchema).readonly(),
});

export const rightSizingParams = planParams.extend({ stamp: nameSchema, pool: nameSchema });
export const appliedBodySchema = z.strictObject({
  reference: z.string().trim().min(1).max(2_000).describe("what changed it: a ticket, a deployment"),
  instances: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe("the minimum that was set; left out: the one that is recommended"),
});

/** What recording a change answers: the change, before it is verified. */
export const sizeRecordedSchema = appliedSizeSchema.extend({ stamp: z.string(), pool: z.string() });

export type SizeRecorded = z.output<typeof sizeRecordedSchema>;
export type AppliedSize = z.output<typeof appliedSizeSchema>;
export type SizedPoolAnswer = z.output<typeof sizedPoolSchema>;
export type RightSizing = z.output<typeof rightSizingSchema>;

export function rightSizingTable({ pools }: RightSizing) {
  return {
    columns: [
      "stamp",
      "pool",
      "role",
      "verdict",
      "target_p95",
      "p95",
      "current",
      "smallest",
      "needed",
      "recommended",
      "projected_p95",
      "projected_p95_domain_out",
      "vm_hours_saved_month",
      "money_saved_month",
      "why",
    ],
    rows: pools.map((one) => [
      one.stamp,
      one.pool,
      one.role,
      one.verdict,
      one.target,
      one.hotNodeP95,
      one.current,
      one.smallest,
      one.needed,
      one.recommended,
      one.projected?.hotNodeP95 ?? null,
      one.projected?.withDomainOut ?? null,
      one.saved?.vmHoursPerMonth ?? null,
      one.saved?.money ?? null,
      one.why,
    ]),
  };
}

import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { PLAN_STATES } from "../../planning/planAnswer.ts";
import { OUTCOME_MEASURES } from "../gates/types.ts";

const percent = z.number().nullable().describe("percent of a node; null = no data, or too little of it");
const points = z.number().nullable();
const windowSchema = z.strictObject({ from: isoInstantSchema, to: isoInstantSchema });

const figuresSchema = z.strictObject({
  hotNodeP95: percent,
  max: percent,
  average: percent,
  coverage: z.number().nullable().describe("0–1; null = no data at all"),
  nodes: z.number().int().nullable(),
});

/** One pool before and after a plan. */
export const resultRowSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  role: z.enum(["source", "destination", "control"]).describe("control = same kind and region, not touched"),
  limit: z.number(),
  before: figuresSchema,
  after: figuresSchema,
  change: z.strictObject({
    hotNodeP95Percent: points.describe("of what it was before"),
    hotNodeP95Points: points,
    maxPoints: points,
  }),
  predicted: z
    .strictObject({ hotNodeP95: percent, low: percent, high: percent, max: percent })
    .nullable()
    .describe("as the plan was submitted; null = the plan predicts nothing of it"),
  error: z.strictObject({ hotNodeP95: points, max: points }).describe("measured less predicted, points"),
  isInside: z.boolean().nullable().describe("inside the predicted interval; null = cannot be told"),
});

/** What GET /api/v1/plans/{id}/result answers. */
export const planResultSchema = z.strictObject({
  plan: z.strictObject({
    id: z.number().int(),
    version: z.number().int(),
    name: z.string(),
    region: z.string(),
    state: z.enum(PLAN_STATES),
  }),
  before: windowSchema.describe("the snapshot's window"),
  after: windowSchema
    .nullable()
    .describe("the same clock hours of the last full day of the last observation; null = not yet"),
  isFinal: z.boolean().describe("the plan has completed and its last observation is over"),
  isOtherWeekday: z.boolean().describe("one is a working day where the region is, the other is not"),
  note: z.string().describe("what is to be said of the whole, in words"),
  rows: z.array(resultRowSchema).readonly().describe("touched pools first, then control pools; by name"),
  outcomes: z
    .array(
      z.strictObject({
        stamp: z.string(),
        measure: z.enum(OUTCOME_MEASURES),
        before: z.number().nullable(),
        after: z.number().nullable(),
      }),
    )
    .readonly()
    .describe("medians over the two windows, where a stamp reports them"),
});

export type ResultRow = z.output<typeof resultRowSchema>;
export type PlanResult = z.output<typeof planResultSchema>;

/** The measured table as CSV. */
export function planResultTable({ rows, before, after }: PlanResult) {
  return {
    columns: [
      "stamp",
      "pool",
      "kind",
      "role",
      "limit_p95",
      "before_from",
      "before_to",
      "after_from",
      "after_to",
      "p95_before",
      "p95_after",
      "p95_change_percent",
      "max_before",
      "max_after",
      "max_change_points",
      "coverage_before",
      "coverage_after",
      "nodes_before",
      "nodes_after",
      "predicted_p95",
      "predicted_p95_low",
      "predicted_p95_high",
      "predicted_max",
      "error_p95",
      "error_max",
      "inside_interval",
    ],
    rows: rows.map((row) => [
      row.stamp,
      row.pool,
      row.kind,
      row.role,
      row.limit,
      before.from,
      before.to,
      after?.from ?? null,
      after?.to ?? null,
      row.before.hotNodeP95,
      row.after.hotNodeP95,
      row.change.hotNodeP95Percent,
      row.before.max,
      row.after.max,
      row.change.maxPoints,
      row.before.coverage,
      row.after.coverage,
      row.before.nodes,
      row.after.nodes,
      row.predicted?.hotNodeP95 ?? null,
      row.predicted?.low ?? null,
      row.predicted?.high ?? null,
      row.predicted?.max ?? null,
      row.error.hotNodeP95,
      row.error.max,
      row.isInside,
    ]),
  };
}

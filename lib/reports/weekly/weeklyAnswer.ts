import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";

const percentSchema = z.number().nullable().describe("percent of a node; null = no data");

export const weeklyQuerySchema = z.strictObject({
  week: z.string().max(20).optional().describe("2026-W47; left out: the last that is over"),
  region: z.string().max(200).optional(),
});

const poolSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  hotNodeP95: percentSchema.describe("over all minutes of the week"),
  hotNodeP95Before: percentSchema.describe("over the week before"),
  max: percentSchema,
  limit: z.number(),
  minutesOver: z.number().int().describe("minutes in which hot(bin) was over the limit"),
  coverage: z.number().describe("0–1, the lesser of bins and node-minutes"),
  coverageBefore: z.number().describe("of the week before"),
});

const regionSchema = z.strictObject({
  region: z.string(),
  pools: z.array(poolSchema).describe("the hottest first"),
  alerts: z.strictObject({
    raised: z.number().int(),
    critical: z.number().int(),
    openAtEnd: z.number().int(),
  }),
});

const planSchema = z.strictObject({
  plan: z.number().int(),
  version: z.number().int(),
  name: z.string(),
  region: z.string(),
  state: z.string().describe("now"),
  moved: z.number().int().describe("moves bound in the week"),
  reverted: z.number().int(),
  gates: z.array(
    z.strictObject({ phase: z.number().int(), name: z.string(), state: z.string(), at: isoInstantSchema }),
  ),
});

/** What GET /api/v1/reports/weekly answers. */
export const weeklyReportSchema = z.strictObject({
  week: z.string(),
  from: isoInstantSchema,
  to: isoInstantSchema,
  isOver: z.boolean().describe("false: the week goes on, and this is what there is of it"),
  regions: z.array(regionSchema),
  plans: z.array(planSchema).describe("those that did something in the week"),
  accuracy: z
    .strictObject({
      pools: z.number().int().describe("predictions that were measured in the week"),
      meanErrorPoints: z.number().nullable().describe("mean of |predicted − measured| hot-node P95"),
      withinInterval: z.number().nullable().describe("share inside the 90 % interval, 0–1"),
    })
    .describe("of predictions from the hours before the moves alone; null figures: nothing was measured"),
});

export type WeeklyReport = z.output<typeof weeklyReportSchema>;
export type WeeklyPool = z.output<typeof poolSchema>;

/** The pools as a table. */
export function weeklyTable({ week, regions }: WeeklyReport) {
  return {
    columns: [
      "week",
      "region",
      "stamp",
      "pool",
      "hot_node_p95",
      "hot_node_p95_before",
      "max",
      "limit",
      "minutes_over",
      "coverage",
      "coverage_before",
    ],
    rows: regions.flatMap(({ region, pools }) =>
      pools.map((one) => [
        week,
        region,
        one.stamp,
        one.pool,
        one.hotNodeP95,
        one.hotNodeP95Before,
        one.max,
        one.limit,
        one.minutesOver,
        one.coverage,
        one.coverageBefore,
      ]),
    ),
  };
}

/** Pools by their P95, the hottest first; those without data last, then by name. */
export function hottestFirst(pools: readonly WeeklyPool[]): WeeklyPool[] {
  const heat = ({ hotNodeP95 }: WeeklyPool) => hotNodeP95 ?? -1;
  const name = ({ stamp, pool }: WeeklyPool) => `${stamp} ${pool}`;
  return pools.toSorted((one, other) => heat(other) - heat(one) || (name(one) < name(other) ? -1 : 1));
}

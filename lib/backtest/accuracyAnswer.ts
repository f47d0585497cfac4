import { z } from "zod";
import { answerWindow, rounded } from "../contribution/contributionAnswer.ts";
import { instantSchema, isoInstantSchema, toIso } from "../core/index.ts";
import { INTERVAL_LEVEL, POOL_FLAGS } from "../simulation/types.ts";
import {
  type AccuracySummary,
  ageDaysOf,
  errorOf,
  groupAccuracy,
  isInside,
  summarizeAccuracy,
} from "./summarizeAccuracy.ts";
import { BASES, type Figures, type PredictionResult, REFUSALS, ROLES } from "./types.ts";

/** The query of GET /api/v1/accuracy. */
export const accuracyQuerySchema = z.strictObject({
  region: z.string().max(200).optional(),
  kind: z.string().max(200).optional().describe("of the pool"),
  role: z.enum(ROLES).optional(),
  basis: z
    .enum(BASES)
    .default("on_observed_load")
    .describe(
      "as_predicted: from the hours before alone. on_observed_load: the same model rendered on the load of the hours after.",
    ),
  from: instantSchema.optional().describe("moves made at that time or later"),
  to: instantSchema.optional().describe("moves made before that time"),
});
export type AccuracyQuery = z.output<typeof accuracyQuerySchema>;

const pointsSchema = z.number().nullable().describe("points; null = nothing to tell it from");
const summaryFields = {
  pools: z.number().int().describe("predicted and measured"),
  refused: z.number().int().describe("without a prediction or a measure; no figure rests on them"),
  medianChange: pointsSchema.describe("median size of the change that was predicted, all else equal"),
  medianError: pointsSchema.describe("median of the absolute error of hot-node P95, points"),
  p90Error: pointsSchema.describe("90th percentile of it"),
  bias: pointsSchema.describe("mean of predicted − measured: above 0, predictions are too hot"),
  insideShare: z
    .number()
    .nullable()
    .describe("measured inside the 90 % interval ÷ all, 0–1; 0.9 is what it should be"),
};
const summarySchema = z.strictObject(summaryFields);
const windowSchema = z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }).nullable();
const figuresSchema = z.strictObject({
  hotNodeP95: z.number().nullable(),
  max: z.number().nullable(),
  average: z.number().nullable(),
});
const intervalSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  level: z.literal(INTERVAL_LEVEL),
});

const resultSchema = z.strictObject({
  episode: z.string().describe("the set of moves"),
  region: z.string(),
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  role: z.enum(ROLES),
  basis: z.enum(BASES),
  changed: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  moves: z
    .array(z.strictObject({ registry: z.string(), from: z.string(), to: z.string(), at: isoInstantSchema }))
    .readonly(),
  before: figuresSchema.extend({ window: windowSchema, coverage: z.number().nullable() }),
  predicted: figuresSchema
    .extend({
      interval: intervalSchema,
      intervals: z.strictObject({ max: intervalSchema, average: intervalSchema }),
    })
    .nullable()
    .describe("null = refused"),
  measured: figuresSchema.extend({ window: windowSchema, coverage: z.number().nullable() }),
  unmovedP95: z
    .number()
    .nullable()
    .describe("hot-node P95 without the moves: as measured before, or rendered on the load that came"),
  errorPoints: z.number().nullable().describe("predicted − measured hot-node P95"),
  inside: z.boolean().nullable().describe("whether the interval held the measured P95"),
  ageDays: z.number().nullable().describe("from the end of the hours before to the beginning of those after"),
  refusal: z.enum(REFUSALS).nullable().describe("why a figure is not there"),
  flags: z.array(z.enum(POOL_FLAGS)).readonly(),
  otherWeekday: z.boolean().describe("one of the days works, the other rests"),
  otherNodes: z.boolean().describe("the pool had another number of nodes after"),
  model: z
    .strictObject({
      r2: z.number(),
      residualPoints: z.number(),
      bins: z.number(),
      nodes: z.number(),
      registries: z.number(),
    })
    .nullable(),
  computedAt: isoInstantSchema,
});

/** What GET /api/v1/accuracy answers. */
export const accuracySchema = z.strictObject({
  basis: z.enum(BASES),
  summary: summarySchema,
  byKind: z.array(summarySchema.extend({ kind: z.string() })).readonly(),
  byRole: z.array(summarySchema.extend({ role: z.enum(ROLES) })).readonly(),
  byAge: z.array(summarySchema.extend({ fromDays: z.number(), toDays: z.number().nullable() })).readonly(),
  byDay: z
    .array(summarySchema.extend({ otherWeekday: z.boolean() }))
    .readonly()
    .describe("otherWeekday: one of the days works, the other rests"),
  results: z.array(resultSchema).readonly().describe("the latest moves first, 5,000 at most"),
  left: z.number().int().describe("older results that passed and are not told"),
  waiting: z
    .array(
      z.strictObject({
        episode: z.string(),
        region: z.string(),
        changedAt: isoInstantSchema,
        stamps: z.array(z.string()).readonly(),
        registries: z.array(z.string()).readonly(),
      }),
    )
    .readonly()
    .describe("moves whose full day after is not over yet"),
});
export type AccuracyAnswer = z.output<typeof accuracySchema>;
export type AccuracyRow = AccuracyAnswer["results"][number];

export function answerAccuracy(
  results: readonly PredictionResult[],
  more: Pick<AccuracyAnswer, "basis" | "left" | "waiting">,
): AccuracyAnswer {
  const groups = groupAccuracy(results);
  return {
    basis: more.basis,
    summary: answerSummary(summarizeAccuracy(results)),
    byKind: groups.byKind.map((group) => ({ kind: group.kind, ...answerSummary(group) })),
    byRole: groups.byRole.map((group) => ({ role: group.role, ...answerSummary(group) })),
    byAge: groups.byAge.map((group) => ({
      fromDays: group.fromDays,
      toDays: group.toDays,
      ...answerSummary(group),
    })),
    byDay: groups.byDay.map((group) => ({
      otherWeekday: group.isOtherWeekday,
      ...answerSummary(group),
    })),
    results: results.map(answerResult),
    left: more.left,
    waiting: more.waiting,
  };
}

function answerSummary({
  pools,
  refused,
  medianChange,
  medianError,
  p90Error,
  bias,
  insideShare,
}: AccuracySummary) {
  return {
    pools,
    refused,
    medianChange: rounded(medianChange),
    medianError: rounded(medianError),
    p90Error: rounded(p90Error),
    bias: rounded(bias),
    insideShare: rounded(insideShare),
  };
}

function answerResult(result: PredictionResult): AccuracyRow {
  const { before, measured, predicted } = result;
  return {
    episode: result.episode,
    region: result.region,
    stamp: result.stamp,
    pool: result.pool,
    kind: result.kind,
    role: result.role,
    basis: result.basis,
    changed: { from: toIso(result.changed.firstMs), to: toIso(result.changed.lastMs) },
    moves: result.moves.map(({ registry, from, to, atMs }) => ({ registry, from, to, at: toIso(atMs) })),
    before: {
      ...answerFigures(before),
      window: before.window && answerWindow(before.window),
      coverage: rounded(before.coverage),
    },
    predicted:
      predicted === null
        ? null
        : {
            hotNodeP95: rounded(predicted.hotNodeP95.value),
            max: rounded(predicted.max.value),
            average: rounded(predicted.average.value),
            interval: answerInterval(predicted.hotNodeP95),
            intervals: { max: answerInterval(predicted.max), average: answerInterval(predicted.average) },
          },
    measured: {
      ...answerFigures(measured),
      window: measured.window && answerWindow(measured.window),
      coverage: rounded(measured.coverage),
    },
    unmovedP95: rounded(result.unmovedP95),
    errorPoints: rounded(errorOf(result)),
    inside: isInside(result),
    ageDays: rounded(ageDaysOf(result)),
    refusal: result.refusal,
    flags: result.flags,
    otherWeekday: result.isOtherWeekday,
    otherNodes: result.hasOtherNodes,
    model: result.model,
    computedAt: toIso(result.computedMs),
  };
}

function answerFigures({ hotNodeP95, max, average }: Figures) {
  return { hotNodeP95: rounded(hotNodeP95), max: rounded(max), average: rounded(average) };
}

function answerInterval({ low, high }: { readonly low: number; readonly high: number }) {
  return { low: rounded(low), high: rounded(high), level: INTERVAL_LEVEL } as const;
}

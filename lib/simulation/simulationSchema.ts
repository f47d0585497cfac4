import { z } from "zod";
import { noteSchema } from "../contribution/contributionAnswer.ts";
import { isoInstantSchema } from "../core/index.ts";
import { VERDICTS } from "./judgeStamps.ts";
import { INTERVAL_LEVEL, POOL_FLAGS } from "./types.ts";

const percentSchema = z
  .number()
  .nullable()
  .describe("percent of a node; null = cannot be had, see flags and notes");
const intervalSchema = z
  .strictObject({ low: z.number(), high: z.number(), level: z.literal(INTERVAL_LEVEL) })
  .nullable()
  .describe("holds it in nine of ten cases");
const figuresSchema = z.strictObject({
  hotNodeP95: percentSchema,
  max: percentSchema,
  average: percentSchema,
});
const afterSchema = figuresSchema.extend({
  interval: intervalSchema.describe("of hotNodeP95"),
  intervals: z.strictObject({ max: intervalSchema, average: intervalSchema }),
});
const curveSchema = z.array(percentSchema).readonly();
const curvesSchema = z.strictObject({ hot: curveSchema, average: curveSchema });

/** A pool before and after moves. */
export const simulatedPoolSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  role: z.enum(["source", "destination", "untouched"]),
  limit: z.number(),
  before: figuresSchema,
  after: afterSchema,
  excess: z.strictObject({ before: z.number().nullable(), after: z.number().nullable() }),
  flags: z.array(z.enum(POOL_FLAGS)).readonly(),
  series: z
    .strictObject({ stepSeconds: z.literal(60), before: curvesSchema, after: curvesSchema })
    .optional()
    .describe(
      "minute by minute from the window's beginning, null = no data; of pools that change, where asked for",
    ),
});

/** A pool that a phase touches. */
export const phasePoolSchema = simulatedPoolSchema.extend({
  cutover: afterSchema.describe("while the phase's moves cut over: their load is on both ends"),
});

const reasonSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("over_limit"), pool: z.string(), excess: z.number() }),
  z.strictObject({
    kind: z.literal("signal"),
    signal: z.string(),
    severity: z.enum(["low", "medium", "high", "critical"]),
    pool: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("dominated"), pool: z.string(), tenant: z.string(), share: z.number() }),
]);

const evidenceSchema = z.strictObject({
  reasons: z.array(reasonSchema).readonly(),
  because: z.string().describe("in words"),
  pool: z.string().nullable().describe("its hottest against its limit"),
  limit: z.number().nullable(),
  before: percentSchema,
  after: percentSchema,
  destinationsOverLimit: z
    .array(z.strictObject({ stamp: z.string(), pool: z.string(), after: z.number() }))
    .readonly(),
  sickNode: z
    .strictObject({
      pool: z.string(),
      name: z.string(),
      excessPoints: z.number(),
      byLoadPoints: z.number(),
      byItselfPoints: z.number(),
    })
    .optional(),
  tenant: z
    .strictObject({ name: z.string(), pool: z.string(), reliefPoints: z.number(), share: z.number() })
    .optional(),
  isolation: z
    .array(
      z.strictObject({
        pool: z.string(),
        kind: z.string(),
        nodes: z.number().int().nullable().describe("like the present ones; null = more than a hundred"),
        hotNodeP95: percentSchema,
        hotNodeP95High: percentSchema.describe("high end of its interval"),
        sharedStampsWithRoom: z.array(z.string()).readonly().describe("and would not be dominated by it"),
        sharedStampsDominated: z.array(z.string()).readonly().describe("cool enough, but hot by it alone"),
        isolatedStampsWithRoom: z.array(z.string()).readonly(),
      }),
    )
    .readonly()
    .optional(),
  room: z
    .strictObject({ kind: z.string(), needed: z.number(), free: z.number() })
    .describe(
      "of the tightest kind of pool, points × nodes × vCPUs: over the limit here, free on shared stamps",
    )
    .optional(),
});

/** What would help a hot stamp, with its evidence. */
export const verdictSchema = z.strictObject({
  stamp: z.string(),
  verdict: z.enum(VERDICTS),
  evidence: evidenceSchema,
});

/** What POST /api/v1/simulations answers. */
export const simulationAnswerSchema = z.strictObject({
  region: z.string(),
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  pools: z
    .array(simulatedPoolSchema)
    .readonly()
    .describe("every pool of the region after all moves, new stamps last"),
  phases: z
    .array(
      z.strictObject({
        pools: z
          .array(phasePoolSchema)
          .readonly()
          .describe("that the phase touches, after it and all before it"),
      }),
    )
    .readonly(),
  verdicts: z
    .array(verdictSchema)
    .readonly()
    .describe(
      "of hot stamps: over a limit, under an open signal of high severity, or touched by a move and dominated",
    ),
  doNothing: z
    .array(
      z.strictObject({
        stamp: z.string(),
        pool: z.string(),
        hotNodeP95: z.number(),
        max: z.number().nullable(),
        excess: z.number(),
        minutesOverLimit: z.number().int(),
        minutesFull: z.number().int().describe("with a node at 90 % or more"),
        risePoints: z.number().nullable().describe("since the same hours a day before"),
      }),
    )
    .readonly()
    .describe("every pool over its limit, and how it goes on if nothing is done"),
  notes: z
    .array(noteSchema)
    .readonly()
    .describe("of the pools that moves touch: what cannot be had, and why"),
});

export type SimulationAnswer = z.output<typeof simulationAnswerSchema>;

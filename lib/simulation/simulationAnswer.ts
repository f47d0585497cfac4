import { z } from "zod";
import { answerNote, answerWindow, noteSchema, rounded } from "../contribution/contributionAnswer.ts";
import type { Shortcoming } from "../contribution/judgeEvidence.ts";
import { isoInstantSchema, type MinuteWindow } from "../core/index.ts";
import type { Inaction } from "./describeInaction.ts";
import { isProjection } from "./flagPool.ts";
import { type StampVerdict, VERDICTS } from "./judgeStamps.ts";
import {
  type Estimate,
  INTERVAL_LEVEL,
  type PhasePool,
  POOL_FLAGS,
  type PoolFigures,
  type PoolProjection,
  type ProjectedSeries,
  type SimulatedPool,
  type Simulation,
} from "./types.ts";

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

const poolSchema = z.strictObject({
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
        sharedStampsWithRoom: z.array(z.string()).readonly(),
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

/** What POST /api/v1/simulations answers. */
export const simulationAnswerSchema = z.strictObject({
  region: z.string(),
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  pools: z.array(poolSchema).readonly().describe("every pool of the region after all moves, new stamps last"),
  phases: z
    .array(
      z.strictObject({
        pools: z
          .array(
            poolSchema.extend({
              cutover: afterSchema.describe("while the phase's moves cut over: their load is on both ends"),
            }),
          )
          .readonly()
          .describe("that the phase touches, after it and all before it"),
      }),
    )
    .readonly(),
  verdicts: z
    .array(z.strictObject({ stamp: z.string(), verdict: z.enum(VERDICTS), evidence: evidenceSchema }))
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
type AnsweredPool = SimulationAnswer["pools"][number];
type AnsweredAfter = AnsweredPool["after"];

export interface SimulationFacts {
  readonly region: string;
  readonly window: MinuteWindow;
  readonly simulation: Simulation;
  readonly verdicts: readonly StampVerdict[];
  readonly inaction: readonly Inaction[];
  readonly notes: readonly Shortcoming[];
  /** Curves as they were measured; null = series were not asked for. */
  readonly measured: ((stamp: string, pool: string) => ProjectedSeries | null) | null;
}

export function answerSimulation(facts: SimulationFacts): SimulationAnswer {
  const { simulation } = facts;
  return {
    region: facts.region,
    window: answerWindow(facts.window),
    pools: simulation.pools.map((pool) => ({ ...answerPool(pool), ...seriesOf(pool, facts) })),
    phases: simulation.phases.map(({ pools }) => ({ pools: pools.map(answerPhasePool) })),
    verdicts: facts.verdicts.map(answerVerdict),
    doNothing: facts.inaction.map((left) => ({
      ...left,
      hotNodeP95: rounded(left.hotNodeP95),
      max: rounded(left.max),
      excess: rounded(left.excess),
      risePoints: rounded(left.risePoints),
    })),
    notes: facts.notes.map(answerNote),
  };
}

function answerPool({
  stamp,
  pool,
  kind,
  role,
  limit,
  before,
  after,
  excess,
  flags,
}: SimulatedPool): AnsweredPool {
  return {
    stamp,
    pool,
    kind,
    role,
    limit,
    before: answerFigures(before),
    after: answerAfter(after),
    excess: { before: rounded(excess.before), after: rounded(excess.after) },
    flags,
  };
}

function answerPhasePool(pool: PhasePool): SimulationAnswer["phases"][number]["pools"][number] {
  return { ...answerPool(pool), cutover: answerAfter(pool.cutover) };
}

function answerFigures({ hotNodeP95, max, average }: PoolFigures) {
  return { hotNodeP95: rounded(hotNodeP95), max: rounded(max), average: rounded(average) };
}

function answerAfter(after: PoolProjection | PoolFigures | null): AnsweredAfter {
  if (!isProjection(after)) {
    const figures = after ?? { hotNodeP95: null, max: null, average: null };
    return {
      ...answerFigures(figures),
      interval: certainly(figures.hotNodeP95),
      intervals: { max: certainly(figures.max), average: certainly(figures.average) },
    };
  }
  const { hotNodeP95, max, average } = after;
  return {
    ...answerFigures({ hotNodeP95: hotNodeP95.value, max: max.value, average: average.value }),
    interval: answerInterval(hotNodeP95),
    intervals: { max: answerInterval(max), average: answerInterval(average) },
  };
}

function answerInterval({
  low,
  high,
}: Pick<Estimate, "low" | "high">): NonNullable<AnsweredAfter["interval"]> {
  return { low: rounded(low), high: rounded(high), level: INTERVAL_LEVEL };
}

function certainly(value: number | null): AnsweredAfter["interval"] {
  return value === null ? null : answerInterval({ low: value, high: value });
}

function seriesOf({ stamp, pool, after }: SimulatedPool, { measured, window }: SimulationFacts) {
  if (measured === null || !isProjection(after)) return {};
  const bins = window.toMinute - window.fromMinute;
  const none = new Float64Array(bins).fill(Number.NaN);
  const before = measured(stamp, pool) ?? { hot: none, average: none };
  return {
    series: { stepSeconds: 60 as const, before: answerCurves(before), after: answerCurves(after.series) },
  };
}

function answerCurves({ hot, average }: ProjectedSeries) {
  const values = (curve: Float64Array) =>
    Array.from(curve, (value) => (Number.isNaN(value) ? null : Math.round(value * 100) / 100));
  return { hot: values(hot), average: values(average) };
}

function answerVerdict({ stamp, verdict, evidence }: StampVerdict): SimulationAnswer["verdicts"][number] {
  const { sickNode, tenant, isolation, room, ...rest } = evidence;
  return {
    stamp,
    verdict,
    evidence: {
      ...rest,
      before: rounded(rest.before),
      after: rounded(rest.after),
      ...(sickNode === undefined
        ? {}
        : {
            sickNode: {
              pool: sickNode.pool,
              name: sickNode.name,
              excessPoints: rounded(sickNode.excessPoints),
              byLoadPoints: rounded(sickNode.byLoadPoints),
              byItselfPoints: rounded(sickNode.byItselfPoints),
            },
          }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(isolation === undefined ? {} : { isolation }),
      ...(room === undefined ? {} : { room }),
    },
  };
}

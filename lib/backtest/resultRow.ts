import { z } from "zod";
import { MINUTE_MS, type MinuteWindow, minuteOf, toIso } from "../core/index.ts";
import type { Estimate } from "../simulation/types.ts";
import { POOL_FLAGS } from "../simulation/types.ts";
import { BASES, type PredictedFigures, type PredictionResult, REFUSALS, ROLES } from "./types.ts";

const movesSchema = z.array(
  z.strictObject({ registry: z.string(), from: z.string(), to: z.string(), at: z.iso.datetime() }),
);
const modelSchema = z.strictObject({
  r2: z.number(),
  residualPoints: z.number(),
  bins: z.number(),
  nodes: z.number(),
  registries: z.number(),
});

/** What a row of `prediction_result` holds of a result; names of things are looked up when it is read. */
export function writeResultRow(result: PredictionResult) {
  const { before, measured, predicted, changed, model } = result;
  return {
    episode: result.episode,
    role: result.role,
    basis: result.basis,
    changedFrom: new Date(changed.firstMs),
    changedTo: new Date(changed.lastMs),
    moves: result.moves.map(({ registry, from, to, atMs }) => ({ registry, from, to, at: toIso(atMs) })),
    beforeFrom: startOf(before.window),
    beforeTo: endOf(before.window),
    afterFrom: startOf(measured.window),
    afterTo: endOf(measured.window),
    beforeP95: before.hotNodeP95,
    beforeMax: before.max,
    beforeAverage: before.average,
    beforeCoverage: before.coverage,
    unmovedP95: result.unmovedP95,
    predictedP95: predicted?.hotNodeP95.value ?? null,
    predictedP95Low: predicted?.hotNodeP95.low ?? null,
    predictedP95High: predicted?.hotNodeP95.high ?? null,
    predictedMax: predicted?.max.value ?? null,
    predictedMaxLow: predicted?.max.low ?? null,
    predictedMaxHigh: predicted?.max.high ?? null,
    predictedAverage: predicted?.average.value ?? null,
    predictedAverageLow: predicted?.average.low ?? null,
    predictedAverageHigh: predicted?.average.high ?? null,
    measuredP95: measured.hotNodeP95,
    measuredMax: measured.max,
    measuredAverage: measured.average,
    measuredCoverage: measured.coverage,
    refusal: result.refusal,
    flags: [...result.flags],
    otherWeekday: result.isOtherWeekday,
    otherNodes: result.hasOtherNodes,
    ...(model === null ? {} : { model: { ...model } }),
    computedAt: new Date(result.computedMs),
  };
}

function startOf(window: MinuteWindow | null): Date | null {
  return window === null ? null : new Date(window.fromMinute * MINUTE_MS);
}

function endOf(window: MinuteWindow | null): Date | null {
  return window === null ? null : new Date(window.toMinute * MINUTE_MS);
}

type Written = ReturnType<typeof writeResultRow>;
/** A row as it is read, with the names that things have now. */
export type ResultRow = Omit<Written, "role" | "basis" | "refusal" | "flags" | "moves" | "model"> & {
  readonly role: string;
  readonly basis: string;
  readonly refusal: string | null;
  readonly flags: readonly string[];
  readonly moves: unknown;
  readonly model: unknown;
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
};

/** Throws on a row that this version did not write. */
export function readResultRow(row: ResultRow): PredictionResult {
  const { region } = row;
  return {
    episode: row.episode,
    region,
    stamp: row.stamp,
    pool: row.pool,
    kind: row.kind,
    role: z.enum(ROLES).parse(row.role),
    basis: z.enum(BASES).parse(row.basis),
    changed: { firstMs: row.changedFrom.getTime(), lastMs: row.changedTo.getTime() },
    moves: movesSchema.parse(row.moves).map(({ at, ...move }) => ({ ...move, region, atMs: Date.parse(at) })),
    before: {
      hotNodeP95: row.beforeP95,
      max: row.beforeMax,
      average: row.beforeAverage,
      window: windowOf(row.beforeFrom, row.beforeTo),
      coverage: row.beforeCoverage,
    },
    unmovedP95: row.unmovedP95,
    predicted: predictedOf(row),
    measured: {
      hotNodeP95: row.measuredP95,
      max: row.measuredMax,
      average: row.measuredAverage,
      window: windowOf(row.afterFrom, row.afterTo),
      coverage: row.measuredCoverage,
    },
    refusal: z.enum(REFUSALS).nullable().parse(row.refusal),
    flags: z.array(z.enum(POOL_FLAGS)).parse(row.flags),
    isOtherWeekday: row.otherWeekday,
    hasOtherNodes: row.otherNodes,
    model: modelSchema.nullable().parse(row.model),
    computedMs: row.computedAt.getTime(),
  };
}

function predictedOf(row: ResultRow): PredictedFigures | null {
  const hotNodeP95 = estimateOf(row.predictedP95, row.predictedP95Low, row.predictedP95High);
  const max = estimateOf(row.predictedMax, row.predictedMaxLow, row.predictedMaxHigh);
  const average = estimateOf(row.predictedAverage, row.predictedAverageLow, row.predictedAverageHigh);
  return hotNodeP95 === null || max === null || average === null ? null : { hotNodeP95, max, average };
}

function estimateOf(value: number | null, low: number | null, high: number | null): Estimate | null {
  return value === null || low === null || high === null ? null : { value, low, high };
}

function windowOf(from: Date | null, to: Date | null): MinuteWindow | null {
  return from === null || to === null
    ? null
    : { fromMinute: minuteOf(from.getTime()), toMinute: minuteOf(to.getTime()) };
}

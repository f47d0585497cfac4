import { quantileR7 } from "../stats/index.ts";
import type { PredictionResult } from "./types.ts";

/** What summaries are made from. */
export type Judged = Pick<
  PredictionResult,
  "kind" | "role" | "refusal" | "before" | "unmovedP95" | "isOtherWeekday"
> & {
  readonly predicted: Pick<NonNullable<PredictionResult["predicted"]>, "hotNodeP95"> | null;
  readonly measured: Pick<PredictionResult["measured"], "hotNodeP95" | "window">;
};

/** How far predictions of hot-node P95 were off. Points; null = there is none to tell it from. */
export interface AccuracySummary {
  /** Predicted and measured. */
  readonly pools: number;
  /** Refused: no figure rests on them. */
  readonly refused: number;
  /** Median size of the change that was predicted: what the errors are to be held against. */
  readonly medianChange: number | null;
  /** Median, and 90th percentile, of the absolute error. */
  readonly medianError: number | null;
  readonly p90Error: number | null;
  /** Mean of predicted − measured: above 0, predictions are too hot. */
  readonly bias: number | null;
  /** Those measured inside their 90 % interval ÷ all, 0–1. */
  readonly insideShare: number | null;
}

/** Predicted − measured hot-node P95, points; null where one of them is missing. */
export function errorOf({ predicted, measured }: Pick<Judged, "predicted" | "measured">): number | null {
  return predicted === null || measured.hotNodeP95 === null
    ? null
    : predicted.hotNodeP95.value - measured.hotNodeP95;
}

/** What the moves were to do to hot-node P95, points, all else equal; null as `errorOf`. */
export function changeOf({
  predicted,
  measured,
  unmovedP95,
}: Pick<Judged, "predicted" | "measured" | "unmovedP95">): number | null {
  return predicted === null || measured.hotNodeP95 === null || unmovedP95 === null
    ? null
    : predicted.hotNodeP95.value - unmovedP95;
}

/** Whether the measured P95 lies inside the interval, its ends included; null as `errorOf`. */
export function isInside({ predicted, measured }: Pick<Judged, "predicted" | "measured">): boolean | null {
  if (predicted === null || measured.hotNodeP95 === null) return null;
  const { low, high } = predicted.hotNodeP95;
  return low <= measured.hotNodeP95 && measured.hotNodeP95 <= high;
}

/** How old a prediction was when it was measured: from the end of the hours before to the beginning of those after, days. */
export function ageDaysOf({ before, measured }: Pick<Judged, "before" | "measured">): number | null {
  if (before.window === null || measured.window === null) return null;
  return (measured.window.fromMinute - before.window.toMinute) / 1_440;
}

export function summarizeAccuracy(results: readonly Judged[]): AccuracySummary {
  const errors = results.flatMap((result) => errorOf(result) ?? []);
  const inside = results.filter((result) => isInside(result) === true).length;
  const absolute = errors.map(Math.abs);
  return {
    pools: errors.length,
    refused: results.length - errors.length,
    medianChange: quantileR7(results.flatMap((result) => changeOf(result) ?? []).map(Math.abs), 0.5),
    medianError: quantileR7(absolute, 0.5),
    p90Error: quantileR7(absolute, 0.9),
    bias: errors.length === 0 ? null : errors.reduce((sum, error) => sum + error, 0) / errors.length,
    insideShare: errors.length === 0 ? null : inside / errors.length,
  };
}

/** Days, half-open; an age on a bound falls into the older band. */
export const AGE_BANDS = [
  { fromDays: 0, toDays: 1 },
  { fromDays: 1, toDays: 2 },
  { fromDays: 2, toDays: 4 },
  { fromDays: 4, toDays: 8 },
  { fromDays: 8, toDays: null },
] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

export interface AccuracyGroups {
  readonly byKind: readonly (AccuracySummary & { readonly kind: string })[];
  readonly byRole: readonly (AccuracySummary & { readonly role: Judged["role"] })[];
  readonly byAge: readonly (AccuracySummary & AgeBand)[];
  readonly byDay: readonly (AccuracySummary & { readonly isOtherWeekday: boolean })[];
}

/** The same apart: by pool kind and role, by name; by age, the youngest first; by whether the days are of one kind. Groups in which nothing falls are left out. */
export function groupAccuracy(results: readonly Judged[]): AccuracyGroups {
  const kinds = [...Map.groupBy(results, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  const roles = [...Map.groupBy(results, ({ role }) => role)].sort(([a], [b]) => (a < b ? 1 : -1));
  return {
    byKind: kinds.map(([kind, own]) => ({ kind, ...summarizeAccuracy(own) })),
    byRole: roles.map(([role, own]) => ({ role, ...summarizeAccuracy(own) })),
    byAge: AGE_BANDS.flatMap((band) => {
      const own = results.filter((result) => isInBand(ageDaysOf(result), band));
      return own.length === 0 ? [] : [{ ...band, ...summarizeAccuracy(own) }];
    }),
    byDay: [false, true].flatMap((isOtherWeekday) => {
      const own = results.filter(
        (result) => result.measured.window !== null && result.isOtherWeekday === isOtherWeekday,
      );
      return own.length === 0 ? [] : [{ isOtherWeekday, ...summarizeAccuracy(own) }];
    }),
  };
}

function isInBand(days: number | null, { fromDays, toDays }: AgeBand): boolean {
  return days !== null && days >= fromDays && (toDays === null || days < toDays);
}

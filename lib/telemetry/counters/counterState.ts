import type { EpochMinute } from "../../core/index.ts";
import { cellKey } from "../cellKey.ts";
import { advanceSeries } from "./advanceSeries.ts";
import { COUNTER_KINDS, type CounterKind, type CounterPoint, type Increase } from "./counterTypes.ts";
import type { SeriesPoints } from "./pointRow.ts";
import { spreadIncrease } from "./spreadIncrease.ts";
import type { MinuteSums } from "./sumRow.ts";

export interface Owner {
  readonly pool: number;
  readonly kind: CounterKind;
  readonly owner: number;
}

/** One number for an owner: pools below 2^26, owners below 2^24. */
export function ownerKey({ pool, kind, owner }: Owner): number {
  return (pool * 4 + kind) * GREATEST_OWNER + owner;
}

export const GREATEST_OWNER = 16_777_216;

/** Series that one owner may have: node names or registries that hold more carry something that changes every time. */
export const MOST_SERIES = 20_000;
/** A series that has said nothing for so long is forgotten when its owner is written: it was another process's. */
const FORGOTTEN_AFTER_MS = 2 * 3_600_000;

/** Newest points by `ownerKey`, changed in place. */
export type StoredPoints = Map<number, SeriesPoints>;

export interface PointVerdicts {
  accepted: number;
  duplicate: number;
}

/**
 * Puts points, in the order of their times, after what is stored, which is changed in place. Answers what the counters rose
 * by, and counts which points were news.
 */
export function advanceAll(
  points: readonly CounterPoint[],
  stored: StoredPoints,
  changed: Map<number, Owner>,
): { increases: Increase[]; verdicts: PointVerdicts } {
  const increases: Increase[] = [];
  const verdicts: PointVerdicts = { accepted: 0, duplicate: 0 };
  const inOrder = points.toSorted((one, other) => one.tsMs - other.tsMs);
  let nextTimes: readonly (number | null)[] | null = null;
  for (const [at, point] of inOrder.entries()) {
    const key = ownerKey(point);
    const series = stored.get(key) ?? new Map();
    const step = advanceSeries(point, series.get(point.series), () => {
      nextTimes ??= nextTimesOf(inOrder);
      return nextTimes[at] ?? null;
    });
    if (step.known) {
      verdicts.duplicate++;
      continue;
    }
    verdicts.accepted++;
    stored.set(key, series.set(point.series, step.last));
    changed.set(key, point);
    for (const increase of step.increases) increases.push(increase);
  }
  return { increases, verdicts };
}

/** Of each point the time of the next one of its series; null = there is none. */
function nextTimesOf(inOrder: readonly CounterPoint[]): (number | null)[] {
  const times = new Map<string, number>();
  return inOrder
    .toReversed()
    .map((point) => {
      const key = `${ownerKey(point)} ${point.series}`;
      const next = times.get(key) ?? null;
      times.set(key, point.tsMs);
      return next;
    })
    .reverse();
}

/** Forgets series that have ended. */
export function dropEnded(series: SeriesPoints): void {
  let newestMs = 0;
  for (const { tsMs } of series.values()) newestMs = Math.max(newestMs, tsMs);
  for (const [key, { tsMs }] of series) {
    if (tsMs < newestMs - FORGOTTEN_AFTER_MS || series.size > MOST_SERIES) series.delete(key);
  }
}

/** What is added to the minutes, by kind and `cellKey(pool, minute)`. */
export type Additions = Readonly<Record<CounterKind, Map<number, MinuteSums>>>;

export function addUp(increases: readonly Increase[]): Additions {
  const additions: Additions = { 0: new Map(), 1: new Map(), 2: new Map() };
  for (const increase of increases) {
    const cells = additions[increase.kind];
    spreadIncrease(increase, (minute: EpochMinute, sum) => {
      const key = cellKey(increase.pool, minute);
      const sums: MinuteSums = cells.get(key) ?? new Map();
      const before = sums.get(increase.owner);
      sums.set(increase.owner, {
        amount: (before?.amount ?? 0) + sum.amount,
        watched: (before?.watched ?? 0) + sum.watched,
      });
      cells.set(key, sums);
    });
  }
  return additions;
}

/** Adds to what is stored of a minute; the owners that were added to are those of `added`. */
export function addSums(stored: MinuteSums, added: MinuteSums): void {
  for (const [owner, { amount, watched }] of added) {
    const before = stored.get(owner);
    stored.set(owner, {
      amount: (before?.amount ?? 0) + amount,
      watched: (before?.watched ?? 0) + watched,
    });
  }
}

/**
 * The node-minute that a sum makes, in percent: the share of the time watched, over all cores, that was not idle. Null where
 * no core was watched yet.
 */
export function cpuPercentOf({ amount, watched }: { amount: number; watched: number }): number | null {
  if (watched <= 0) return null;
  return 100 * Math.min(1, Math.max(0, 1 - amount / watched));
}

export const LOAD_KINDS = [COUNTER_KINDS.requests, COUNTER_KINDS.bytes] as const;

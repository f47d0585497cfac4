import { type EpochMinute, MINUTES_PER_HOUR, type MinuteWindow } from "../core/index.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { slicePoolWindow } from "./slicePoolWindow.ts";
import type { HotnessSettings } from "./types.ts";

type PeakSettings = HotnessSettings["window"];

/** The peak window of a region, or of one pool. */
export interface PeakWindow {
  readonly window: MinuteWindow;
  /** Bins with data ÷ bins, over the pools that have any data in the look-back. */
  readonly coverage: number;
  /** False = no window is covered well enough; this is the best covered one and must be marked. */
  readonly qualifies: boolean;
}

export interface RegionPeak extends PeakWindow {
  /** Per pool, in the order given, its own peak window by the same rule; null for a pool without data. */
  readonly own: readonly (PeakWindow | null)[];
}

/** The minutes that the representative peak is looked for in: the last `lookBackHours` before the running minute. */
export function lookBackWindow(nowMinute: EpochMinute, { lookBackHours }: PeakSettings): MinuteWindow {
  return { fromMinute: nowMinute - lookBackHours * MINUTES_PER_HOUR, toMinute: nowMinute };
}

/**
 * The representative peak window of a region: of all windows of `minutes` that begin on the hour and lie inside
 * `lookBack`, the one with the greatest mean over the pools of mean hot(bin), among those with at least `minimumCoverage`
 * of their bins covered; ties: the latest. If none qualifies: the best covered, of those the hottest, then the latest,
 * with `qualifies: false`.
 *
 * Pools without any data in the look-back have no say, neither in heat nor in coverage: a stamp that is only planned
 * must not spoil its region. Where the data is younger than every candidate's end, the window that ends with the
 * look-back is taken (marked too), so that a fleet's first minutes are seen at once. No data at all: null; the caller
 * then says where the latest data is.
 */
export function choosePeakWindow(
  pools: readonly PoolWindow[],
  lookBack: MinuteWindow,
  settings: PeakSettings,
): RegionPeak | null {
  const candidates = candidatesIn(lookBack, settings.minutes);
  const bins = lookBack.toMinute - lookBack.fromMinute;
  const running = { sums: new Float64Array(bins + 1), counts: new Int32Array(bins + 1) };
  const scores = pools.map((pool) => scorePool(slicePoolWindow(pool, lookBack), candidates, running));
  const own = scores.map((score) => score && bestOf(candidates, score, settings));
  const heard = scores.filter((score) => score !== null);
  if (heard.length === 0) return null;
  const region = candidates.map((_, index) => average(heard.flatMap((score) => score[index] ?? [])));
  const best = bestOf(candidates, region, settings);
  return best && { ...best, own };
}

interface Score {
  /** Mean hot(bin) in hundredths of a point; −1 without data. */
  readonly heat: number;
  readonly coverage: number;
}

/** Data of the bins before each bin; the first stays 0. One pair of arrays serves every pool. */
interface RunningSums {
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

function candidatesIn(lookBack: MinuteWindow, windowMinutes: number): MinuteWindow[] {
  const candidates: MinuteWindow[] = [];
  let fromMinute = Math.ceil(lookBack.fromMinute / MINUTES_PER_HOUR) * MINUTES_PER_HOUR;
  for (; fromMinute + windowMinutes <= lookBack.toMinute; fromMinute += MINUTES_PER_HOUR) {
    candidates.push({ fromMinute, toMinute: fromMinute + windowMinutes });
  }
  // Never a candidate by the rule; chosen only where no candidate has any data (see bestOf).
  candidates.push({ fromMinute: lookBack.toMinute - windowMinutes, toMinute: lookBack.toMinute });
  return candidates;
}

/** Every candidate's heat and coverage from running sums, in one pass; null where the pool has no data at all. */
function scorePool(
  pool: PoolWindow,
  candidates: readonly MinuteWindow[],
  running: RunningSums,
): Score[] | null {
  const { sums, counts } = running;
  const bins = pool.hot.length;
  let sum = 0;
  let count = 0;
  for (let index = 0; index < bins; index++) {
    const hot = pool.hot[index] ?? -1;
    if (hot >= 0) {
      sum += hot;
      count++;
    }
    sums[index + 1] = sum;
    counts[index + 1] = count;
  }
  if (count === 0) return null;
  const clamp = (minute: EpochMinute) => Math.min(Math.max(minute - pool.fromMinute, 0), bins);
  return candidates.map(({ fromMinute, toMinute }) => {
    const start = clamp(fromMinute);
    const end = clamp(toMinute);
    const binsWithData = (counts[end] ?? 0) - (counts[start] ?? 0);
    const heat = binsWithData === 0 ? -1 : ((sums[end] ?? 0) - (sums[start] ?? 0)) / binsWithData;
    return { heat, coverage: binsWithData / (toMinute - fromMinute) };
  });
}

/** Mean heat over the pools that have some, mean coverage over all of them. */
function average(scores: readonly Score[]): Score {
  let heat = 0;
  let warm = 0;
  let coverage = 0;
  for (const score of scores) {
    coverage += score.coverage;
    if (score.heat < 0) continue;
    heat += score.heat;
    warm++;
  }
  return { heat: warm === 0 ? -1 : heat / warm, coverage: coverage / scores.length };
}

function bestOf(
  candidates: readonly MinuteWindow[],
  scores: readonly Score[],
  { minimumCoverage }: PeakSettings,
): PeakWindow | null {
  let best: (PeakWindow & Score) | null = null;
  for (const [index, window] of candidates.entries()) {
    const score = scores[index];
    if (score === undefined) continue;
    const isTrailing = index === candidates.length - 1;
    if (isTrailing && best !== null && best.coverage > 0) continue;
    const next = { window, ...score, qualifies: !isTrailing && score.coverage >= minimumCoverage };
    if (best === null || isBetter(next, best)) best = next;
  }
  return best && { window: best.window, coverage: best.coverage, qualifies: best.qualifies };
}

/** Candidates come in the order of time, so that "at least as good" makes the latest win a tie. */
function isBetter(next: PeakWindow & Score, best: PeakWindow & Score): boolean {
  if (next.qualifies !== best.qualifies) return next.qualifies;
  if (!next.qualifies && next.coverage !== best.coverage) return next.coverage > best.coverage;
  return next.heat >= best.heat;
}

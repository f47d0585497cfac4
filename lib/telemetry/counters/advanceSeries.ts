import {
  COUNTER_KINDS,
  type CountedSpan,
  type CounterPoint,
  type Increase,
  type LastPoint,
  type Reading,
} from "./counterTypes.ts";

/** A pause longer than this is a gap: what a counter rose by in it is not spread over minutes nobody watched. */
export const LONGEST_INTERVAL_MS = 5 * 60_000;

/** A core cannot be idle for longer than time has passed, but for the jitter of two readings. */
const JITTER = { ratio: 1.1, ms: 1_000 };

export type Step =
  /** Of a time that is counted already: repeated, or late and within an interval that is. */
  | { readonly known: true }
  /** The series now stands at `last`. Of the first of its points, and after a gap or a restart, nothing rose. */
  | { readonly known: false; readonly last: LastPoint; readonly increases: readonly Increase[] };

/** No point is older than this against the newest of its series: see `COUNTED_FOR_MS`. */
const FORGOTTEN_MS = 25 * 3_600_000;
/** Of a series with more gaps than anybody fills, the oldest gap is taken for counted. */
const MOST_SPANS = 8;
/** From one delta's end to where the next says it began. */
const DELTA_JITTER_MS = 1_000;

/**
 * What a point adds to what is known of its series. Pure. It is remembered which time of a series has been counted, so that
 * each interval is counted once, however often, in whatever pieces and in whatever order a sender tells it:
 *
 * - the first point of a series, and one over five minutes from all others, is a new beginning;
 * - a point of a time in a gap, or before all others, fills it: it rose from the point before, and the one after from it;
 * - a core whose idle time fell, or rose by more than the time that passed, was restarted or is another machine: the
 *   interval is no data. (A state such as iowait, which the kernel itself may turn back, adds nothing then.)
 * - a registry's counter that fell was restarted at 0, and rose to what it is.
 *
 * `next` is asked, of a late point, when the next of its series comes that is on its way, too; null = there is none.
 */
export function advanceSeries(
  point: CounterPoint,
  last: LastPoint | undefined,
  next: () => number | null = () => null,
): Step {
  if (last === undefined) return beginSeries(point);
  if (point.tsMs > last.tsMs) return goOn(point, last);
  return last.first === null || within(point) >= last.first.tsMs
    ? { known: true }
    : fillIn(point, { last, first: last.first, nextMs: next() });
}

/** An instant that the point is of: a delta is of the time before it. */
function within({ tsMs, deltaFromMs }: CounterPoint): number {
  return deltaFromMs === null ? tsMs : tsMs - 1;
}

function beginSeries(point: CounterPoint): Step {
  const { increase, fromMs } = spanFrom(point, null);
  const first = { tsMs: fromMs, value: fromMs === point.tsMs ? readingOf(point).value : 0 };
  return { known: false, last: { ...readingOf(point), first, earlier: [] }, increases: listOf(increase) };
}

function goOn(point: CounterPoint, last: LastPoint): Step {
  const { increase, fromMs, isJoined } = spanFrom(point, last);
  const next = readingOf(point);
  const increases = listOf(increase);
  if (isJoined) {
    const isOld = last.first !== null && last.first.tsMs < next.tsMs - FORGOTTEN_MS;
    const before = isOld ? { first: null, earlier: [] } : { first: last.first, earlier: last.earlier };
    return { known: false, last: { ...next, ...before }, increases };
  }
  const span = { first: last.first ?? { tsMs: 0, value: 0 }, last: { tsMs: last.tsMs, value: last.value } };
  const earlier = fewer([...last.earlier, span], next.tsMs);
  const first = fromMs === next.tsMs ? next : { tsMs: fromMs, value: 0 };
  return { known: false, last: { ...next, first, earlier }, increases };
}

interface Late {
  readonly last: LastPoint;
  readonly first: Reading;
  readonly nextMs: number | null;
}

/** A point of a time before `first`. */
function fillIn(point: CounterPoint, { last, first, nextMs }: Late): Step {
  const { earlier } = last;
  const current: CountedSpan = { first, last };
  const at = earlier.findLastIndex((span) => span.first.tsMs <= within(point));
  const before = earlier[at] ?? null;
  if (before !== null && within(point) <= before.last.tsMs) return { known: true };
  const after = earlier[at + 1] ?? current;
  const up = spanFrom(point, before?.last ?? null);
  const own = readingOf(point);
  const isDelta = point.deltaFromMs !== null;
  const restMs = after.first.tsMs - point.tsMs;
  // What is on its way in between knows better.
  const isNext = nextMs === null || nextMs >= after.first.tsMs;
  const joinsAfter = isNext && restMs <= (isDelta ? DELTA_JITTER_MS : LONGEST_INTERVAL_MS);
  const down =
    joinsAfter && !isDelta
      ? increaseOf({ ...point, value: after.first.value }, after.first.value - point.value, {
          fromMs: point.tsMs,
          toMs: after.first.tsMs,
        })
      : null;
  const span: CountedSpan = {
    first:
      up.isJoined && before !== null
        ? before.first
        : up.fromMs === point.tsMs
          ? own
          : { tsMs: up.fromMs, value: 0 },
    last: joinsAfter ? after.last : own,
  };
  const older = earlier.slice(0, up.isJoined ? Math.max(at, 0) : at + 1);
  const newer = earlier.slice(at + 1 + (joinsAfter && after !== current ? 1 : 0));
  const isCurrent = joinsAfter && after === current;
  const spans = isCurrent ? older : fewer([...older, span, ...newer], last.tsMs);
  return {
    known: false,
    last: {
      ...{ tsMs: last.tsMs, value: last.value, earlier: spans },
      first: isCurrent ? span.first : first,
    },
    increases: [...listOf(up.increase), ...listOf(down)],
  };
}

interface SpanUp {
  readonly increase: Increase | null;
  /** Where what is counted with the point begins; its own time where nothing is. */
  readonly fromMs: number;
  /** It goes on from the point before it. */
  readonly isJoined: boolean;
}

/** What rose from the point before, or of a delta from where it says it began. */
function spanFrom(point: CounterPoint, before: Reading | null): SpanUp {
  if (point.deltaFromMs !== null) return spanOfDelta(point, before, point.deltaFromMs);
  if (before === null || point.tsMs - before.tsMs > LONGEST_INTERVAL_MS)
    return { increase: null, fromMs: point.tsMs, isJoined: false };
  const span = { fromMs: before.tsMs, toMs: point.tsMs };
  return {
    increase: increaseOf(point, point.value - before.value, span),
    fromMs: before.tsMs,
    isJoined: true,
  };
}

/** Each point counts from where it says it began; what is known already of that time is not counted again. */
function spanOfDelta(point: CounterPoint, before: Reading | null, startMs: number): SpanUp {
  const fromMs = Math.max(startMs, before?.tsMs ?? startMs);
  const isJoined = before !== null && fromMs - before.tsMs <= DELTA_JITTER_MS;
  const isSpan = fromMs < point.tsMs && point.tsMs - fromMs <= LONGEST_INTERVAL_MS && startMs > 0;
  if (!isSpan) return { increase: null, fromMs: point.tsMs, isJoined: false };
  const share = (point.tsMs - fromMs) / (point.tsMs - startMs);
  const increase = increaseOf(point, point.value * share, { fromMs, toMs: point.tsMs });
  return { increase, fromMs, isJoined };
}

function readingOf({ tsMs, value, deltaFromMs }: CounterPoint): Reading {
  return { tsMs, value: deltaFromMs === null ? value : 0 };
}

function listOf(increase: Increase | null): readonly Increase[] {
  return increase === null ? [] : [increase];
}

/** Without what is too long ago for any point; of too many the two oldest are one, their gap taken for counted. */
function fewer(spans: readonly CountedSpan[], newestMs: number): readonly CountedSpan[] {
  const kept = spans.filter(({ last }) => last.tsMs >= newestMs - FORGOTTEN_MS);
  const [oldest, second, ...rest] = kept;
  if (kept.length <= MOST_SPANS || oldest === undefined || second === undefined) return kept;
  return [{ first: oldest.first, last: second.last }, ...rest];
}

function increaseOf(
  point: CounterPoint,
  rise: number,
  span: { readonly fromMs: number; readonly toMs: number },
): Increase | null {
  const { pool, kind, owner, isWatch } = point;
  if (kind !== COUNTER_KINDS.idle) {
    const amount = rise < 0 ? point.value : rise;
    return { pool, kind, owner, ...span, amount, watched: 0 };
  }
  const passedMs = span.toMs - span.fromMs;
  const idleMs = rise * 1_000;
  if (idleMs < 0 || idleMs > passedMs * JITTER.ratio + JITTER.ms) return null;
  return { pool, kind, owner, ...span, amount: idleMs, watched: isWatch ? passedMs : 0 };
}

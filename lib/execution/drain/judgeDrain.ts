import { type EpochMinute, MINUTE_MS, utcWords } from "../../core/index.ts";
import type { DrainReading } from "../types.ts";

/** In-flight requests take up to a minute: only minutes that begin this long after the binding changed tell of a drain. */
const IN_FLIGHT_MS = 60_000;
/** Of the load before. */
const DRAINED_SHARE = 0.01;

/** Load of a registry on its source, per minute; null where the source did not report. */
export interface MinuteLoad {
  readonly requests: number;
  readonly bytes: number;
}

export interface DrainEvidence {
  readonly boundAtMs: number;
  readonly nowMs: number;
  /** Mean a minute before the binding changed, over the minutes reported; null = none was. */
  readonly before: MinuteLoad | null;
  /** Whole minutes from `firstDrainMinute` on, oldest first. */
  readonly after: readonly { readonly minute: EpochMinute; readonly load: MinuteLoad | null }[];
}

/** The first whole minute that begins at least 60 s after the binding changed. */
export function firstDrainMinute(boundAtMs: number): EpochMinute {
  return Math.ceil((boundAtMs + IN_FLIGHT_MS) / MINUTE_MS);
}

/**
 * Whether a move has drained (PRODUCT.md, Plans): its source's load is at most 1 % of before, in both measures. A registry
 * without traffic passes as not applicable; what is not reported is waited for. A first minute with too much load left is
 * told, and later ones are looked at: a drain that takes longer ends too.
 */
export function judgeDrain({ boundAtMs, nowMs, before, after }: DrainEvidence): DrainReading {
  const first = firstDrainMinute(boundAtMs);
  if (before !== null && before.requests === 0 && before.bytes === 0)
    return reading("not_applicable", null, "It had no traffic in the hour before it was bound.");
  if (nowMs < (first + 1) * MINUTE_MS)
    return reading("waiting", null, `The first minute that tells is ${utcWords(first * MINUTE_MS)}.`);
  if (before === null)
    return reading(
      "no_data",
      null,
      "Its load before it was bound was not reported: nothing to compare with.",
    );
  const told = after.flatMap(({ minute, load }) =>
    load === null ? [] : [{ minute, remaining: remainingOf(before, load) }],
  );
  const drained = told.find(({ remaining }) => remaining <= DRAINED_SHARE);
  if (drained !== undefined)
    return reading(
      "drained",
      drained.remaining,
      `${percent(drained.remaining)} of its load was left on the source at ${utcWords(drained.minute * MINUTE_MS)}.`,
    );
  const last = told.at(-1);
  if (last === undefined)
    return reading(
      "no_data",
      null,
      `No load is reported of the source from ${utcWords(first * MINUTE_MS)} on.`,
    );
  return reading(
    "not_drained",
    last.remaining,
    `${percent(last.remaining)} of its load was still on the source at ${utcWords(last.minute * MINUTE_MS)}; drained is 1 % or less.`,
  );
}

function remainingOf(before: MinuteLoad, now: MinuteLoad): number {
  const share = (measure: keyof MinuteLoad) => {
    if (before[measure] > 0) return now[measure] / before[measure];
    return now[measure] > 0 ? 1 : 0;
  };
  return Math.max(share("requests"), share("bytes"));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function reading(verdict: DrainReading["verdict"], remaining: number | null, detail: string): DrainReading {
  return { verdict, remaining, detail };
}

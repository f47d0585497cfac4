import { toIso } from "../../core/index.ts";
import type { PoolSize } from "./sizePool.ts";

export const SIZE_VERDICTS = ["lower", "raise", "keep", "not_yet"] as const;
export type SizeVerdict = (typeof SIZE_VERDICTS)[number];

/** What a recommendation rests on. Shares 0–1. */
export interface SizeEvidence {
  readonly size: PoolSize | null;
  readonly coverage: number | null;
  /** The last observation began then; null = none has. */
  readonly observedSinceMs: number | null;
  readonly nowMs: number;
  readonly wantedHours: number;
  /** A phase of the plan is still to come, or open. */
  readonly isUnfinished: boolean;
  /** Of bins at or over 90 %: more may be asked of the pool than was seen. */
  readonly fullShare: number;
}

export interface SizeAdvice {
  readonly verdict: SizeVerdict;
  readonly why: string;
}

const HOUR_MS = 3_600_000;
/** As gates ask. */
const LEAST_COVERAGE = 0.9;
/** As simulations flag hidden demand. */
const FULL_SHARE = 0.05;

/**
 * Whether a pool's minimum may be changed now. Never from a forecast: only what was measured after the last phase counts, over
 * as many hours as the setting asks for. A pool that hides demand is not lowered.
 */
export function adviseSize(evidence: SizeEvidence): SizeAdvice {
  const { size, coverage, observedSinceMs, nowMs, wantedHours } = evidence;
  const notYet = (why: string): SizeAdvice => ({ verdict: "not_yet", why });
  if (observedSinceMs === null) return notYet("Not yet: no phase of the plan has been observed.");
  const readyMs = observedSinceMs + wantedHours * HOUR_MS;
  if (nowMs < readyMs)
    return notYet(
      `Not yet: observed for ${Math.floor((nowMs - observedSinceMs) / HOUR_MS)} of ${wantedHours} h since the last phase; from ${toIso(readyMs)} on.`,
    );
  if (evidence.isUnfinished) return notYet("Not yet: phases of the plan are still to come.");
  if (size === null || coverage === null) return notYet("Not yet: there is no data of the hours since.");
  if (coverage < LEAST_COVERAGE)
    return notYet(
      `Not yet: ${Math.floor(coverage * 100)} % of its data is there; ${LEAST_COVERAGE * 100} % are needed.`,
    );
  const { current, recommended, smallest } = size;
  if (recommended === null || smallest === null)
    return notYet("No number of instances brings it to its target: it is over it without load.");
  if (recommended < current && evidence.fullShare >= FULL_SHARE)
    return notYet("Not yet: it was full so often that more may be asked of it than was seen.");
  const rest = size.isOverMaximum ? " That is more than its declared maximum: raise that, too." : "";
  if (recommended < current)
    return { verdict: "lower", why: `${recommended} instances do what ${current} do now.` };
  if (recommended > current)
    return {
      verdict: "raise",
      why: `${recommended} instances are needed where ${current} are the least now.${rest}`,
    };
  return { verdict: "keep", why: `${current} instances are what it takes.${rest}` };
}

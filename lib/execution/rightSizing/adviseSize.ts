import { toIso } from "../../core/index.ts";
import { carryingOf } from "../../fleet/updateDomains.ts";
import type { PoolSize } from "./sizePool.ts";

export const SIZE_VERDICTS = ["lower", "raise", "keep", "not_yet"] as const;
export type SizeVerdict = (typeof SIZE_VERDICTS)[number];

/** What a recommendation rests on. Shares 0–1. */
export interface SizeEvidence {
  readonly size: PoolSize | null;
  readonly target: number;
  readonly updateDomains: number;
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
  return decide({ ...size, recommended, needed: size.needed ?? recommended }, evidence);
}

type Sized = PoolSize & { readonly recommended: number; readonly needed: number };

/** Lower, raise or keep, with the arithmetic: what comes of the recommended number while one update domain is out. */
function decide(size: Sized, { target, updateDomains }: SizeEvidence): SizeAdvice {
  const { current, recommended, needed, smallest } = size;
  const heat = size.projected?.withDomainOut ?? Number.NaN;
  const isWithin = heat <= target + CLOSE;
  const arithmetic = `with ${describeOut(recommended, updateDomains)} out, ${recommended} come to ${percent(heat)}, ${isWithin ? "within" : "over"} the target of ${percent(target)}`;
  const overMaximum = size.isOverMaximum ? " That is more than its declared maximum: raise that, too." : "";
  if (recommended < current)
    return { verdict: "lower", why: `${recommended} do what ${current} do now: ${arithmetic}.` };
  if (recommended > current)
    return {
      verdict: "raise",
      why: `${recommended} are needed where ${current} are the least now: ${arithmetic}.${overMaximum}`,
    };
  if (needed > recommended)
    return {
      verdict: "keep",
      why: isWithin
        ? `It stays: ${arithmetic}; floor and headroom ask for ${needed}, but no load has come.`
        : `Too little load has left to go lower: ${arithmetic}. ${needed} would hold it; none has come, so it stays.`,
    };
  const fewer =
    smallest !== null && needed > smallest ? "floor and headroom ask for no fewer" : "one fewer would not";
  return { verdict: "keep", why: `It is what it takes: ${arithmetic}; ${fewer}.${overMaximum}` };
}

/** Rounding errors must not turn a number that was chosen for its target into one over it. */
const CLOSE = 1e-6;

function describeOut(instances: number, updateDomains: number): string {
  const out = instances - carryingOf(instances, updateDomains);
  if (updateDomains <= 1) return "one instance";
  return `one of ${updateDomains} update domains (${out})`;
}

function percent(value: number): string {
  return Number.isNaN(value) ? "nothing known" : `${value.toFixed(1)} %`;
}

import type { EpochMinute } from "../../core/index.ts";

/** All nodes have to be seen for so long without a gap. */
export const HEALTHY_MINUTES = 15;
/** The minute that is being reported, and the one before it, may still be incomplete. */
const SETTLING_MINUTES = 2;

export interface NewStampEvidence {
  /** The first minute that is not over. */
  readonly endMinute: EpochMinute;
  /** A signal of high severity is open on it. */
  readonly hasSignal: boolean;
  readonly pools: readonly {
    readonly name: string;
    /** Nodes that it was planned with. */
    readonly expected: number;
    readonly minutes: readonly { readonly minute: EpochMinute; readonly present: number }[];
  }[];
}

/**
 * Whether a stamp that was just created may be filled: in every pool as many nodes as planned have reported in each of 15
 * minutes on end, of which the last is at most two minutes old, and no signal of high severity is open.
 */
export function judgeNewStamp({ endMinute, hasSignal, pools }: NewStampEvidence): {
  readonly isHealthy: boolean;
  readonly note: string;
} {
  if (pools.length === 0) return { isHealthy: false, note: "it has no pool in the inventory" };
  for (const { name, expected, minutes } of pools) {
    const full = new Set(minutes.filter(({ present }) => present >= expected).map(({ minute }) => minute));
    const streak = longestStreak(full, endMinute);
    if (streak < HEALTHY_MINUTES) {
      const present = minutes.at(-1)?.present ?? 0;
      const note = `${name} has ${present} of ${expected} nodes reporting, all of them for ${streak} of ${HEALTHY_MINUTES} minutes`;
      return { isHealthy: false, note };
    }
  }
  if (hasSignal) return { isHealthy: false, note: "a signal of high severity is open on it" };
  return { isHealthy: true, note: `all nodes of all pools have reported for ${HEALTHY_MINUTES} minutes` };
}

/** Minutes on end, back from the newest that may be complete. */
function longestStreak(full: ReadonlySet<EpochMinute>, endMinute: EpochMinute): number {
  let last = endMinute - 1;
  while (last >= endMinute - SETTLING_MINUTES - 1 && !full.has(last)) last--;
  let streak = 0;
  while (full.has(last - streak)) streak++;
  return streak;
}

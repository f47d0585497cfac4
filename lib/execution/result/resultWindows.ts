import { MINUTE_MS, MINUTES_PER_DAY, MINUTES_PER_HOUR, type MinuteWindow } from "../../core/index.ts";
import type { RunPhase, RunPlan } from "../types.ts";

/** A cache that starts cold, and what was in flight, are past by then. */
const SETTLE_MINUTES = MINUTES_PER_HOUR;

/** The last observation of a plan that is not undone; null = none has begun. */
export function lastObservation(
  { phases }: Pick<RunPlan, "phases">,
  nowMs: number,
): { readonly phase: RunPhase; readonly fromMs: number; readonly toMs: number } | null {
  const observed = phases.filter(
    ({ state, observingSinceMs }) => observingSinceMs !== null && state !== "rolled_back",
  );
  const phase = observed.at(-1);
  if (phase === undefined || phase.observingSinceMs === null) return null;
  const endMs = Math.max(phase.observeUntilMs ?? 0, phase.decidedAtMs ?? 0);
  return { phase, fromMs: phase.observingSinceMs, toMs: Math.min(nowMs, endMs === 0 ? nowMs : endMs) };
}

/**
 * The same clock hours as the snapshot's on the last full day of an observation (PRODUCT.md, Measured result): the latest that end
 * in it and do not begin before it has settled. Null = there are none yet, or it was too short.
 */
export function hoursAfterPlan(
  snapshot: MinuteWindow,
  observed: { readonly fromMs: number; readonly toMs: number },
): MinuteWindow | null {
  const earliest = Math.ceil(observed.fromMs / MINUTE_MS) + SETTLE_MINUTES;
  const latest = Math.floor(observed.toMs / MINUTE_MS);
  const days = Math.floor((latest - snapshot.toMinute) / MINUTES_PER_DAY);
  const shift = days * MINUTES_PER_DAY;
  const after = { fromMinute: snapshot.fromMinute + shift, toMinute: snapshot.toMinute + shift };
  return days < 1 || after.fromMinute < earliest ? null : after;
}

import { MINUTE_MS } from "../../core/index.ts";
import { type AlertMeasure, MEASURE_FACTS } from "../rules/alertRule.ts";

/** As much of a rule as decides. */
export interface WatchedRule {
  readonly measure: AlertMeasure;
  readonly forMinutes: number;
  readonly clearMargin: number;
  readonly clearMinutes: number;
}

/** What was read of one pool; null = nothing could be. */
export interface AlertReading {
  readonly value: number | null;
  readonly limit: number;
}

/** What a rule knows of one pool. */
export type WatchState =
  | { readonly phase: "quiet" }
  /** The condition holds since then, not yet long enough. */
  | { readonly phase: "pending"; readonly overSinceMs: number }
  | { readonly phase: "open"; readonly overSinceMs: number; readonly clearSinceMs: number | null };

export type AlertEvent = "raised" | "cleared";

export const QUIET: WatchState = { phase: "quiet" };

/** Where a value stands: beyond the limit, clear of it by the margin, or in the band between. */
export function placeOf(
  rule: WatchedRule,
  { value, limit }: AlertReading,
): "beyond" | "band" | "clear" | "none" {
  if (value === null) return "none";
  const { side, atLimit } = MEASURE_FACTS[rule.measure];
  const past = side === "over" ? value - limit : limit - value;
  if (past > 0 || (past === 0 && atLimit)) return "beyond";
  return past <= -rule.clearMargin ? "clear" : "band";
}

/**
 * One look: (rule, reading, state, now) → state and what happened. Pure.
 *
 * - Raised when the value was beyond the limit at every look for `forMinutes`. A look that finds it back, or finds nothing,
 *   begins the count anew.
 * - Cleared when it was clear of the limit by `clearMargin` at every look for `clearMinutes`.
 * - In the band between nothing is raised and nothing clears, so that a value around the limit does not flap.
 * - No data neither raises nor clears: what is open stays open.
 */
export function reduceAlert(
  rule: WatchedRule,
  reading: AlertReading,
  { state, nowMs }: { readonly state: WatchState; readonly nowMs: number },
): { readonly state: WatchState; readonly event: AlertEvent | null } {
  const place = placeOf(rule, reading);
  if (state.phase === "open") return reduceOpen(rule, state, { place, nowMs });
  if (place !== "beyond") return { state: QUIET, event: null };
  const overSinceMs = state.phase === "pending" ? state.overSinceMs : nowMs;
  if (nowMs - overSinceMs < rule.forMinutes * MINUTE_MS)
    return { state: { phase: "pending", overSinceMs }, event: null };
  return { state: { phase: "open", overSinceMs, clearSinceMs: null }, event: "raised" };
}

function reduceOpen(
  rule: WatchedRule,
  state: WatchState & { readonly phase: "open" },
  { place, nowMs }: { readonly place: ReturnType<typeof placeOf>; readonly nowMs: number },
): { readonly state: WatchState; readonly event: AlertEvent | null } {
  if (place !== "clear") return { state: { ...state, clearSinceMs: null }, event: null };
  const clearSinceMs = state.clearSinceMs ?? nowMs;
  if (nowMs - clearSinceMs < rule.clearMinutes * MINUTE_MS)
    return { state: { ...state, clearSinceMs }, event: null };
  return { state: QUIET, event: "cleared" };
}

import { MINUTE_MS, MINUTES_PER_HOUR } from "../../core/index.ts";

/** First steps are short: what was just bound drains, and what was just created is seen, within minutes. */
const FIRST_STEPS = [5 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] as const;
const LONG_STEP_MS = 6 * MINUTES_PER_HOUR * MINUTE_MS;

/** The instants at which running plans are looked after on the way from one time to another, the last of them included. */
export function nextSteps(fromMs: number, toMs: number): number[] {
  const steps: number[] = [];
  let at = fromMs;
  while (at < toMs) {
    at = Math.min(at + (FIRST_STEPS[steps.length] ?? LONG_STEP_MS), toMs);
    steps.push(at);
  }
  return steps;
}

import { type EpochMinute, MINUTE_MS, minuteOf } from "../../core/index.ts";
import type { CounterSum, Increase } from "./counterTypes.ts";

/**
 * Spreads what a counter rose by over the minutes of its interval, to each what it covers of it: nothing else is known of
 * when it rose. So the sum over all intervals is, minute by minute, the integral of the rate.
 */
export function spreadIncrease(
  { fromMs, toMs, amount, watched }: Increase,
  add: (minute: EpochMinute, sum: CounterSum) => void,
): void {
  const first = minuteOf(fromMs);
  const last = Math.ceil(toMs / MINUTE_MS) - 1;
  if (first >= last) {
    add(first, { amount, watched });
    return;
  }
  for (let minute = first; minute <= last; minute++) {
    const share =
      (Math.min(toMs, (minute + 1) * MINUTE_MS) - Math.max(fromMs, minute * MINUTE_MS)) / (toMs - fromMs);
    add(minute, { amount: amount * share, watched: watched * share });
  }
}

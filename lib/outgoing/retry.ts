import type { Rng } from "../core/index.ts";

/** How often it is tried, and how long is waited in between: three times as long each time, up to an hour. */
export const RETRY = { attempts: 10, firstMs: 15_000, factor: 3, mostMs: 3_600_000 } as const;

/**
 * Milliseconds until the next attempt after `attempts` that failed; null = it is given up. Between half and the whole of the
 * step, at random, so that receivers that came back are not met by everything at once. Ten attempts take some four hours.
 */
export function retryDelayMs(attempts: number, rng: Rng): number | null {
  if (attempts >= RETRY.attempts) return null;
  const step = Math.min(RETRY.mostMs, RETRY.firstMs * RETRY.factor ** (attempts - 1));
  return Math.round(step * (0.5 + rng() / 2));
}

import { formatDuration } from "#lib/charts/index.ts";
import { type EpochMinute, MINUTE_MS } from "#lib/core/index.ts";

/** Now, and how far back "over the limit since" was looked for. */
export interface OverLookBack {
  readonly readMs: number;
  readonly recentFromMinute: EpochMinute;
}

/** How long a pool has been over its limit; "24 h+" where it was already over it when the look-back began. */
export function overForText(overSince: EpochMinute, { readMs, recentFromMinute }: OverLookBack): string {
  const length = formatDuration(Math.max(1, readMs / MINUTE_MS - overSince) * 60);
  if (overSince > recentFromMinute) return length;
  return `${formatDuration(Math.floor(readMs / MINUTE_MS - recentFromMinute) * 60)}+`;
}

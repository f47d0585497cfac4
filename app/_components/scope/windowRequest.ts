import type { TimeRange } from "#lib/charts/index.ts";
import type { WindowRequest } from "#lib/hotness/index.ts";

/** The time range of the URL as the measures ask for it. */
export function windowRequestOf(range: TimeRange): WindowRequest {
  if (range.kind === "peak") return { kind: "peak" };
  if (range.kind === "relative") return { kind: "last", minutes: range.minutes };
  return { kind: "dates", fromMinute: range.fromMinute, toMinute: range.toMinute };
}

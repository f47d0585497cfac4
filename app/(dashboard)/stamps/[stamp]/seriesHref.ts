import { type MinuteWindow, minuteToIso } from "#lib/core/index.ts";

/** The same data as CSV, from the API. */
export function poolCsvHref(
  place: { readonly stamp: string; readonly pool: string },
  what: "series" | "nodes",
  window: MinuteWindow,
): string {
  const parameters = new URLSearchParams({
    from: minuteToIso(window.fromMinute),
    to: minuteToIso(window.toMinute),
  });
  const path = `/api/v1/stamps/${encodeURIComponent(place.stamp)}/pools/${encodeURIComponent(place.pool)}`;
  return `${path}/${what}.csv?${parameters}`;
}

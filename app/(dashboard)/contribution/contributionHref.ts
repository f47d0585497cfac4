import { type MinuteWindow, minuteToIso } from "#lib/core/index.ts";

/** A ranking as CSV, from the API: of a stamp (`pool` "" = all of its pools), or of a tenant. */
export function contributionCsvHref(
  of: { readonly stamp: string; readonly pool: string } | { readonly tenant: string },
  asked: { readonly by: string; readonly of: string; readonly window: MinuteWindow },
): string {
  const parameters = new URLSearchParams({
    groupBy: asked.by,
    shareOf: asked.of,
    from: minuteToIso(asked.window.fromMinute),
    to: minuteToIso(asked.window.toMinute),
  });
  if ("tenant" in of)
    return `/api/v1/tenants/${encodeURIComponent(of.tenant)}/contribution.csv?${parameters}`;
  if (of.pool !== "") parameters.set("pool", of.pool);
  return `/api/v1/stamps/${encodeURIComponent(of.stamp)}/contribution.csv?${parameters}`;
}

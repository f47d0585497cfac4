import type { AuditQuery } from "#lib/audit/auditRecord.ts";
import type { TimeRange } from "#lib/charts/timeRange.ts";
import { MINUTE_MS, minuteToIso } from "#lib/core/index.ts";
import type { AuditParameters } from "./auditParameters.ts";

export const EVENTS_PER_PAGE = 100;
/** What the API gives as CSV in one answer. */
export const CSV_ROWS = 1_000;

/** The number of an event as it stands in a URL; null for anything else. */
export function parseEventId(text: string): bigint | null {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}

/** Whether anything but the place in the list narrows it. The peak window is about load: of deeds it says nothing. */
export function isFiltered(parameters: AuditParameters, range: TimeRange): boolean {
  const { actor, action, thing, name, request } = parameters;
  return [actor, action, thing, name, request].some((text) => text !== "") || range.kind !== "peak";
}

/** The filters of the URL as the audit is asked; an impossible place in the list is the list's beginning. */
export function auditQueryOf(parameters: AuditParameters, range: TimeRange, nowMs: number): AuditQuery {
  const { actor, action, thing, name, request } = parameters;
  const cursor = parseEventId(parameters.before);
  return {
    limit: EVENTS_PER_PAGE,
    ...(actor && { actor }),
    ...(action && { action }),
    ...(thing && { thing }),
    ...(name && { thingName: name }),
    ...(request && { requestId: request }),
    ...(cursor !== null && { cursor }),
    ...timeOf(range, nowMs),
  };
}

function timeOf(range: TimeRange, nowMs: number): Pick<AuditQuery, "from" | "to"> {
  if (range.kind === "relative") return { from: nowMs - range.minutes * MINUTE_MS };
  if (range.kind === "absolute")
    return { from: range.fromMinute * MINUTE_MS, to: range.toMinute * MINUTE_MS };
  return {};
}

/** The same filters as CSV, from the newest event on wherever the page stands. */
export function auditCsvHref(parameters: AuditParameters, range: TimeRange, nowMs: number): string {
  const asked = new URLSearchParams({ limit: String(CSV_ROWS) });
  const { actor, action, thing, name, request } = parameters;
  const filters = { actor, action, thing, thingName: name, requestId: request };
  for (const [key, value] of Object.entries(filters)) if (value !== "") asked.set(key, value);
  if (range.kind === "relative") asked.set("from", new Date(nowMs - range.minutes * MINUTE_MS).toISOString());
  if (range.kind === "absolute") {
    asked.set("from", minuteToIso(range.fromMinute));
    asked.set("to", minuteToIso(range.toMinute));
  }
  return `/api/v1/audit.csv?${asked}`;
}

/** The page's address with some parameters changed; empty ones leave no trace. */
export function auditHref(parameters: AuditParameters, changed: Partial<AuditParameters>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...parameters, ...changed }))
    if (value !== "") query.set(key, value);
  return query.size === 0 ? "/audit" : `/audit?${query}`;
}

/** A thing's whole history. */
export function thingHistoryHref(thing: string, name: string): string {
  return `/audit?${new URLSearchParams({ thing, ...(name && { name }) })}`;
}

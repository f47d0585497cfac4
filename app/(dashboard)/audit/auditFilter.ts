import type { AuditQuery } from "#lib/audit/auditRecord.ts";
import type { TimeRange } from "#lib/charts/timeRange.ts";
import { MINUTE_MS, minuteToIso } from "#lib/core/index.ts";
import type { AuditParameters } from "./auditParameters.ts";

export const EVENTS_PER_PAGE = 100;
/** What the API gives as CSV in one answer. */
export const CSV_ROWS = 1_000;

/** No filter, from the newest event on. */
export const EVERY_EVENT: AuditParameters = {
  ...{ actor: "", action: "", thing: "", name: "", request: "", plan: "", stamp: "", q: "" },
  ...{ before: "", event: "" },
};

/** The number of an event as it stands in a URL; null for anything else. */
export function parseEventId(text: string): bigint | null {
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}

/** Whether anything but the place in the list narrows it. The peak window is about load: of deeds it says nothing. */
export function isFiltered(parameters: AuditParameters, range: TimeRange): boolean {
  return Object.keys(filtersOf(parameters)).length > 0 || range.kind !== "peak";
}

/** The filters of the URL as the audit is asked; an impossible place in the list is the list's beginning. */
export function auditQueryOf(parameters: AuditParameters, range: TimeRange, nowMs: number): AuditQuery {
  const { plan, ...filters } = filtersOf(parameters);
  const cursor = parseEventId(parameters.before);
  return {
    limit: EVENTS_PER_PAGE,
    ...filters,
    ...(plan !== undefined && { plan: Number(plan) }),
    ...(cursor !== null && { cursor }),
    ...timeOf(range, nowMs),
  };
}

/** What narrows the list, as the API names it. A plan that is no number is none. */
function filtersOf({ actor, action, thing, name, request, plan, stamp, q }: AuditParameters) {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(thing && { thing }),
    ...(name && { thingName: name }),
    ...(request && { requestId: request }),
    ...(/^[1-9]\d{0,8}$/.test(plan) && { plan }),
    ...(stamp && { stamp }),
    ...(q.trim() && { q: q.trim() }),
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
  for (const [key, value] of Object.entries(filtersOf(parameters))) asked.set(key, value);
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

import type { AuditContext, AuditEvent } from "./types.ts";

/**
 * The context an event is stored with: as given, and the plan, its version and the stamps that the event itself names.
 * null = there is none.
 */
export function contextOfEvent(event: AuditEvent): AuditContext | null {
  const stamps = [...new Set([...(event.context?.stamps ?? []), ...stampsNamed(event)])].toSorted();
  const context = { ...planNamed(event), ...event.context, ...(stamps.length > 0 && { stamps }) };
  return Object.keys(context).length === 0 ? null : context;
}

/** The name of a plan is its number; which version it was done to stands among the facts. */
function planNamed(event: AuditEvent): AuditContext {
  if (event.thing !== "plan") return {};
  const version: unknown = "version" in event.after ? event.after.version : undefined;
  return { plan: Number(event.thingName), ...(typeof version === "number" && { version }) };
}

/** A change of a home touches the stamp that is left and the one that is entered; a pool belongs to its stamp. */
function stampsNamed(event: AuditEvent): readonly string[] {
  if (event.thing === "stamp") return [event.thingName];
  if (event.thing === "pool") return [event.thingName.split("/")[0] ?? ""];
  const { action } = event;
  if (action !== "replica.bound" && action !== "replica.unbound" && action !== "replica.home_corrected")
    return [];
  return [event.before.stamp, event.after.stamp].filter((stamp) => stamp !== null);
}

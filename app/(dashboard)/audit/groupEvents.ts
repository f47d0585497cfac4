import { MINUTE_MS, MINUTES_PER_DAY } from "#lib/core/index.ts";

/** As much of an event as grouping looks at. */
export interface GroupableEvent {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly thing: string;
  readonly requestId: string | null;
}

/** What one request did to many things at once is one entry, which opens. */
export type AuditEntry<Event> =
  | { readonly kind: "one"; readonly event: Event }
  | {
      readonly kind: "many";
      readonly events: readonly Event[];
      readonly counts: readonly ActionCount[];
    };

export interface ActionCount {
  readonly action: string;
  readonly count: number;
}

export interface AuditDay<Event> {
  /** Its first instant, UTC. */
  readonly dayMs: number;
  readonly entries: readonly AuditEntry<Event>[];
}

/** Things that an inventory changes by the hundred. */
const INVENTORY_THINGS = new Set(["region", "stamp", "pool", "registry", "replica"]);
/** Fewer than this in a row stand on their own. */
const MANY = 4;
const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;

/** Events by UTC day, in the order they come; runs of one request's inventory changes put together. */
export function groupEvents<Event extends GroupableEvent>(events: readonly Event[]): AuditDay<Event>[] {
  const days: { dayMs: number; runs: Event[][] }[] = [];
  for (const event of events) {
    const dayMs = Math.floor(Date.parse(event.at) / DAY_MS) * DAY_MS;
    let day = days.at(-1);
    if (day?.dayMs !== dayMs) {
      day = { dayMs, runs: [] };
      days.push(day);
    }
    const run = day.runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isOneDeed(last, event)) run.push(event);
    else day.runs.push([event]);
  }
  return days.map(({ dayMs, runs }) => ({ dayMs, entries: runs.flatMap(entriesOf) }));
}

function isOneDeed(one: GroupableEvent, other: GroupableEvent): boolean {
  return (
    INVENTORY_THINGS.has(one.thing) &&
    INVENTORY_THINGS.has(other.thing) &&
    one.actor === other.actor &&
    one.requestId === other.requestId &&
    one.at === other.at
  );
}

function entriesOf<Event extends GroupableEvent>(run: readonly Event[]): AuditEntry<Event>[] {
  if (run.length < MANY) return run.map((event) => ({ kind: "one", event }));
  const counts = [...Map.groupBy(run, ({ action }) => action)]
    .map(([action, same]) => ({ action, count: same.length }))
    .toSorted((one, other) => other.count - one.count || (one.action < other.action ? -1 : 1));
  return [{ kind: "many", events: run, counts }];
}

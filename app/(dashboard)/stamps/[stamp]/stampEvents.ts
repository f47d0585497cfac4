import { z } from "zod";
import { formatCount } from "#lib/charts/formatNumber.ts";
import { MINUTE_MS, minuteOf } from "#lib/core/index.ts";
import type { BindingChange } from "#lib/fleet/bindings/queries.ts";
import type { Signal } from "#lib/fleet/index.ts";
import type { ChartAnnotation } from "../../../_components/chart/types.ts";
import { signalWords } from "../describeReasons.ts";

/** Something that happened to a stamp: what a chart marks, and a table lists. */
export interface StampEvent {
  readonly id: string;
  readonly kind: ChartAnnotation["kind"];
  readonly fromMs: number;
  /** Null = it still lasts; equal to `fromMs` = an instant. */
  readonly toMs: number | null;
  /** Null = the whole stamp. */
  readonly pool: string | null;
  /** What a chart has room for. */
  readonly title: string;
  readonly detail: string;
  /** Who reported it. */
  readonly source: string;
}

export function signalEvent(signal: Signal): StampEvent {
  return {
    id: `signal ${signal.id}`,
    kind: "signal",
    fromMs: Date.parse(signal.from),
    toMs: signal.to === null ? null : Date.parse(signal.to),
    pool: signal.pool,
    title: `${signalWords(signal.kind)}, ${signal.severity}`,
    detail: signal.note,
    source: signal.source,
  };
}

const NAMED_AT_MOST = 6;

/**
 * Binding changes as events: those in the same direction, with the same stamp at the other end, that follow the first of
 * them within `mergeMs`, are one event. Changes come oldest first, and so do the events.
 */
export function bindingEvents(changes: readonly BindingChange[], mergeMs: number): StampEvent[] {
  const groups: BindingChange[][] = [];
  const openGroup = new Map<string, BindingChange[]>();
  for (const change of changes) {
    const key = `${change.direction} ${change.otherStamp ?? ""}`;
    const group = openGroup.get(key);
    const first = group?.[0];
    if (group !== undefined && first !== undefined && change.atMs - first.atMs <= mergeMs) group.push(change);
    else {
      const begun = [change];
      openGroup.set(key, begun);
      groups.push(begun);
    }
  }
  return groups.flatMap(bindingEvent);
}

function bindingEvent(group: readonly BindingChange[]): StampEvent[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  const who = group.length === 1 ? first.registry : `${formatCount(group.length)} registries`;
  const names = group.slice(0, NAMED_AT_MOST).map(({ registry, tenant }) => `${registry} (${tenant})`);
  const rest = group.length - names.length;
  return [
    {
      id: `binding ${first.direction} ${first.otherStamp ?? ""} ${first.atMs}`,
      kind: "binding",
      fromMs: first.atMs,
      toMs: last.atMs,
      pool: null,
      title: `${who} ${directionWords(first)}`,
      detail: `${names.join(", ")}${rest > 0 ? ` and ${formatCount(rest)} more` : ""}`,
      source: first.source,
    },
  ];
}

function directionWords({ direction, otherStamp }: BindingChange): string {
  if (direction === "arrived") return otherStamp === null ? "began here" : `arrived from ${otherStamp}`;
  return otherStamp === null ? "ended here" : `left for ${otherStamp}`;
}

const deploymentFacts = z.object({ inDeployment: z.boolean() });

/** What the audit of a stamp says of it, as far as deployments need it. */
interface StampRecord {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * When updates were rolling over the stamp, from its audit within a window (any order). One that was rolling when the
 * window began is shown from the window's start on; one that still is has no end.
 */
export function deploymentEvents(
  records: readonly StampRecord[],
  window: { readonly fromMs: number },
  isInDeployment: boolean,
): StampEvent[] {
  const turns = records
    .flatMap((record) => {
      const before = deploymentFacts.safeParse(record.before);
      const after = deploymentFacts.safeParse(record.after);
      if (!before.success || !after.success || before.data.inDeployment === after.data.inDeployment)
        return [];
      return [{ atMs: Date.parse(record.at), isOn: after.data.inDeployment, actor: record.actor }];
    })
    .sort((one, other) => one.atMs - other.atMs);
  const events: StampEvent[] = [];
  // What held before the first turn is the opposite of what it turned to; without a turn it holds still.
  const wasOn = turns[0] === undefined ? isInDeployment : !turns[0].isOn;
  let since: { fromMs: number; actor: string } | null = wasOn ? { fromMs: window.fromMs, actor: "" } : null;
  for (const turn of turns) {
    if (turn.isOn) since = { fromMs: turn.atMs, actor: turn.actor };
    else if (since !== null) {
      events.push(deploymentEvent(since, turn.atMs));
      since = null;
    }
  }
  return since === null ? events : [...events, deploymentEvent(since, null)];
}

function deploymentEvent(since: { fromMs: number; actor: string }, toMs: number | null): StampEvent {
  return {
    id: `deployment ${since.fromMs}`,
    kind: "deployment",
    fromMs: since.fromMs,
    toMs,
    pool: null,
    title: "in deployment",
    detail: "An update is rolling over its update domains.",
    source: since.actor,
  };
}

/** The events that a pool's chart marks: its own and the stamp's. */
export function annotationsOf(events: readonly StampEvent[], pool: string): ChartAnnotation[] {
  return events
    .filter((event) => event.pool === null || event.pool === pool)
    .map((event) => ({
      kind: event.kind,
      fromMinute: minuteOf(event.fromMs),
      toMinute: event.toMs === null ? null : Math.ceil(event.toMs / MINUTE_MS),
      label: event.title,
    }));
}

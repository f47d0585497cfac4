import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { Calendar, CalendarEntry } from "#lib/execution/calendar/calendarAnswer.ts";

const KINDS: Readonly<Record<CalendarEntry["kind"], string>> = {
  phase: "phase",
  freeze: "freeze",
  change_freeze: "change freeze",
  deployment: "deployment",
};

export function kindWords({ kind, phase }: Pick<CalendarEntry, "kind" | "phase">): string {
  if (phase === null) return KINDS[kind];
  if (phase.isScheduled) return phase.planState === "paused" ? "phase, waits" : "phase, scheduled";
  return phase.planState === "rolling_back"
    ? "phase, going back"
    : `phase, ${phase.state.replaceAll("_", " ")}`;
}

const UNDER_WAY = ["cutting_over", "draining", "observing"];
const STOPPED = ["failed", "inconclusive"];

/** What is going on, what is in its way, and what comes next. */
export function describeCalendar({ entries }: Calendar, nowMs: number): string {
  const inState = (states: readonly string[]) =>
    entries.filter(({ phase }) => phase !== null && states.includes(phase.state)).length;
  const running = inState(UNDER_WAY);
  const stopped = inState(STOPPED);
  const next = entries.find(({ phase, from }) => phase?.isScheduled === true && from !== null);
  const inTheWay = entries.filter(({ conflicts }) => conflicts.length > 0).length;
  const parts = [
    running === 0 ? "No phase is under way" : `${count(running, "phase")} under way`,
    ...(stopped === 0 ? [] : [`${count(stopped, "phase")} failed or inconclusive`]),
    inTheWay === 0
      ? "nothing is in the way of anything"
      : `${count(inTheWay, "entry", "entries")} in conflict`,
    next?.from == null
      ? "nothing is scheduled"
      : `next: ${next.title}, ${formatUtcDateTime(Date.parse(next.from), nowMs)} UTC at the earliest`,
  ];
  return `${parts.join("; ")}.`;
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${value} ${value === 1 ? one : many}`;
}

/** Where a bar stands on a line from 0 to 1; open ends reach to the edge. Null = outside. */
export function placeEntry(
  { from, to }: Pick<CalendarEntry, "from" | "to">,
  span: { readonly fromMs: number; readonly toMs: number },
): { readonly start: number; readonly end: number; readonly isOpen: boolean } | null {
  const length = span.toMs - span.fromMs;
  const start = from === null ? 0 : (Date.parse(from) - span.fromMs) / length;
  const end = to === null ? 1 : (Date.parse(to) - span.fromMs) / length;
  if (length <= 0 || end < 0 || start > 1) return null;
  return { start: Math.max(0, start), end: Math.min(1, end), isOpen: to === null };
}

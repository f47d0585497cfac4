import { formatDuration, formatUtcDateTime } from "#lib/charts/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { AssessedPhase } from "#lib/planning/planAssessment.ts";

type Schedule = NonNullable<AssessedPhase["schedule"]>;

/** A phase with its times in epoch milliseconds, as a chart or a table shows them. */
export interface ScheduledPhase {
  readonly id: string;
  readonly number: number;
  readonly label: string;
  readonly shortLabel: string;
  /** Null = it finds no place in the calendar. */
  readonly schedule: {
    readonly startMs: number;
    readonly cutOverMs: number;
    readonly observedMs: number;
    readonly waits: readonly { readonly untilMs: number; readonly why: string }[];
  } | null;
  /** When and why, in words. */
  readonly words: string;
}

export function scheduleItems(
  { content, assessment }: Pick<PlanAnswer, "content" | "assessment">,
  nowMs: number,
): ScheduledPhase[] {
  return content.phases.map((phase, at) => {
    const schedule = assessment.phases[at]?.schedule ?? null;
    const label = `${at + 1} ${phase.name}`;
    return {
      id: String(at + 1),
      number: at + 1,
      label,
      shortLabel: `Phase ${at + 1}`,
      schedule: schedule === null ? null : timesOf(schedule),
      words: `${label}: ${schedule === null ? "it finds no place in the calendar; look for a freeze or a time that never comes." : describeSchedule(schedule, nowMs)}`,
    };
  });
}

/** When the first phase could begin: what was asked for, or when the schedule was made. */
export function earliestStart({ content, assessment }: Pick<PlanAnswer, "content" | "assessment">): number {
  return Date.parse(content.startAt ?? assessment.computedAt);
}

/** From the first cutover to the end of the last observation, milliseconds; null = some phase has no place. */
export function spanOf({ phases }: PlanAnswer["assessment"]): { fromMs: number; toMs: number } | null {
  const first = phases[0]?.schedule ?? null;
  const last = phases.at(-1)?.schedule ?? null;
  return first === null || last === null
    ? null
    : { fromMs: Date.parse(first.startAt), toMs: Date.parse(last.observedAt) };
}

function timesOf({ startAt, cutOverAt, observedAt, waits }: Schedule): ScheduledPhase["schedule"] {
  return {
    startMs: Date.parse(startAt),
    cutOverMs: Date.parse(cutOverAt),
    observedMs: Date.parse(observedAt),
    waits: waits.map(({ until, why }) => ({ untilMs: Date.parse(until), why })),
  };
}

/** `starts 23 Nov 09:00, cut over by 09:30, observed until 24 Nov 09:30 (24 h) UTC; waits until … for working hours.` */
export function describeSchedule(schedule: Schedule, nowMs: number): string {
  const [start, cutOver, observed] = [schedule.startAt, schedule.cutOverAt, schedule.observedAt].map(
    Date.parse,
  );
  if (start === undefined || cutOver === undefined || observed === undefined) return "";
  const length = formatDuration((observed - cutOver) / 1_000);
  const waits = describeWaits(schedule.waits, nowMs);
  return `starts ${formatUtcDateTime(start, nowMs)}, cut over by ${formatUtcDateTime(cutOver, nowMs)}, observed until ${formatUtcDateTime(observed, nowMs)} UTC (${length})${waits === "" ? "" : `; waits ${waits}`}.`;
}

/** `until 23 Nov 09:00 for working hours, until …`; empty = it waits for nothing. */
export function describeWaits(waits: Schedule["waits"], nowMs: number): string {
  return waits
    .map(({ until, why }) => `until ${formatUtcDateTime(Date.parse(until), nowMs)} (${why})`)
    .join(", ");
}

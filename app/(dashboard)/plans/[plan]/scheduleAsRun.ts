import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import type { ScheduledPhase } from "./scheduleItems.ts";

const HOUR_MS = 3_600_000;

type Phase = PlanExecution["phases"][number];

/**
 * A schedule as it went: phases that have begun stand where they were, those that are left at the earliest after them and not in
 * the past. What comes after a phase that failed or was taken back has no time: it cannot start.
 */
export function scheduleAsRun(
  items: readonly ScheduledPhase[],
  { phases, finishedAt }: Pick<PlanExecution, "phases" | "finishedAt">,
  nowMs: number,
): ScheduledPhase[] {
  let freeMs = nowMs;
  let isStuck = finishedAt !== null;
  return items.map((item, at) => {
    const phase = phases[at];
    if (phase === undefined) return item;
    const schedule = phase.startedAt === null ? later(item.schedule, freeMs, isStuck) : asBegun(phase, nowMs);
    if (phase.state === "failed" || phase.state === "rolled_back") isStuck = true;
    if (schedule !== null) freeMs = Math.max(freeMs, schedule.observedMs);
    return { ...item, schedule, words: wordsOf(item, schedule, { phase, nowMs }) };
  });
}

function asBegun(phase: Phase, nowMs: number): NonNullable<ScheduledPhase["schedule"]> {
  const ms = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  const startMs = ms(phase.startedAt) ?? nowMs;
  const cutOverMs = ms(phase.observingSince) ?? Math.max(startMs, ms(phase.decidedAt) ?? nowMs);
  const observedMs =
    ms(phase.decidedAt) ?? ms(phase.observeUntil) ?? cutOverMs + phase.observationHours * HOUR_MS;
  return { startMs, cutOverMs, observedMs: Math.max(observedMs, cutOverMs), waits: [] };
}

function later(
  schedule: ScheduledPhase["schedule"],
  freeMs: number,
  isStuck: boolean,
): ScheduledPhase["schedule"] {
  if (schedule === null || isStuck) return null;
  const byMs = Math.max(0, freeMs - schedule.startMs);
  return {
    startMs: schedule.startMs + byMs,
    cutOverMs: schedule.cutOverMs + byMs,
    observedMs: schedule.observedMs + byMs,
    waits: byMs === 0 ? schedule.waits : [],
  };
}

function wordsOf(
  { label }: ScheduledPhase,
  schedule: ScheduledPhase["schedule"],
  { phase, nowMs }: { readonly phase: Phase; readonly nowMs: number },
): string {
  if (schedule === null) return `${label}: it does not start.`;
  const [start, cutOver, observed] = [schedule.startMs, schedule.cutOverMs, schedule.observedMs].map((atMs) =>
    formatUtcDateTime(atMs, nowMs),
  );
  if (phase.startedAt === null)
    return `${label}: starts ${start} UTC at the earliest, is observed until ${observed}.`;
  return `${label}: ${phase.state.replaceAll("_", " ")}; started ${start}, observed ${cutOver} to ${observed} UTC.`;
}

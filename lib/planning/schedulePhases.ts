import { MINUTE_MS } from "../core/index.ts";
import { nextWorkStart, type WorkHours } from "./workHours.ts";

/** When nothing that it concerns may be cut over: a change freeze, a deployment, a phase of another plan. Half-open. */
export interface ClosedTime {
  readonly fromMs: number;
  readonly toMs: number;
  /** In words, for who waits. */
  readonly why: string;
  /** What it concerns; null = everything. */
  readonly registries: ReadonlySet<string> | null;
  readonly stamps: ReadonlySet<string> | null;
  /** Only phases whose tier is critical wait for it. */
  readonly criticalOnly: boolean;
  /** So many moves may cut over all the same; larger phases wait. */
  readonly roomForMoves: number;
}

export interface ScheduleRules {
  readonly workHours: WorkHours;
  /** What a move takes to be bound and drained. */
  readonly moveMinutes: number;
  /** Moves that may cut over at a time. */
  readonly movesAtOnce: number;
}

export interface PhaseToSchedule {
  readonly registries: readonly string[];
  /** Stamps that it touches, on either end. */
  readonly stamps: readonly string[];
  readonly isCritical: boolean;
  readonly observationHours: number;
  /** Not before this instant, as a person has set it. */
  readonly notBeforeMs: number | null;
}

/** Why a phase begins later than it could. */
export interface Wait {
  readonly untilMs: number;
  readonly why: string;
}

export interface ScheduledPhase {
  readonly startMs: number;
  /** Its last move is drained. */
  readonly cutOverMs: number;
  /** The next phase may begin. */
  readonly observedMs: number;
  readonly waits: readonly Wait[];
}

/** More than any calendar has in a row; a phase that still cannot begin has no place. */
const MOST_WAITS = 200;

/**
 * When each phase begins at the earliest, one after the other: after the one before it was observed, within working
 * hours, outside of everything closed that concerns it. Null for a phase that never can, and for all after it.
 */
export function schedulePhases(
  phases: readonly PhaseToSchedule[],
  {
    startMs,
    rules,
    closed,
  }: { readonly startMs: number; readonly rules: ScheduleRules; readonly closed: readonly ClosedTime[] },
): (ScheduledPhase | null)[] {
  let earliestMs: number | null = startMs;
  return phases.map((phase) => {
    if (earliestMs === null) return null;
    const scheduled = schedulePhase(phase, { earliestMs, rules, closed });
    earliestMs = scheduled?.observedMs ?? null;
    return scheduled;
  });
}

function schedulePhase(
  phase: PhaseToSchedule,
  {
    earliestMs,
    rules,
    closed,
  }: { readonly earliestMs: number; readonly rules: ScheduleRules; readonly closed: readonly ClosedTime[] },
): ScheduledPhase | null {
  const minutes = Math.ceil(phase.registries.length / rules.movesAtOnce) * rules.moveMinutes;
  const concerned = closed.filter((one) => concerns(one, phase));
  const waits: Wait[] = [];
  let atMs = earliestMs;
  const waitUntil = (untilMs: number, why: string) => {
    if (untilMs <= atMs) return;
    waits.push({ untilMs, why });
    atMs = untilMs;
  };
  if (phase.notBeforeMs !== null) waitUntil(phase.notBeforeMs, "not before");
  while (waits.length < MOST_WAITS) {
    const opens = nextWorkStart(atMs, minutes, rules.workHours);
    if (opens === null) return null;
    waitUntil(opens, "working hours");
    const endMs = atMs + minutes * MINUTE_MS;
    const blocking = concerned.find(({ fromMs, toMs }) => fromMs < endMs && toMs > atMs);
    if (blocking === undefined) {
      return {
        startMs: atMs,
        cutOverMs: endMs,
        observedMs: endMs + phase.observationHours * 60 * MINUTE_MS,
        waits,
      };
    }
    waitUntil(blocking.toMs, blocking.why);
  }
  return null;
}

function concerns(
  { registries, stamps, criticalOnly, roomForMoves }: ClosedTime,
  phase: PhaseToSchedule,
): boolean {
  if (criticalOnly && !phase.isCritical) return false;
  if (phase.registries.length <= roomForMoves) return false;
  if (registries === null && stamps === null) return true;
  return (
    phase.registries.some((registry) => registries?.has(registry) ?? false) ||
    phase.stamps.some((stamp) => stamps?.has(stamp) ?? false)
  );
}

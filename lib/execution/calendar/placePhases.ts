import { toIso } from "../../core/index.ts";
import type { PlanAssessment } from "../../planning/planAssessment.ts";
import type { RunPhase, RunPlan } from "../types.ts";
import type { CalendarEntry } from "./calendarAnswer.ts";

type PhaseEntry = Omit<CalendarEntry, "conflicts">;

/** Where nothing was scheduled, a cut-over takes that long. */
const CUT_OVER_MS = 3_600_000;
const HOUR_MS = 3_600_000;
const OVER: readonly RunPhase["state"][] = ["passed", "failed", "inconclusive"];

/**
 * The phases of a plan in the calendar: those that have begun when they were, the others where the schedule puts them, but not
 * before the one before them is over, nor in the past. Phases that were rolled back, or move nothing, are left out, and so are
 * those that cannot start any more, because one before them failed or the plan is being rolled back.
 */
export function placePhases(
  run: RunPlan,
  schedules: PlanAssessment["phases"],
  nowMs: number,
): readonly PhaseEntry[] {
  let freeMs = nowMs;
  let isStuck = run.state === "rolling_back";
  return run.phases.flatMap((phase): PhaseEntry[] => {
    const moves = phase.moves.filter(({ state }) => state !== "skipped");
    if (phase.state === "failed" || phase.state === "rolled_back") isStuck = true;
    if (phase.state === "rolled_back" || moves.length === 0) return [];
    if (isStuck && phase.startedAtMs === null) return [];
    const times = timesOf(phase, schedules[phase.phase - 1]?.schedule ?? null, { nowMs, freeMs });
    // Nothing says how long going back takes: it ends now, as long as it is not over.
    const goesBack = run.state === "rolling_back" && phase.decidedAtMs === null;
    const toMs = goesBack ? Math.max(nowMs, times.cutOverMs) : times.toMs;
    freeMs = Math.max(freeMs, toMs);
    return [
      {
        kind: "phase",
        title: `${run.name}: ${phase.name}`,
        from: toIso(times.fromMs),
        to: toIso(toMs),
        region: run.region,
        stamps: [...new Set(moves.flatMap(({ from, to }) => [from, to]))].sort(),
        registries: moves.map(({ registry }) => registry),
        phase: {
          plan: run.id,
          version: run.version,
          planName: run.name,
          planState: run.state,
          phase: phase.phase,
          state: phase.state,
          tier: phase.tier,
          cutOverAt: toIso(times.cutOverMs),
          isScheduled: phase.startedAtMs === null,
        },
      },
    ];
  });
}

interface PhaseTimes {
  readonly fromMs: number;
  readonly cutOverMs: number;
  readonly toMs: number;
}

function timesOf(
  phase: RunPhase,
  schedule: PlanAssessment["phases"][number]["schedule"],
  { nowMs, freeMs }: { readonly nowMs: number; readonly freeMs: number },
): PhaseTimes {
  const lengthMs =
    schedule === null ? CUT_OVER_MS : Date.parse(schedule.cutOverAt) - Date.parse(schedule.startAt);
  const observedMs = phase.observationHours * HOUR_MS;
  if (phase.startedAtMs === null) {
    const wantedMs = schedule === null ? 0 : Date.parse(schedule.startAt);
    const fromMs = Math.max(freeMs, wantedMs, phase.notBeforeMs ?? 0);
    return { fromMs, cutOverMs: fromMs + lengthMs, toMs: fromMs + lengthMs + observedMs };
  }
  const isOver = OVER.includes(phase.state);
  const cutOverMs = phase.observingSinceMs ?? Math.max(nowMs, phase.startedAtMs + lengthMs);
  const toMs = (isOver ? phase.decidedAtMs : null) ?? phase.observeUntilMs ?? cutOverMs + observedMs;
  return { fromMs: phase.startedAtMs, cutOverMs, toMs: Math.max(toMs, isOver ? 0 : nowMs) };
}

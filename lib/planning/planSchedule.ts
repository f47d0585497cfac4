import { MINUTE_MS, toIso } from "../core/index.ts";
import type { AssessedPhase } from "./planAssessment.ts";
import type { PlanPhase } from "./planContent.ts";
import type { PlanRegion } from "./planRegion.ts";
import { type ClosedTime, type ScheduledPhase, schedulePhases } from "./schedulePhases.ts";
import type { Tier } from "./types.ts";

/**
 * When each phase of a plan would begin, from `startMs` on: working hours, freezes of its registries, the phases of other
 * plans on the same stamps, no more cutovers at a time in the region than is set, and no two critical phases at a time
 * anywhere. Phases all of whose moves are skipped take no time, and wait for nobody.
 */
export function schedulePlan(
  phases: readonly { readonly phase: PlanPhase; readonly tier: Tier }[],
  region: Pick<PlanRegion, "region" | "replicas" | "rules" | "elsewhere">,
  startMs: number,
): (ScheduledPhase | null)[] {
  const asked = phases.map(({ phase, tier }) => {
    const running = phase.moves.filter(({ skipped }) => skipped === null);
    return {
      registries: running.map(({ registry }) => registry),
      stamps: [...new Set(running.flatMap(({ from, to }) => [from, to]))],
      isCritical: tier === "critical",
      observationHours: running.length === 0 ? 0 : phase.observationHours,
      notBeforeMs: phase.notBefore === null ? null : Date.parse(phase.notBefore),
    };
  });
  const moved = new Set(asked.flatMap(({ registries }) => registries));
  return schedulePhases(asked, {
    startMs,
    rules: region.rules.schedule,
    closed: [
      ...freezesOf(region.replicas, moved),
      ...elsewhereClosed(region.elsewhere),
      ...cutoversElsewhere(region),
    ],
  });
}

function freezesOf(replicas: PlanRegion["replicas"], moved: ReadonlySet<string>): ClosedTime[] {
  return replicas
    .filter(({ registry }) => moved.has(registry))
    .flatMap(({ registry, constraints }) =>
      constraints.freezes.map(({ from, to, why }) => ({
        fromMs: Date.parse(from),
        toMs: Date.parse(to),
        why: `change freeze of ${registry}: ${why}`,
        registries: new Set([registry]),
        stamps: null,
        criticalOnly: false,
        roomForMoves: 0,
      })),
    );
}

/** A stamp that is cut over or observed for one plan is left alone by the others. */
function elsewhereClosed(elsewhere: PlanRegion["elsewhere"]): ClosedTime[] {
  return elsewhere.flatMap(({ plan, stamps, tier, startMs, observedMs }): ClosedTime[] => {
    const when = { fromMs: startMs, toMs: observedMs, registries: null, roomForMoves: 0 };
    const own = {
      ...when,
      why: `${plan} on ${stamps.join(", ")}`,
      stamps: new Set(stamps),
      criticalOnly: false,
    };
    const critical = { ...when, why: `critical phase of ${plan}`, stamps: null, criticalOnly: true };
    return tier === "critical" ? [own, critical] : [own];
  });
}

/** While another plan of the region cuts over, as many moves of this one may as the setting leaves. */
function cutoversElsewhere({
  region,
  rules,
  elsewhere,
}: Pick<PlanRegion, "region" | "rules" | "elsewhere">): ClosedTime[] {
  const { movesAtOnce } = rules.schedule;
  return elsewhere
    .filter((other) => other.region === region)
    .map(({ plan, moves, startMs, cutOverMs }) => ({
      fromMs: startMs,
      toMs: cutOverMs,
      why: `${plan} cuts over, and at most ${movesAtOnce} moves of ${region} may at a time`,
      registries: null,
      stamps: null,
      criticalOnly: false,
      roomForMoves: Math.max(0, movesAtOnce - moves),
    }));
}

/** A phase's place as it is answered; one that touches a stamp in deployment also says that it waits for the end of that. */
export function answerSchedule(
  scheduled: ScheduledPhase | null,
  stampsInDeployment: readonly string[],
): AssessedPhase["schedule"] {
  if (scheduled === null) return null;
  const { startMs, cutOverMs, observedMs, waits } = scheduled;
  return {
    startAt: toIso(startMs),
    cutOverAt: toIso(cutOverMs),
    observedAt: toIso(observedMs),
    waits: [
      ...waits.map(({ untilMs, why }) => ({ until: toIso(untilMs), why })),
      ...stampsInDeployment.map((stamp) => ({
        until: toIso(startMs),
        why: `an update is rolling over ${stamp}: not before that is over`,
      })),
    ],
  };
}

/** The first whole minute at or after an instant, so that a plan does not begin at odd seconds. */
export function nextMinute(epochMs: number): number {
  return Math.ceil(epochMs / MINUTE_MS) * MINUTE_MS;
}

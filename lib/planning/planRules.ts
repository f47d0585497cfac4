import type { PlanningSettings } from "../fleet/settings.ts";
import type { ClassRules } from "./classifyMoves.ts";
import type { PhaseRules } from "./formPhases.ts";
import type { TierRule } from "./rateBlastRadius.ts";
import type { ScheduleRules } from "./schedulePhases.ts";

/** The policies that a plan is made and judged by, as they are set for its region. */
export interface PlanRules {
  readonly classes: ClassRules;
  readonly phases: PhaseRules;
  readonly tiers: readonly TierRule[];
  readonly schedule: ScheduleRules;
  readonly cooldownDays: number;
  readonly expiryHours: number;
}

const DAYS_OF_WEEK = 7;

/** Settings as the functions of planning take them. `timeZone`: the region's. */
export function planRulesOf(settings: PlanningSettings, timeZone: string): PlanRules {
  const { blastRadius, workHours, cutover } = settings;
  const days = Array.from(
    { length: workHours.lastDay - workHours.firstDay + 1 },
    // Settings count Monday 1 to Sunday 7, the calendar Sunday 0.
    (_, after) => (workHours.firstDay + after) % DAYS_OF_WEEK,
  );
  return {
    classes: settings.planClasses,
    phases: { batchPoints: settings.batchPoints, observationHours: settings.observationHours },
    tiers: [
      {
        tier: "low",
        trafficShare: blastRadius.lowTraffic,
        tenants: blastRadius.lowTenants,
        headroomPoints: blastRadius.lowHeadroom,
      },
      {
        tier: "medium",
        trafficShare: blastRadius.mediumTraffic,
        tenants: blastRadius.mediumTenants,
        headroomPoints: blastRadius.mediumHeadroom,
      },
      {
        tier: "high",
        trafficShare: blastRadius.highTraffic,
        tenants: Number.POSITIVE_INFINITY,
        headroomPoints: blastRadius.highHeadroom,
      },
    ],
    schedule: {
      workHours: { timeZone, days, fromMinute: workHours.fromHour * 60, toMinute: workHours.toHour * 60 },
      ...cutover,
    },
    cooldownDays: settings.cooldownDays,
    expiryHours: settings.planExpiryHours,
  };
}

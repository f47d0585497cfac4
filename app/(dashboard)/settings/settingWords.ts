import type { SettingKey } from "#lib/fleet/settings.ts";

/** What a number of a setting counts. `share` is kept as 0–1 and read and typed as percent. */
export type Unit =
  | "percent"
  | "points"
  | "share"
  | "minutes"
  | "hours"
  | "days"
  | "oclock"
  | "weekday"
  | "moves"
  | "phases"
  | "tenants"
  | "instances"
  | "times"
  | "price";

interface FieldWords {
  readonly label: string;
  readonly unit: Unit;
}

interface SettingWords {
  readonly title: string;
  /**
   * By the field's name; a setting that is one number has one field, named "". In the order in which they are
   * shown. The label of a single number is read after it: `10 pts below the limit`.
   */
  readonly fields: Readonly<Record<string, FieldWords>>;
}

/** Titles and units of every setting. A new setting does not compile until it has its words. */
export const SETTING_WORDS: Readonly<Record<SettingKey, SettingWords>> = {
  thresholds: {
    title: "State thresholds",
    fields: {
      normal: { label: "normal from", unit: "percent" },
      warm: { label: "warm from", unit: "percent" },
      hot: { label: "hot from", unit: "percent" },
      critical: { label: "critical from", unit: "percent" },
    },
  },
  limitP95: { title: "Limit", fields: { "": { label: "hot-node P95", unit: "percent" } } },
  targetMarginPoints: {
    title: "Target margin",
    fields: { "": { label: "below the limit", unit: "points" } },
  },
  window: {
    title: "Peak window",
    fields: {
      minutes: { label: "length", unit: "minutes" },
      lookBackHours: { label: "looked for in the last", unit: "hours" },
      minimumCoverage: { label: "coverage needed", unit: "share" },
    },
  },
  coverage: {
    title: "Coverage",
    fields: {
      warnBelow: { label: "warning under", unit: "share" },
      unknownBelow: { label: "unknown under", unit: "share" },
    },
  },
  staleMinutes: { title: "Stale after", fields: { "": { label: "without a sample", unit: "minutes" } } },
  sickNode: {
    title: "Sick node",
    fields: {
      hottestShare: { label: "hottest in", unit: "share" },
      dropPoints: { label: "P95 without it lower by", unit: "points" },
    },
  },
  ownPeakPoints: { title: "Own peak", fields: { "": { label: "hotter than the region’s", unit: "points" } } },
  dominanceShare: {
    title: "Dominance",
    fields: { "": { label: "of a pool’s P95 by one tenant", unit: "share" } },
  },
  retention: {
    title: "Retention",
    fields: {
      rawDays: { label: "minutes of nodes and registries", unit: "days" },
      rollupDays: { label: "rollups of pools", unit: "days" },
    },
  },
  planClasses: {
    title: "Classes of a plan",
    fields: {
      tailShare: { label: "tail up to", unit: "share" },
      topShare: { label: "top carries", unit: "share" },
      topAloneShare: { label: "each of the top at least", unit: "share" },
    },
  },
  batchPoints: { title: "Sub-batch", fields: { "": { label: "added to a destination", unit: "points" } } },
  observationHours: {
    title: "Observation",
    fields: {
      tail: { label: "after the tail", unit: "hours" },
      medium: { label: "after a medium batch", unit: "hours" },
      top: { label: "after each of the top", unit: "hours" },
    },
  },
  blastRadius: {
    title: "Blast radius",
    fields: {
      lowTraffic: { label: "low: traffic up to", unit: "share" },
      lowTenants: { label: "low: up to", unit: "tenants" },
      lowHeadroom: { label: "low: left under the limit", unit: "points" },
      mediumTraffic: { label: "medium: traffic up to", unit: "share" },
      mediumTenants: { label: "medium: up to", unit: "tenants" },
      mediumHeadroom: { label: "medium: left under the limit", unit: "points" },
      highTraffic: { label: "high: traffic up to", unit: "share" },
      highHeadroom: { label: "high: left under the limit", unit: "points" },
    },
  },
  minimumGainPoints: { title: "Least gain", fields: { "": { label: "of a proposed move", unit: "points" } } },
  cooldownDays: { title: "Cooldown", fields: { "": { label: "after a move", unit: "days" } } },
  workHours: {
    title: "Working hours",
    fields: {
      firstDay: { label: "from weekday", unit: "weekday" },
      lastDay: { label: "to weekday", unit: "weekday" },
      fromHour: { label: "from", unit: "oclock" },
      toHour: { label: "to", unit: "oclock" },
    },
  },
  cutover: {
    title: "Cutovers",
    fields: {
      movesAtOnce: { label: "at a time", unit: "moves" },
      moveMinutes: { label: "each takes", unit: "minutes" },
    },
  },
  planExpiryHours: {
    title: "Plans expire",
    fields: { "": { label: "after their snapshot", unit: "hours" } },
  },
  criticalStartsPerHour: {
    title: "Critical phases",
    fields: { "": { label: "that start within an hour, in the fleet", unit: "phases" } },
  },
  outcomeTrigger: {
    title: "What customers felt",
    fields: {
      worseBy: { label: "worse than the day before by", unit: "share" },
      hoursShare: { label: "in so much of the hours", unit: "share" },
      fewestHours: { label: "of at least", unit: "hours" },
    },
  },
  gates: {
    title: "Gates",
    fields: {
      overLimitMinutes: { label: "over the limit without a break", unit: "minutes" },
      settleMinutes: { label: "after a cut-over not counted", unit: "minutes" },
      lateMinutes: { label: "late data waited for", unit: "minutes" },
      reliefShare: { label: "of the predicted relief", unit: "share" },
      parityTolerance: { label: "traffic may differ by", unit: "share" },
      outcomeSpreads: { label: "outcomes worse by", unit: "times" },
      outcomeWorseBy: { label: "and at least by", unit: "share" },
    },
  },
  rightSizing: {
    title: "Right-sizing",
    fields: {
      floorInstances: { label: "at least", unit: "instances" },
      headroomInstances: { label: "spare", unit: "instances" },
      observedHours: { label: "observed for", unit: "hours" },
      verifyHours: { label: "verified after", unit: "hours" },
      pricePerVcpuHour: { label: "price of a vCPU hour", unit: "price" },
    },
  },
};

const UNIT_TEXT: Readonly<Record<Unit, string>> = {
  percent: "%",
  points: "pts",
  share: "%",
  minutes: "min",
  hours: "h",
  days: "d",
  oclock: "o’clock",
  weekday: "(1 is Monday)",
  moves: "moves",
  phases: "phases",
  tenants: "tenants",
  instances: "instances",
  times: "times",
  price: "(0 is none)",
};

/** What stands behind the number. */
export function unitText(unit: Unit): string {
  return UNIT_TEXT[unit];
}

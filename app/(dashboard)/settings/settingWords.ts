import type { SettingKey } from "#lib/fleet/settings.ts";

/** What a number of a setting counts. `share` is kept as 0–1 and read and typed as percent. */
export type Unit = "percent" | "points" | "share" | "minutes" | "hours" | "days";

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
  retention: {
    title: "Retention",
    fields: {
      rawDays: { label: "minutes of nodes and registries", unit: "days" },
      rollupDays: { label: "rollups of pools", unit: "days" },
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
};

/** What stands behind the number. */
export function unitText(unit: Unit): string {
  return UNIT_TEXT[unit];
}

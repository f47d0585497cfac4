import { z } from "zod";
import { PLANNING_SETTINGS } from "./planningSettings.ts";

/**
 * Policies of PRODUCT.md as data: each key with its shape, its default and the scopes in which it may be set.
 * CPU thresholds are percent of a node; shares and coverage are 0..1.
 */

const percent = z.number().min(0).max(100);
const share = z.number().min(0).max(1);

/** Where a state begins, in percent of hot-node P95: cool < normal ≤ … */
const thresholdsSchema = z
  .strictObject({ normal: percent, warm: percent, hot: percent, critical: percent })
  .refine((at) => at.normal < at.warm && at.warm < at.hot && at.hot < at.critical, {
    error: "must rise: normal < warm < hot < critical",
  });

const windowSchema = z
  .strictObject({
    minutes: z.number().int().min(60).max(1_440),
    lookBackHours: z.number().int().min(1).max(336),
    /** The share of bins that a window needs to be chosen as the peak. */
    minimumCoverage: share,
  })
  .refine((window) => window.minutes <= window.lookBackHours * 60, {
    error: "must be at least as long as the window",
    path: ["lookBackHours"],
  });

const coverageSchema = z
  .strictObject({ warnBelow: share, unknownBelow: share })
  .refine((at) => at.unknownBelow <= at.warnBelow, {
    error: "must not be over warnBelow",
    path: ["unknownBelow"],
  });

const retentionSchema = z
  .strictObject({
    rawDays: z.number().int().min(1).max(3_650),
    rollupDays: z.number().int().min(1).max(3_650),
  })
  .refine((kept) => kept.rawDays <= kept.rollupDays, {
    error: "must not be under rawDays",
    path: ["rollupDays"],
  });

const sickNodeSchema = z.strictObject({ hottestShare: share, dropPoints: percent });

/** A setting's scopes: `pool` = by region and pool kind, `region` = by region, `fleet` = one for all. */
export type SettingScopeKind = "pool" | "region" | "fleet";

export const SETTINGS = {
  thresholds: {
    schema: thresholdsSchema,
    default: { normal: 30, warm: 50, hot: 65, critical: 80 },
    scope: "pool",
    summary: "Hot-node P95, in percent, at which a pool is normal, warm, hot, critical",
  },
  limitP95: {
    schema: percent,
    default: 60,
    scope: "pool",
    summary: "What planning holds hot-node P95 under, in percent",
  },
  targetMarginPoints: {
    schema: percent,
    default: 10,
    scope: "pool",
    summary: "Right-sizing aims at the limit less this many points",
  },
  window: {
    schema: windowSchema,
    default: { minutes: 720, lookBackHours: 24, minimumCoverage: 0.9 },
    scope: "region",
    summary: "Length of the peak window, how far back it is looked for, and the coverage it needs",
  },
  coverage: {
    schema: coverageSchema,
    default: { warnBelow: 0.9, unknownBelow: 0.5 },
    scope: "pool",
    summary: "Coverage under which a measure is warned about, and under which its state is unknown",
  },
  staleMinutes: {
    schema: z.number().int().min(1).max(1_440),
    default: 5,
    scope: "pool",
    summary: "Minutes without a sample after which a pool is stale",
  },
  sickNode: {
    schema: sickNodeSchema,
    default: { hottestShare: 0.6, dropPoints: 15 },
    scope: "pool",
    summary:
      "A node is sick when it is hottest in this share of bins and the P95 without it is this much lower",
  },
  ownPeakPoints: {
    schema: percent,
    default: 5,
    scope: "pool",
    summary: "A pool whose own best window is hotter than the region's by more points says so",
  },
  dominanceShare: {
    schema: z.number().min(0.01).max(1),
    default: 0.2,
    scope: "pool",
    summary: "A tenant whose relief is at least this share of a pool's hot-node P95 dominates it",
  },
  retention: {
    schema: retentionSchema,
    default: { rawDays: 14, rollupDays: 400 },
    scope: "fleet",
    summary: "Days for which minutes of every node, and rollups of every pool, are kept",
  },
  ...PLANNING_SETTINGS,
} as const satisfies Record<
  string,
  { schema: z.ZodType; default: unknown; scope: SettingScopeKind; summary: string }
>;

export type SettingKey = keyof typeof SETTINGS;
export type SettingValue<Key extends SettingKey> = z.output<(typeof SETTINGS)[Key]["schema"]>;

type PlanningKey = keyof typeof PLANNING_SETTINGS;

/** Every setting of measures and limits, as it holds for one pool kind in one region. */
export type PoolSettings = { readonly [Key in Exclude<SettingKey, PlanningKey>]: SettingValue<Key> };

/** Every setting of plans, as it holds in one region. */
export type PlanningSettings = { readonly [Key in PlanningKey]: SettingValue<Key> };

/** `isSettingKey` narrows a string that came from outside. */
export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS).filter(isSettingKey);

/** One value in one scope; "" = every region, every pool kind. */
export interface SettingOverride<Key extends SettingKey = SettingKey> {
  readonly key: Key;
  readonly region: string;
  readonly poolKind: string;
  readonly value: SettingValue<Key>;
}

/** What is set, as values that have been parsed. Anything not in it has its default. */
export type SettingOverrides = readonly SettingOverride[];

/** Where a setting is asked for; "" = not within any region, or pool kind. */
export interface SettingScope {
  readonly region: string;
  readonly poolKind: string;
}

export const FLEET_SCOPE: SettingScope = { region: "", poolKind: "" };

/** Most exact first: region and kind, region, kind, fleet. */
function scopesOf(asked: SettingScope): readonly SettingScope[] {
  return [
    asked,
    { region: asked.region, poolKind: "" },
    { region: "", poolKind: asked.poolKind },
    FLEET_SCOPE,
  ];
}

/** The override that holds in a scope, or null where the default does. */
export function findOverride(
  overrides: SettingOverrides,
  key: SettingKey,
  asked: SettingScope,
): SettingOverride | null {
  for (const scope of scopesOf(asked)) {
    const found = overrides.find(
      (one) => one.key === key && one.region === scope.region && one.poolKind === scope.poolKind,
    );
    if (found) return found;
  }
  return null;
}

/** The value that holds in a scope. */
export function resolveSetting<Key extends SettingKey>(
  overrides: SettingOverrides,
  key: Key,
  asked: SettingScope,
): SettingValue<Key> {
  const override = findOverride(overrides, key, asked);
  // The key picks the schema, and every override's value has been parsed by the schema of its key.
  return (override ? override.value : SETTINGS[key].default) as SettingValue<Key>;
}

/** Every setting of measures and limits as it holds in a scope. */
export function resolveSettings(overrides: SettingOverrides, asked: SettingScope): PoolSettings {
  const value = <Key extends SettingKey>(key: Key) => resolveSetting(overrides, key, asked);
  return {
    thresholds: value("thresholds"),
    limitP95: value("limitP95"),
    targetMarginPoints: value("targetMarginPoints"),
    window: value("window"),
    coverage: value("coverage"),
    staleMinutes: value("staleMinutes"),
    sickNode: value("sickNode"),
    ownPeakPoints: value("ownPeakPoints"),
    dominanceShare: value("dominanceShare"),
    retention: value("retention"),
  };
}

/** Every setting of plans as it holds in a region. */
export function resolvePlanningSettings(overrides: SettingOverrides, region: string): PlanningSettings {
  const value = <Key extends SettingKey>(key: Key) =>
    resolveSetting(overrides, key, { region, poolKind: "" });
  return {
    planClasses: value("planClasses"),
    batchPoints: value("batchPoints"),
    observationHours: value("observationHours"),
    blastRadius: value("blastRadius"),
    minimumGainPoints: value("minimumGainPoints"),
    cooldownDays: value("cooldownDays"),
    workHours: value("workHours"),
    cutover: value("cutover"),
    planExpiryHours: value("planExpiryHours"),
    criticalStartsPerHour: value("criticalStartsPerHour"),
    outcomeTrigger: value("outcomeTrigger"),
    gates: value("gates"),
    rightSizing: value("rightSizing"),
  };
}

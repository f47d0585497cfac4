import { z } from "zod";
import type { SettingOverride, SettingOverrides, SettingScope } from "../settings.ts";

/** How a pool reads under some settings: its state, and whether it is over its limit. */
export interface PoolReading {
  readonly hotNodeP95: number | null;
  readonly state: string;
  readonly limit: number;
}

/** A pool as it reads now, and as it would. */
export interface PreviewPool {
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly before: PoolReading;
  readonly after: PoolReading;
}

const readingSchema = z.strictObject({
  hotNodeP95: z.number().nullable(),
  state: z.string(),
  limit: z.number(),
  overLimit: z.boolean(),
});

/** What POST /api/v1/settings/preview answers. */
export const settingPreviewSchema = z.strictObject({
  pools: z.number().int().describe("pools in whose scope the change is"),
  changed: z
    .array(
      z.strictObject({
        region: z.string(),
        stamp: z.string(),
        pool: z.string(),
        kind: z.string(),
        hotNodeP95: z.number().nullable().describe("as it is measured now"),
        before: readingSchema,
        after: readingSchema,
      }),
    )
    .describe("those that would change their state, their limit or their side of it"),
});

export type SettingPreview = z.output<typeof settingPreviewSchema>;

/** Which pools a change would re-classify, by name, from what to what. Nothing is stored. */
export function previewSetting(pools: readonly PreviewPool[], scope: SettingScope): SettingPreview {
  const inScope = pools.filter(
    (pool) =>
      (scope.region === "" || scope.region === pool.region) &&
      (scope.poolKind === "" || scope.poolKind === pool.kind),
  );
  const changed = inScope.filter(isReclassified).map(({ before, after, ...place }) => ({
    region: place.region,
    stamp: place.stamp,
    pool: place.pool,
    kind: place.kind,
    hotNodeP95: before.hotNodeP95,
    before: answerReading(before),
    after: answerReading(after),
  }));
  return { pools: inScope.length, changed };
}

/** A P95 that moves within its state and on its side of the limit re-classifies nothing. */
function isReclassified({ before, after }: PreviewPool): boolean {
  return before.state !== after.state || before.limit !== after.limit || isOver(before) !== isOver(after);
}

function isOver({ hotNodeP95, limit }: PoolReading): boolean {
  return hotNodeP95 !== null && hotNodeP95 > limit;
}

function answerReading(reading: PoolReading) {
  const { hotNodeP95, state, limit } = reading;
  return { hotNodeP95, state, limit, overLimit: isOver(reading) };
}

/** What would be set if one value were set in one scope. */
export function withChange(overrides: SettingOverrides, change: SettingOverride): SettingOverrides {
  const isSame = (one: SettingOverride) =>
    one.key === change.key && one.region === change.region && one.poolKind === change.poolKind;
  return [...overrides.filter((one) => !isSame(one)), change];
}

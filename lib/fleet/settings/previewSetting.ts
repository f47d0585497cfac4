import { z } from "zod";
import {
  type PoolSettings,
  resolveSettings,
  type SettingOverride,
  type SettingOverrides,
} from "../settings.ts";

/** A pool as far as settings differ by it, with what was measured of it. */
export interface PreviewPool {
  readonly region: string;
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
}

/** How a pool reads under some settings: its state, and whether it is over its limit. */
export interface PoolReading {
  readonly hotNodeP95: number | null;
  readonly state: string;
  readonly limit: number;
}

const readingSchema = z.strictObject({ state: z.string(), limit: z.number(), overLimit: z.boolean() });

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
        hotNodeP95: z.number().nullable(),
        before: readingSchema,
        after: readingSchema,
      }),
    )
    .describe("those that would change their state, their limit or their side of it"),
});

export type SettingPreview = z.output<typeof settingPreviewSchema>;

/**
 * Which pools a change would re-classify. Pure: how a pool reads under given settings is asked of `read`, which knows
 * the measures; nothing is stored.
 */
export function previewSetting<Pool extends PreviewPool>(
  pools: readonly Pool[],
  { before, change }: { readonly before: SettingOverrides; readonly change: SettingOverride },
  read: (pool: Pool, settings: PoolSettings) => PoolReading,
): SettingPreview {
  const after = [...before.filter((one) => !sameScope(one, change)), change];
  const inScope = pools.filter(
    (pool) =>
      (change.region === "" || change.region === pool.region) &&
      (change.poolKind === "" || change.poolKind === pool.kind),
  );
  const changed = inScope.flatMap((pool) => {
    const scope = { region: pool.region, poolKind: pool.kind };
    const was = read(pool, resolveSettings(before, scope));
    const becomes = read(pool, resolveSettings(after, scope));
    const row = {
      region: pool.region,
      stamp: pool.stamp,
      pool: pool.pool,
      kind: pool.kind,
      hotNodeP95: was.hotNodeP95,
      before: summary(was),
      after: summary(becomes),
    };
    return JSON.stringify(row.before) === JSON.stringify(row.after) ? [] : [row];
  });
  return { pools: inScope.length, changed };
}

function summary({ state, limit, hotNodeP95 }: PoolReading) {
  return { state, limit, overLimit: hotNodeP95 !== null && hotNodeP95 > limit };
}

function sameScope(a: SettingOverride, b: SettingOverride): boolean {
  return a.key === b.key && a.region === b.region && a.poolKind === b.poolKind;
}

import type { SettingOverrides } from "../../fleet/settings.ts";
import type { HotnessSettings, PoolMeasures } from "../../hotness/types.ts";
import type { PlannedStamp } from "../types.ts";

interface LimitedPool {
  readonly settings: HotnessSettings;
  readonly measures: PoolMeasures;
}

interface LimitedRegion<Pool extends LimitedPool> {
  readonly overrides: SettingOverrides;
  readonly pools: readonly Pool[];
  readonly planned: readonly PlannedStamp[];
}

/** A measured region as if one limit held for all of its pools, and for those that are to be made; percent. */
export function holdLimit<Pool extends LimitedPool, Region extends LimitedRegion<Pool>>(
  measured: Region,
  limitP95: number,
): Region {
  const others = measured.overrides.filter(({ key }) => key !== "limitP95");
  return {
    ...measured,
    overrides: [...others, { key: "limitP95", region: "", poolKind: "", value: limitP95 }],
    pools: measured.pools.map((pool) => limitPool(pool, limitP95)),
    planned: measured.planned.map((stamp) => ({
      ...stamp,
      pools: stamp.pools.map((pool) => ({ ...pool, limit: limitP95 })),
    })),
  };
}

function limitPool<Pool extends LimitedPool>(pool: Pool, limitP95: number): Pool {
  const { hotNodeP95 } = pool.measures;
  const excess = hotNodeP95 === null ? null : Math.max(0, hotNodeP95 - limitP95);
  return {
    ...pool,
    settings: { ...pool.settings, limitP95 },
    measures: { ...pool.measures, limit: limitP95, excess },
  };
}

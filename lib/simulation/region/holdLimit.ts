import type { MeasuredRegion } from "./queries.ts";

/** A region as if one limit held for all of its pools, and for those that are to be made; percent. */
export function holdLimit(measured: MeasuredRegion, limitP95: number): MeasuredRegion {
  const others = measured.overrides.filter(({ key }) => key !== "limitP95");
  return {
    ...measured,
    overrides: [...others, { key: "limitP95", region: "", poolKind: "", value: limitP95 }],
    pools: measured.pools.map((pool) => {
      const { hotNodeP95 } = pool.measures;
      const excess = hotNodeP95 === null ? null : Math.max(0, hotNodeP95 - limitP95);
      return {
        ...pool,
        settings: { ...pool.settings, limitP95 },
        measures: { ...pool.measures, limit: limitP95, excess },
      };
    }),
    planned: measured.planned.map((stamp) => ({
      ...stamp,
      pools: stamp.pools.map((pool) => ({ ...pool, limit: limitP95 })),
    })),
  };
}

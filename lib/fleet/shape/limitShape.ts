import type { SettingOverrides } from "../settings.ts";
import type { Fleet } from "../types.ts";

/** Regions, stamps and pools, and every setting that is not its default. */
export interface FleetShape extends Pick<Fleet, "regions" | "stamps" | "pools"> {
  readonly overrides: SettingOverrides;
}

/** Shapes are kept by those who compute from them: the same limit of the same shape is the same shape. */
const limited = new WeakMap<FleetShape, Map<string, FleetShape>>();

/** The shape as it is to somebody limited to these regions (numbers): there are no others. */
export function limitShape(shape: FleetShape, regions: readonly number[]): FleetShape {
  const key = regions.join();
  const known = limited.get(shape)?.get(key);
  if (known !== undefined) return known;
  const has = (region: number) => regions.includes(region);
  const made: FleetShape = {
    regions: shape.regions.filter(({ id }) => has(id)),
    stamps: shape.stamps.filter(({ regionId }) => has(regionId)),
    pools: shape.pools.filter(({ regionId }) => has(regionId)),
    overrides: limitOverrides(shape, regions),
  };
  limited.set(shape, (limited.get(shape) ?? new Map<string, FleetShape>()).set(key, made));
  return made;
}

/** What is set for the whole fleet, and for these regions of it. */
function limitOverrides(
  { regions: all, overrides }: Pick<FleetShape, "regions" | "overrides">,
  regions: readonly number[],
): SettingOverrides {
  const names = new Set(all.filter(({ id }) => regions.includes(id)).map(({ name }) => name));
  return overrides.filter(({ region }) => region === "" || names.has(region));
}

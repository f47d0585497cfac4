import type { FleetStamp } from "#lib/fleet/types.ts";
import type { MeasuredPool } from "#lib/hotness/queries.ts";
import type { Destination } from "./whatIfView.ts";

/** The stamps of a region as destinations, with what their pools measure; by name. */
export function destinationsOf(stamps: readonly FleetStamp[], pools: readonly MeasuredPool[]): Destination[] {
  const poolsOf = Map.groupBy(pools, ({ pool }) => pool.stamp);
  return stamps.map(({ name, kind, cordoned, inDeployment, planned }) => ({
    name,
    kind,
    cordoned,
    inDeployment,
    planned,
    pools: (poolsOf.get(name) ?? []).map(({ pool, measures }) => ({
      pool: pool.name,
      kind: pool.kind,
      state: measures.state,
      hotNodeP95: measures.hotNodeP95,
      limit: measures.limit,
      coverage: measures.coverage.lesser,
      vcpusPerNode: pool.vcpusPerNode,
      nodes: measures.nodes ?? pool.minInstances,
    })),
  }));
}

import type { EpochMinute } from "#lib/core/index.ts";
import type { FleetStamp, Signal } from "#lib/fleet/index.ts";
import { type HotStampReason, reasonsOfStamp } from "#lib/hotness/hotStampReasons.ts";
import type { MeasuredPool } from "#lib/hotness/queries.ts";
import type { PoolState } from "#lib/hotness/types.ts";

/** One pool of a stamp, as a cell shows it. */
export interface StampPoolCell {
  readonly pool: string;
  readonly kind: string;
  readonly state: PoolState;
  readonly isStale: boolean;
  readonly hotNodeP95: number | null;
  readonly limit: number;
  readonly hot5m: number | null;
  readonly overSince: EpochMinute | null;
  readonly coverage: number;
}

export interface StampRow {
  readonly name: string;
  readonly region: string;
  readonly kind: "shared" | "isolated";
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
  /** Replicas that live on it now. */
  readonly replicas: number;
  /** By pool name. */
  readonly pools: readonly StampPoolCell[];
  /** Open ones, the worst first. */
  readonly signals: readonly Pick<Signal, "kind" | "severity" | "pool" | "from">[];
  /** Why it is hot; empty: it is not. */
  readonly reasons: readonly HotStampReason[];
  /** Greatest hot-node P95 of its pools, for sorting; null = none has data. */
  readonly heat: number | null;
}

export interface StampInput {
  readonly stamp: FleetStamp;
  readonly pools: readonly MeasuredPool[];
  readonly signals: readonly Signal[];
  readonly replicas: number;
  readonly nowMinute: EpochMinute;
}

const SEVERITIES = ["low", "medium", "high", "critical"] as const;

/** A stamp as the list shows it. */
export function stampRow({ stamp, pools, signals, replicas, nowMinute }: StampInput): StampRow {
  const cells = pools.map(poolCell);
  return {
    name: stamp.name,
    region: stamp.region,
    kind: stamp.kind,
    cordoned: stamp.cordoned,
    inDeployment: stamp.inDeployment,
    planned: stamp.planned,
    replicas,
    pools: cells,
    signals: signals
      .map(({ kind, severity, pool, from }) => ({ kind, severity, pool, from }))
      .sort((one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity)),
    reasons: reasonsOfStamp(pools, signals, nowMinute),
    heat: cells.reduce<number | null>(
      (most, { hotNodeP95 }) => (hotNodeP95 === null ? most : Math.max(most ?? 0, hotNodeP95)),
      null,
    ),
  };
}

function poolCell({ pool, measures }: MeasuredPool): StampPoolCell {
  return {
    pool: pool.name,
    kind: pool.kind,
    state: measures.state,
    isStale: measures.stale,
    hotNodeP95: measures.hotNodeP95,
    limit: measures.limit,
    hot5m: measures.now.hot5m,
    overSince: measures.now.overSince,
    coverage: measures.coverage.lesser,
  };
}

/** A stamp's pool of a kind; of several, the hottest. */
export function cellOfKind(row: StampRow, kind: string): StampPoolCell | null {
  const ofKind = row.pools.filter((cell) => cell.kind === kind);
  return ofKind.reduce<StampPoolCell | null>(
    (hottest, cell) =>
      hottest === null || (cell.hotNodeP95 ?? -1) > (hottest.hotNodeP95 ?? -1) ? cell : hottest,
    null,
  );
}

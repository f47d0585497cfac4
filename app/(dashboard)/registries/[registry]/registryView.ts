import type { AnsweredNote } from "#lib/contribution/contributionAnswer.ts";
import type { JudgedPool } from "#lib/contribution/judged/queries.ts";
import { type ContributionRow, rankContribution } from "#lib/contribution/rankContribution.ts";
import type { MinuteWindow } from "#lib/core/index.ts";
import type { BindingInterval, ReplicaConstraints } from "#lib/fleet/types.ts";
import type { PoolState } from "#lib/hotness/types.ts";
import { type PackedCurve, packCurve } from "./packCurve.ts";

/** What a registry does in one pool. Shares 0–1 of the pool; null = cannot be had. */
export interface PlaceView {
  readonly stamp: string;
  readonly pool: string;
  /** Of the pool, percent. */
  readonly hotNodeP95: number | null;
  readonly state: PoolState;
  readonly limit: number;
  readonly rank: number;
  /** How many are ranked there. */
  readonly of: number;
  readonly reliefPoints: number | null;
  readonly cpuShare: number | null;
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  readonly hotBinShare: number | null;
  readonly confidence: number | null;
  readonly unboundMinutes: number;
  readonly curve: PackedCurve;
}

/** A registry in one region. */
export interface ReplicaView {
  readonly region: string;
  readonly homeStamp: string | null;
  readonly boundAtMs: number | null;
  readonly lastMovedAtMs: number | null;
  readonly constraints: ReplicaConstraints;
  readonly window: MinuteWindow | null;
  /** Pools of its home, then of stamps where it was in the window. */
  readonly places: readonly PlaceView[];
  readonly notes: readonly AnsweredNote[];
}

export interface RegistryView {
  readonly name: string;
  readonly tenant: string;
  readonly isRetired: boolean;
  /** Whether who looks may change constraints. */
  readonly canEdit: boolean;
  readonly replicas: readonly ReplicaView[];
  readonly bindings: readonly BindingInterval[];
  readonly readMs: number;
}

/** What the registry does in a pool; null where it was not there at all. */
export function placeView(judged: JudgedPool, registry: number): PlaceView | null {
  const { placed, fitted, model, measured } = judged;
  const place = fitted.load.registries.findIndex((one) => one.registry === registry);
  const series = fitted.load.registries[place];
  if (series === undefined) return null;
  const ranked = rankContribution({ pools: [placed], groupBy: "registry", shareOf: "requests" });
  const at = ranked.findIndex((row) => row.registry === series.name);
  const row: ContributionRow | undefined = ranked[at];
  const { measures } = measured;
  return {
    stamp: placed.stamp,
    pool: placed.pool,
    hotNodeP95: measures.hotNodeP95,
    state: measures.state,
    limit: measures.limit,
    rank: at + 1,
    of: ranked.length,
    reliefPoints: row?.reliefPoints ?? null,
    cpuShare: row?.cpuShare ?? null,
    requestShare: row?.requestShare ?? null,
    byteShare: row?.byteShare ?? null,
    hotBinShare: row?.hotBinShare ?? null,
    confidence: row?.confidence ?? null,
    unboundMinutes: series.unbound.minutes,
    curve: packCurve({ load: fitted.load, nodes: fitted.nodes, model, hot: measured.window.hot, place }),
  };
}

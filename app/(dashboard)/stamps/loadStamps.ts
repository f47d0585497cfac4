import type { TimeRange } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { countReplicasByStamp } from "#lib/fleet/bindings/queries.ts";
import { listSignals } from "#lib/fleet/index.ts";
import { measureFleet } from "#lib/hotness/queries.ts";
import { pageApp } from "#lib/http/page.ts";
import { windowRequestOf } from "../../_components/scope/windowRequest.ts";
import { type StampRow, stampRow } from "./stampRow.ts";

export interface StampsView {
  /** By name. */
  readonly rows: readonly StampRow[];
  readonly readMs: number;
  /** Start of the newest minute with data; null = there are none. */
  readonly latestDataMs: number | null;
}

/** Open signals that are read; a fleet with more has one incident, not so many. */
const MOST_SIGNALS = 1_000;

/** Everything that the Stamps page shows. */
export async function loadStampsPage(asked: { region: string; range: TimeRange }): Promise<StampsView> {
  const context = await pageApp();
  const nowMs = context.clock();
  const { prisma } = context.database;
  const region = asked.region || undefined;
  const [shape, measured, replicas, { signals }] = await Promise.all([
    context.shape.current(),
    measureFleet(context, { request: windowRequestOf(asked.range), filter: { region }, nowMs }),
    countReplicasByStamp(prisma),
    listSignals(prisma, { open: true, region, limit: MOST_SIGNALS }),
  ]);
  const poolsOf = Map.groupBy(measured.pools, ({ pool }) => pool.stamp);
  const signalsOf = Map.groupBy(signals, ({ stamp }) => stamp);
  return {
    rows: shape.stamps
      .filter((stamp) => region === undefined || stamp.region === region)
      .map((stamp) =>
        stampRow({
          stamp,
          pools: poolsOf.get(stamp.name) ?? [],
          signals: signalsOf.get(stamp.name) ?? [],
          replicas: replicas.get(stamp.name) ?? 0,
          nowMinute: measured.nowMinute,
        }),
      ),
    readMs: nowMs,
    latestDataMs: measured.latestMinute === null ? null : measured.latestMinute * MINUTE_MS,
  };
}

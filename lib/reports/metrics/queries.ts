import type { Transaction } from "../../db/client.ts";
import { isFrozen } from "../../fleet/freeze/queries.ts";
import { listSignals } from "../../fleet/signals/queries.ts";
import { reasonsOfStamp } from "../../hotness/hotStampReasons.ts";
import { type MeasureSource, measuredOnce, measureFleet } from "../../hotness/queries.ts";
import { listPlans } from "../../planning/list/queries.ts";
import type { FleetReadings } from "./fleetFamilies.ts";
import { fleetRow } from "./fleetRow.ts";

/** Open signals that are read; a fleet with more has one incident, not so many. */
const MOST_SIGNALS = 1_000;

/** Every pool over both windows, the stamps that are hot, plans and the freeze: `GET /metrics/fleet`. */
export async function readFleetMetrics(
  given: MeasureSource,
  db: Transaction,
  { region, nowMs }: { readonly region: string | undefined; readonly nowMs: number },
): Promise<FleetReadings> {
  const source = measuredOnce(given);
  const filter = { region };
  const peak = await measureFleet(source, { request: { kind: "peak" }, filter, nowMs });
  const last = await measureFleet(source, { request: { kind: "last", minutes: 720 }, filter, nowMs });
  const last12h = new Map(last.pools.map(({ pool, measures }) => [pool.id, measures]));
  const { signals } = await listSignals(db, { open: true, region, limit: MOST_SIGNALS });
  const { stamps } = await source.shape.current();
  const poolsOf = Map.groupBy(peak.pools, ({ pool }) => pool.stamp);
  const signalsOf = Map.groupBy(signals, ({ stamp }) => stamp);
  return {
    rows: peak.pools.map(({ pool, measures, hottestNodeName }) =>
      fleetRow({ pool, hottestNodeName, peak: measures, last12h: last12h.get(pool.id) ?? measures }),
    ),
    stamps: stamps
      .filter((stamp) => region === undefined || stamp.region === region)
      .map(({ name, region: of }) => ({
        region: of,
        stamp: name,
        reasons: reasonsOfStamp(poolsOf.get(name) ?? [], signalsOf.get(name) ?? [], peak.nowMinute),
      })),
    plans: (await listPlans(db, { region, limit: 1 })).counts,
    isFrozen: await isFrozen(db),
  };
}

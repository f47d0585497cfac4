"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { Suspense, useDeferredValue, useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { carryScope } from "../../_components/scope/scope.ts";
import { toRows } from "../../_components/table/columnar.ts";
import { arrangePools } from "./arrangePools.ts";
import { explainP95 } from "./explainFleet.ts";
import { FleetFilters } from "./FleetFilters.tsx";
import { FleetHeatmap } from "./FleetHeatmap.tsx";
import { MapSkeleton } from "./FleetSkeleton.tsx";
import { FleetStrip } from "./FleetStrip.tsx";
import { FleetTable } from "./FleetTable.tsx";
import type { FleetCells, FleetView } from "./fleetView.ts";
import { summarizeFleet } from "./summarizeFleet.ts";
import { useFleetState } from "./useFleetState.ts";

interface FleetScreenProps {
  readonly view: FleetView;
  readonly cells: Promise<FleetCells>;
}

/** The front door: what is hot, the map, every pool. */
export function FleetScreen({ view, cells }: FleetScreenProps) {
  const state = useFleetState();
  const router = useRouter();
  const current = useSearchParams();
  const pools = useMemo(() => toRows(view.pools), [view.pools]);
  const summary = useMemo(() => summarizeFleet(pools), [pools]);
  const kinds = useMemo(() => [...new Set(pools.map((pool) => pool.kind))].sort(), [pools]);
  // Typing stays quick; map and table follow when there is time.
  const q = useDeferredValue(state.q);
  const { kind, state: poolState, order: mapOrder } = state;
  const order = useMemo(
    () => arrangePools(pools, { kind, state: poolState, q }, mapOrder),
    [pools, kind, poolState, q, mapOrder],
  );
  const shown = useMemo(() => order.flatMap((index) => pools[index] ?? []), [order, pools]);
  const explained = pools.find((pool) => pool.id === state.selected) ?? shown[0];

  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <FleetStrip summary={summary} windowText={view.windowText} now={view.readMs} onShow={state.setState} />
      <FleetFilters state={state} kinds={kinds} />
      <Suspense fallback={<MapSkeleton rows={shown.length} />}>
        <FleetHeatmap view={view} pools={pools} order={order} cells={cells} state={state} />
      </Suspense>
      <Panel
        title="Pools"
        note={`${formatCount(shown.length)} of ${formatCount(pools.length)} pools in ${formatCount(summary.stamps)} stamps; ${view.windowText}`}
        explain={explainP95({ view, pool: explained })}
        csvHref={`/api/v1/fleet.csv?${fleetCsvParameters(current)}`}
        isFlush
      >
        <FleetTable
          rows={shown}
          now={view.readMs}
          sort={state.sort}
          onSortChange={state.setSort}
          selectedId={state.selected}
          onSelect={(id) => state.setSelected(id === state.selected ? null : id)}
          onOpen={(row) => router.push(carryScope(stampHref(row.stamp, row.pool), current))}
        />
      </Panel>
    </div>
  );
}

/** The parameters that the API's fleet shares with the page. */
function fleetCsvParameters(current: URLSearchParams): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const key of ["region", "window", "from", "to", "kind"]) {
    const value = current.get(key);
    if (value) parameters.set(key, value);
  }
  const state = current.get("state");
  if (state && state !== "over" && state !== "stale") parameters.set("state", state);
  return parameters;
}

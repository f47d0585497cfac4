"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { Suspense, useDeferredValue, useMemo } from "react";
import { formatAgo, formatCount, timeRangeParameters } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { Notice } from "../../_components/Notice.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../_components/scope/scope.ts";
import { Time } from "../../_components/Time.tsx";
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
      <h1 className="sr-only">Fleet</h1>
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      {view.isOutside && view.latestDataMs !== null && (
        <LatestDataNotice latestMs={view.latestDataMs} now={view.readMs} />
      )}
      <FleetStrip summary={summary} view={view} onShow={state.setState} />
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
          lookBack={view}
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

/** Hours shown around the latest data. */
const LATEST_MINUTES = 720;

/** Nothing in the window, but there are data: where they are, and the way there. */
function LatestDataNotice({ latestMs, now }: { latestMs: number; now: number }) {
  const toMinute = Math.floor(latestMs / MINUTE_MS) + 1;
  const parameters = timeRangeParameters({
    kind: "absolute",
    fromMinute: toMinute - LATEST_MINUTES,
    toMinute,
  });
  const query = new URLSearchParams({ from: parameters.from ?? "", to: parameters.to ?? "" });
  return (
    <Notice tone="warning">
      There are no data in this window. The latest data is of <Time at={latestMs} now={now} /> (
      {formatAgo(latestMs, now)}):{" "}
      <ScopedLink href={`/fleet?${query}`} className="text-link">
        go there
      </ScopedLink>
      .
    </Notice>
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

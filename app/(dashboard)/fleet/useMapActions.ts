"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { MINUTE_MS, type MinuteWindow, minuteToIso } from "#lib/core/index.ts";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { carryScope } from "../../_components/scope/scope.ts";
import { useScope } from "../../_components/scope/useScope.ts";
import type { FleetPoolRow } from "./fleetView.ts";
import { readCellDetail } from "./readCellDetail.ts";
import type { FleetState } from "./useFleetState.ts";

/** What the map's gestures lead to: the time range in the URL, the stamp's page, the cell's detail, the same as CSV. */
export function useMapActions(pools: readonly FleetPoolRow[], shown: MinuteWindow, readMs: number) {
  const router = useRouter();
  const current = useSearchParams();
  const { setRange } = useScope();
  const readCell = useCallback(
    (row: number, window: MinuteWindow, signal: AbortSignal) => {
      const pool = pools[row];
      return pool === undefined ? Promise.resolve(null) : readCellDetail(pool, window, signal);
    },
    [pools],
  );

  function open(id: string) {
    const [stamp = "", pool] = id.split("/", 2);
    router.push(carryScope(stampHref(stamp, pool), current));
  }

  const zoom = (window: MinuteWindow) => void setRange({ kind: "absolute", ...window });

  /** Moves by a share of what is shown, but not into the future. */
  function pan(share: number) {
    const length = shown.toMinute - shown.fromMinute;
    const latest = Math.floor(readMs / MINUTE_MS);
    const fromMinute = Math.min(shown.fromMinute + Math.round(length * share), latest - length);
    zoom({ fromMinute, toMinute: fromMinute + length });
  }

  function csvHref(stepMinutes: number, { measure, kind }: Pick<FleetState, "measure" | "kind">): string {
    const parameters = new URLSearchParams({
      from: minuteToIso(shown.fromMinute),
      to: minuteToIso(shown.toMinute),
      step: `${stepMinutes}m`,
      measure,
    });
    const region = current.get("region");
    if (region) parameters.set("region", region);
    if (kind) parameters.set("kind", kind);
    return `/api/v1/fleet/heatmap.csv?${parameters}`;
  }

  return { readCell, open, zoom, pan, csvHref };
}

import { z } from "zod";
import { type MinuteWindow, minuteToIso } from "#lib/core/index.ts";
import { callApi } from "../../_components/callApi.ts";
import type { CellDetail } from "../../_components/heatmap/types.ts";
import type { FleetPoolRow } from "./fleetView.ts";

const seriesSchema = z.object({
  minutes: z.array(z.object({ hot: z.number().nullable(), hottestNode: z.string().nullable() })),
});

/** The hottest node and the coverage of one cell, from the pool's series; null when it cannot be read. */
export async function readCellDetail(
  pool: FleetPoolRow,
  window: MinuteWindow,
  signal: AbortSignal,
): Promise<CellDetail | null> {
  const parameters = new URLSearchParams({
    from: minuteToIso(window.fromMinute),
    to: minuteToIso(window.toMinute),
  });
  const path = `/api/v1/stamps/${encodeURIComponent(pool.stamp)}/pools/${encodeURIComponent(pool.pool)}/series`;
  const answer = await callApi(`${path}?${parameters}`, { schema: seriesSchema, signal });
  if (!answer.ok) return null;
  return summarizeCell(answer.value.minutes, window.toMinute - window.fromMinute);
}

/** The node that is hottest in most of the minutes with data; ties: the lowest name. */
export function summarizeCell(
  minutes: readonly { readonly hot: number | null; readonly hottestNode: string | null }[],
  bins: number,
): CellDetail {
  const counts = new Map<string, number>();
  const withData = minutes.filter((minute) => minute.hot !== null);
  for (const { hottestNode } of withData) {
    if (hottestNode !== null) counts.set(hottestNode, (counts.get(hottestNode) ?? 0) + 1);
  }
  const [hottest] = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  return {
    hottestNode: hottest?.[0] ?? null,
    nodeBins: hottest?.[1] ?? 0,
    binsWithData: withData.length,
    bins,
  };
}

"use client";

import {
  type CellMatrix,
  cellAt,
  columnWindow,
  formatCpu,
  formatLocalTime,
  formatPoints,
  formatUtcWindow,
  heatStateOf,
  minuteStartMs,
  type StateThresholds,
} from "#lib/charts/index.ts";
import { toPercent } from "#lib/core/index.ts";
import { StateBadge } from "../StateBadge.tsx";
import { useTimeZone } from "../Time.tsx";
import type { CellDetail, HeatmapCursor, HeatmapRow } from "./types.ts";

interface HeatmapTooltipProps {
  readonly matrix: CellMatrix;
  readonly row: HeatmapRow;
  readonly cell: HeatmapCursor;
  readonly thresholds: StateThresholds;
  readonly limit: number | null;
  readonly detail: CellDetail | null | "reading";
  readonly now: number;
}

/** Everything that is known of a cell. */
export function HeatmapTooltip({ matrix, row, cell, thresholds, limit, detail, now }: HeatmapTooltipProps) {
  const timeZone = useTimeZone();
  const percent = toPercent(cellAt(matrix, cell.row, cell.column));
  const window = columnWindow(matrix, cell.column);
  const startMs = minuteStartMs(window.fromMinute);
  return (
    <div className="popup pointer-events-none px-3 py-2 text-xs">
      <p className="font-semibold">
        {row.label} {row.detail}
      </p>
      {percent === null ? (
        <p className="mt-1">No data in this time.</p>
      ) : (
        <p className="mt-1 flex items-center gap-3">
          <span className="text-lg font-semibold">{formatCpu(percent)}</span>
          <StateBadge state={heatStateOf(percent, thresholds)} />
          {limit !== null && percent > limit && (
            <span className="text-ink-soft">{formatPoints(percent - limit)} over the limit</span>
          )}
        </p>
      )}
      <DetailLine detail={detail} />
      <p className="mt-1 text-ink-soft">{formatUtcWindow(window.fromMinute, window.toMinute, now)}</p>
      {timeZone !== null && <p className="text-ink-faint">{formatLocalTime(startMs, timeZone)} here</p>}
    </div>
  );
}

function DetailLine({ detail }: { detail: CellDetail | null | "reading" }) {
  if (detail === null) return null;
  if (detail === "reading") return <p className="text-ink-faint">Reading node and coverage…</p>;
  return (
    <>
      {detail.hottestNode !== null && (
        <p>
          Hottest node <span className="font-mono">{detail.hottestNode}</span>, in {detail.nodeBins} of{" "}
          {detail.binsWithData} min
        </p>
      )}
      <p className={detail.binsWithData < detail.bins ? "font-medium" : "text-ink-soft"}>
        Data in {detail.binsWithData} of {detail.bins} min
      </p>
    </>
  );
}

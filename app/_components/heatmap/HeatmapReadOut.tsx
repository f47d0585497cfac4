import {
  cellAt,
  columnWindow,
  formatCpu,
  formatUtcWindow,
  heatStateOf,
  type StateThresholds,
} from "#lib/charts/index.ts";
import { toPercent } from "#lib/core/index.ts";
import type { HeatmapCursor, HeatmapRow } from "./types.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

interface HeatmapReadOutProps {
  readonly instructionsId: string;
  readonly hasCsv: boolean;
  readonly matrix: HeatmapView["matrix"];
  /** The keyboard's cursor; null = nothing to read out. */
  readonly cursor: HeatmapCursor | null;
  readonly row: HeatmapRow | undefined;
  readonly thresholds: StateThresholds;
  readonly now: number;
}

/** The map for those who cannot see it: how to walk it, and each cell as it is walked to. */
export function HeatmapReadOut(props: HeatmapReadOutProps) {
  return (
    <>
      <p id={props.instructionsId} className="sr-only">
        Arrow keys walk the cells, Shift with left or right marks a span of time, Enter zooms into it or opens
        the stamp, Space selects the row, square brackets move in time, Escape lets go. The same values are in
        the table below
        {props.hasCsv && " and in the CSV file"}.
      </p>
      <p className="sr-only" aria-live="polite">
        {describeCell(props)}
      </p>
    </>
  );
}

function describeCell({ matrix, cursor, row, thresholds, now }: HeatmapReadOutProps): string {
  if (cursor === null || row === undefined) return "";
  const percent = toPercent(cellAt(matrix, cursor.row, cursor.column));
  const window = columnWindow(matrix, cursor.column);
  const value = percent === null ? "no data" : `${formatCpu(percent)}, ${heatStateOf(percent, thresholds)}`;
  const time = formatUtcWindow(window.fromMinute, window.toMinute, now);
  return `${row.label} ${row.detail ?? ""}: ${value}. ${time}.`;
}

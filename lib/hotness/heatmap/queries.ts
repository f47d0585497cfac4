import type { FleetPool } from "../../fleet/index.ts";
import { binHeatmapRow, type HeatmapColumns, type HeatmapMeasure, heatmapSource } from "../binHeatmap.ts";
import type { MeasureSource } from "../queries.ts";

export interface FleetHeatmap {
  readonly columns: HeatmapColumns;
  readonly pools: readonly FleetPool[];
  /** Row by row, hundredths of a point, −1 = no data. */
  readonly cells: Int16Array;
}

/** The cells of the heat map, a row for each pool of the filter. */
export async function readHeatmap(
  source: Pick<MeasureSource, "hours">,
  asked: {
    readonly columns: HeatmapColumns;
    readonly measure: HeatmapMeasure;
    readonly pools: readonly FleetPool[];
  },
): Promise<FleetHeatmap> {
  const { columns, pools } = asked;
  const binsOf = await source.hours.readBins(
    pools.map((pool) => pool.id),
    { window: columns.window, column: heatmapSource(asked.measure) },
  );
  const width = columns.starts.length;
  const cells = new Int16Array(width * pools.length).fill(-1);
  pools.forEach((pool, row) => {
    const bins = binsOf.get(pool.id);
    if (bins !== undefined) binHeatmapRow(cells.subarray(row * width, (row + 1) * width), bins, asked);
  });
  return { columns, pools, cells };
}

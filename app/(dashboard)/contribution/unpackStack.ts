import { decodeCells } from "#lib/charts/cellMatrix.ts";
import { CELL_TOP, type PackedMeasure } from "./packStack.ts";

/** Layer by layer a value for each column, NaN = no data: what `packStack` put in, to a thirty-thousandth of the greatest. */
export function unpackLayers({ greatest, cells }: PackedMeasure, columns: number): Float64Array[] {
  const values = decodeCells(cells);
  const count = columns === 0 ? 0 : values.length / columns;
  return Array.from({ length: count }, (_, layer) =>
    Float64Array.from(values.subarray(layer * columns, (layer + 1) * columns), (cell) =>
      cell < 0 ? Number.NaN : (cell / CELL_TOP) * greatest,
    ),
  );
}

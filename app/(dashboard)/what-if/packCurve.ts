import { encodeCells } from "#lib/charts/cellMatrix.ts";
import { NO_DATA, toCenti } from "#lib/core/index.ts";
import type { SimulationAnswer } from "#lib/simulation/simulationSchema.ts";
import type { OutcomeCurve } from "./whatIfView.ts";

/** The hottest node of a pool before and after, minute by minute; nothing where no curve was asked for or can be had. */
export function packCurve({ stamp, pool, series }: SimulationAnswer["pools"][number]): OutcomeCurve[] {
  if (series === undefined) return [];
  const pack = (values: readonly (number | null)[]) =>
    encodeCells(Int16Array.from(values, (value) => (value === null ? NO_DATA : toCenti(value))));
  return [{ id: `${stamp}/${pool}`, before: pack(series.before.hot), after: pack(series.after.hot) }];
}

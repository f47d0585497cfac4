import { saturate, USUAL_SATURATION } from "./saturation.ts";
import type { SaturationCurve } from "./types.ts";

const KNEES = [100, 96, 92, 88, 84, 80, 76, 72, 66, 60, 50, 35, 15];
/** Only where it is hot do the curves differ. Percent measured. */
const HOT = 60;
/** Without so many hot node-minutes the curve cannot be told. */
const FEWEST_HOT = 60;
/** Minutes that follow one another tell much the same: so many count as one. */
const ALIKE = 20;
const USUAL_DEVIATION = 12;

/**
 * The saturation curve under which the model comes closest to what was measured, absolute errors of hot node-minutes,
 * against the usual curve as prior; null when too little of the pool is hot to tell.
 * @param predict per node and used bin, the demand that the model fitted under this curve explains
 */
export function chooseKnee(
  measured: readonly Float64Array[],
  predict: (curve: SaturationCurve) => readonly Float64Array[],
): SaturationCurve | null {
  const hot = measured.map((row) => Array.from(row.keys()).filter((index) => (row[index] ?? 0) > HOT));
  const count = hot.reduce((sum, indices) => sum + indices.length, 0);
  if (count < FEWEST_HOT) return null;
  let best = { kneePercent: USUAL_SATURATION.kneePercent, likelihood: Number.NEGATIVE_INFINITY };
  for (const kneePercent of KNEES) {
    const predicted = predict({ kneePercent });
    let loss = 0;
    for (const [node, indices] of hot.entries())
      for (const index of indices)
        loss += Math.abs(
          (measured[node]?.[index] ?? 0) - saturate(predicted[node]?.[index] ?? 0, { kneePercent }),
        );
    const off = (kneePercent - USUAL_SATURATION.kneePercent) / USUAL_DEVIATION;
    const likelihood = -(count / ALIKE) * Math.log(loss / count + 1e-3) - 0.5 * off * off;
    if (likelihood > best.likelihood) best = { kneePercent, likelihood };
  }
  return { kneePercent: best.kneePercent };
}

import { saturate, USUAL_SATURATION } from "./saturation.ts";
import type { SaturationCurve } from "./types.ts";

const KNEES = [100, 96, 92, 88, 84, 80, 76, 72, 66, 60, 50, 35, 15];
/** Every third of them first, then those around the best: the likelihood has one peak. */
const COARSE_STEP = 3;
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
 * @param around what was found before: only curves near it are tried
 */
export function chooseKnee(
  measured: readonly Float64Array[],
  predict: (curve: SaturationCurve) => readonly Float64Array[],
  around?: SaturationCurve,
): SaturationCurve | null {
  const hot = measured.map((row) => Array.from(row.keys()).filter((index) => (row[index] ?? 0) > HOT));
  const count = hot.reduce((sum, indices) => sum + indices.length, 0);
  if (count < FEWEST_HOT) return null;
  const known = new Map<number, number>();
  const likelihoodOf = (place: number): number => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const kneePercent = KNEES[place] ?? USUAL_SATURATION.kneePercent;
    const predicted = predict({ kneePercent });
    let loss = 0;
    for (const [node, indices] of hot.entries())
      for (const index of indices)
        loss += Math.abs(
          (measured[node]?.[index] ?? 0) - saturate(predicted[node]?.[index] ?? 0, { kneePercent }),
        );
    const off = (kneePercent - USUAL_SATURATION.kneePercent) / USUAL_DEVIATION;
    const likelihood = -(count / ALIKE) * Math.log(loss / count + 1e-3) - 0.5 * off * off;
    known.set(place, likelihood);
    return likelihood;
  };
  const bestOf = (places: readonly number[]) =>
    places.reduce((best, place) => (likelihoodOf(place) > likelihoodOf(best) ? place : best));
  const places = [...KNEES.keys()];
  const coarse =
    around === undefined
      ? bestOf(places.filter((place) => place % COARSE_STEP === 0))
      : Math.max(0, KNEES.indexOf(around.kneePercent));
  const best = bestOf(places.filter((place) => Math.abs(place - coarse) < COARSE_STEP));
  return { kneePercent: KNEES[best] ?? USUAL_SATURATION.kneePercent };
}

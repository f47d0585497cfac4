import { bandOf, HEAT_STATES, type HeatState, type StateThresholds } from "./heatScale.ts";

export interface ThresholdBand {
  readonly state: HeatState;
  readonly from: number;
  readonly to: number;
}

/** The states' bands as far as an axis from 0 to `top` shows them; bands above it, and empty ones, are left out. */
export function thresholdBands(thresholds: StateThresholds, top: number): ThresholdBand[] {
  return HEAT_STATES.map((state) => ({ state, ...bandOf(state, thresholds) }))
    .map((band) => ({ ...band, to: Math.min(band.to, top) }))
    .filter((band) => band.to > band.from);
}

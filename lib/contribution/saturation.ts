import type { SaturationCurve } from "./types.ts";

/** Where nothing tells better: work queues up and CPU creeps. */
export const USUAL_SATURATION: SaturationCurve = { kneePercent: 85 };

const CEILING = 100;
/** Above this share of the way from the knee to the ceiling, a measured value no longer tells the demand behind it. */
const READABLE_SHARE = 0.8;
/** A node without any knee still shows nothing above its ceiling. */
const HIGHEST_READABLE = 99.5;

/** Percent asked of a node to percent measured: linear up to the knee, then exponentially towards 100. */
export function saturate(demand: number, { kneePercent }: SaturationCurve): number {
  if (demand <= kneePercent) return demand;
  const room = CEILING - kneePercent;
  return room <= 0 ? CEILING : kneePercent + room * (1 - Math.exp((kneePercent - demand) / room));
}

/** The inverse: percent measured to percent asked for; what is nearer to the ceiling than can be read counts as the last readable. */
export function desaturate(measured: number, curve: SaturationCurve): number {
  const { kneePercent } = curve;
  const seen = Math.min(measured, highestReadable(curve));
  if (seen <= kneePercent) return seen;
  const room = CEILING - kneePercent;
  return kneePercent - room * Math.log(1 - (seen - kneePercent) / room);
}

/** Percent measured up to which the demand behind it can be told. */
export function highestReadable({ kneePercent }: SaturationCurve): number {
  return Math.min(HIGHEST_READABLE, kneePercent + READABLE_SHARE * (CEILING - kneePercent));
}

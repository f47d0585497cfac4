import type { SaturationCurve } from "./types.ts";

/** Where nothing tells better: work queues up and CPU creeps. */
export const USUAL_SATURATION: SaturationCurve = { kneePercent: 85 };
const CEILING = 100;
/** Above this the demand behind a value cannot be told any more. */
const HIGHEST_READABLE = 99.7;

/** Percent asked of a node to percent measured: linear up to the knee, then exponentially towards 100. */
export function saturate(demand: number, { kneePercent }: SaturationCurve): number {
  if (demand <= kneePercent) return demand;
  const room = CEILING - kneePercent;
  return room <= 0 ? CEILING : kneePercent + room * (1 - Math.exp((kneePercent - demand) / room));
}

/** The inverse: percent measured to percent asked for; what is closer to 100 than can be read counts as 99.7. */
export function desaturate(measured: number, { kneePercent }: SaturationCurve): number {
  if (measured <= kneePercent) return measured;
  const room = CEILING - kneePercent;
  if (room <= 0) return CEILING;
  const seen = Math.min(measured, HIGHEST_READABLE);
  return seen <= kneePercent ? seen : kneePercent - room * Math.log(1 - (seen - kneePercent) / room);
}

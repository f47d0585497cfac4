/**
 * CPU as it is stored: hundredths of a percentage point of the whole node in an int16, 0..10000; -1 = no data.
 * A stored value is within 0.005 points of what was measured.
 */
export type CpuCenti = number;

export const NO_DATA: CpuCenti = -1;

/** Percent (0..100) to hundredths of a point, half up. */
export function toCenti(percent: number): CpuCenti {
  return Math.round(percent * 100);
}

/** Hundredths of a point to percent; no data (any negative) is null, never 0. */
export function toPercent(centi: CpuCenti): number | null {
  return centi < 0 ? null : centi / 100;
}

import { quantileR7 } from "./quantileR7.ts";

/**
 * Whether the R-7 quantile of the values is above a threshold. Counting tells, without any order, unless exactly one of
 * the two values that it lies between is above. No values: false. NaN has no place here: it counts as not above.
 */
export function quantileExceeds(values: Float64Array, probability: number, threshold: number): boolean {
  let above = 0;
  for (let index = 0; index < values.length; index++) if ((values[index] ?? 0) > threshold) above++;
  const needed = values.length - Math.floor(probability * (values.length - 1));
  if (above >= needed) return values.length > 0;
  if (above < needed - 1) return false;
  return (quantileR7(values, probability) ?? threshold) > threshold;
}

import { quantileR7Int16 } from "../stats/index.ts";

/** Which percentile "most of the time" means. Part of the definition, not a setting. */
export const HOT_NODE_PROBABILITY = 0.95;

/**
 * Hot-node P95 in percent: the 95th percentile of hot(bin) over the bins that have data.
 * `hot` in hundredths of a point, −1 = no data. No bin with data: null.
 */
export function hotNodeP95(hot: Int16Array): number | null {
  const centi = quantileR7Int16(hot, HOT_NODE_PROBABILITY);
  return centi === null ? null : centi / 100;
}

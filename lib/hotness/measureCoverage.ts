import type { PoolWindow } from "../telemetry/types.ts";
import type { Coverage } from "./types.ts";

/**
 * How much of what should be there is there. The two ratios see different holes: a silent pool is missing from `bins`
 * (after 15 silent minutes nobody is expected any more), a silent node only from `nodeMinutes`.
 * An empty window, or one where no node was ever expected, is covered by 0, never by 1.
 */
export function measureCoverage(window: PoolWindow): Coverage {
  let binsWithData = 0;
  let present = 0;
  let expected = 0;
  for (let index = 0; index < window.hot.length; index++) {
    if ((window.hot[index] ?? -1) >= 0) binsWithData++;
    present += window.present[index] ?? 0;
    expected += window.expected[index] ?? 0;
  }
  const bins = window.hot.length === 0 ? 0 : binsWithData / window.hot.length;
  const nodeMinutes = expected === 0 ? 0 : present / expected;
  return { bins, nodeMinutes, lesser: Math.min(bins, nodeMinutes) };
}

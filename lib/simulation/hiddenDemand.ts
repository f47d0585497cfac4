import type { Rng } from "../core/index.ts";
import type { NodeMatrix } from "../telemetry/types.ts";

/** A pool that has at least this part of its bins at 90 % or more was asked for more than it could show. */
const FULL_PERCENT = 90;
const FULL_SHARE = 0.05;

/** Whether a pool was so full that it hides demand, by its measured node-minutes. */
export function hidesDemand(nodes: NodeMatrix): boolean {
  const bins = nodes.toMinute - nodes.fromMinute;
  let seen = 0;
  let full = 0;
  for (let bin = 0; bin < bins; bin++) {
    let hot = -1;
    for (const row of nodes.values) hot = Math.max(hot, row[bin] ?? -1);
    if (hot >= 0) seen++;
    if (hot >= FULL_PERCENT * 100) full++;
  }
  return seen > 0 && full >= FULL_SHARE * seen;
}

/** Of what is freed in a pool that hid demand, so much may be taken up again by those who were kept waiting. */
const MOST_TAKEN_UP = 0.45;
/** What leaves such a pool may turn out to be so much more, relatively, where it is served in full. */
const MOST_UNSEEN = 0.2;

/** One draw of the part of the freed heat that is taken up again; every second time none. */
export function drawTakenUp(rng: Rng): number {
  return Math.max(0, MOST_TAKEN_UP * (2 * rng() - 1));
}

/** One draw of the factor by which more arrives than was seen; every second time 1. */
export function drawUnseen(rng: Rng): number {
  return 1 + Math.max(0, MOST_UNSEEN * (2 * rng() - 1));
}

import type { NodeMatrix } from "../telemetry/types.ts";

/** A node that is silent for longer than this was gone; for less, it worked and was not heard. Minutes. */
const LONGEST_SILENCE = 15;

/**
 * How many nodes shared the load of each bin: those with a sample, and those whose samples stop and go on within 15
 * minutes. Not the nodes present: a sample that was lost on its way does not send its node's load to the others.
 */
export function countAliveNodes(matrix: NodeMatrix): Uint16Array {
  const length = matrix.toMinute - matrix.fromMinute;
  const alive = new Uint16Array(length);
  for (const row of matrix.values) {
    let before = -1;
    for (let bin = 0; bin < length; bin++) {
      if ((row[bin] ?? -1) < 0) continue;
      const first = before >= 0 && bin - before - 1 <= LONGEST_SILENCE ? before + 1 : bin;
      for (let filled = first; filled <= bin; filled++) alive[filled] = (alive[filled] ?? 0) + 1;
      before = bin;
    }
  }
  return alive;
}

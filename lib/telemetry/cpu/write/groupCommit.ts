import { cellPool, cellTime } from "../../cellKey.ts";
import { CpuBatch } from "../cpuBatch.ts";
import type { SampleVerdict } from "../mergeMinute.ts";
import type { PackedCpu } from "../mergePacked.ts";

export interface Verdicts {
  accepted: number;
  duplicate: number;
}

/** Counts verdicts by request, in place. */
export function tellInto(verdicts: Verdicts[]): SampleVerdict {
  return (request, verdict) => {
    let counts = verdicts[request];
    if (counts === undefined) {
      counts = { accepted: 0, duplicate: 0 };
      verdicts[request] = counts;
    }
    counts[verdict]++;
  };
}

/** One batch of several requests' batches, in order; a sample's `request` is its batch's place. */
export function joinBatches(batches: readonly CpuBatch[]): CpuBatch {
  const joined = new CpuBatch();
  batches.forEach((batch, request) => {
    const { bins, order } = batch.group();
    for (const { key, from, to } of bins) {
      const pool = cellPool(key);
      const minute = cellTime(key);
      for (let at = from; at < to; at++) {
        const index = order[at] ?? 0;
        const second = batch.seconds[index] ?? 0;
        joined.add({
          pool,
          minute,
          second,
          slot: batch.slots[index] ?? 0,
          value: batch.values[index] ?? 0,
          request,
        });
      }
    }
  });
  return joined;
}

/** Cells that one part of a matrix may hold: bounds the memory of a large backfill. */
const PART_CELLS = 400_000;

/** The matrix in parts along time, so that a large one needs memory for one part at a time. */
export function* slicePacked(packed: PackedCpu): Generator<PackedCpu> {
  const steps = packed.values[0]?.length ?? 0;
  const binsPerStep = Math.max(1, packed.stepSeconds / 60);
  const perPart = alignToHours(PART_CELLS / (packed.values.length * binsPerStep), packed.stepSeconds);
  for (let from = 0; from < steps; from += perPart) {
    const startSecond = packed.fromMinute * 60 + packed.fromSecond + from * packed.stepSeconds;
    yield {
      ...packed,
      fromMinute: Math.floor(startSecond / 60),
      fromSecond: startSecond % 60,
      values: packed.values.map((row) => row.subarray(from, from + perPart)),
    };
  }
}

/** Whole hours where possible, so that hours are mostly fresh when a part comes to them. */
function alignToHours(steps: number, stepSeconds: number): number {
  const perHour = Math.max(1, Math.round(3_600 / stepSeconds));
  return Math.max(1, Math.floor(steps / perHour)) * perHour;
}

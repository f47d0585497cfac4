import type { PackedCpu } from "../mergePacked.ts";

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

/**
 * Round ticks (1, 2 or 5 times a power of ten) from at most `low` to at least `high`, both ends included.
 * `low` = `high`, or not finite: that one value alone.
 */
export function valueTicks(low: number, high: number, wanted = 5): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high <= low) return [low];
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999_999) ?? 10;
  const step = factor * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // Multiplied, not added up, so that 0.1 + 0.2 is written 0.3.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Upper end of a CPU axis: the greatest value with a little air, in steps of 10, at least 20, never over 100. */
export function cpuAxisTop(values: Iterable<number | null>, atLeast = 20): number {
  let greatest = atLeast;
  for (const value of values) if (value !== null && value > greatest) greatest = value;
  return Math.min(100, Math.ceil((greatest * 1.04) / 10) * 10);
}

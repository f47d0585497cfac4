/** One line of the report: what was measured, beside what it is held against in the same run. */
export interface BenchLine {
  readonly what: string;
  /** The figure in words, with its unit. */
  readonly figure: string;
  /** The same as a ratio to something plain that ran beside it; absent where there is nothing plain. */
  readonly ratio?: { readonly of: number; readonly to: string };
  /** Words in the place of a ratio. */
  readonly detail?: string;
  /** What is to be reached, in words, and whether it was. */
  readonly bar?: { readonly words: string; readonly reached: boolean };
}

/** Timing never decides: a bar that was missed is said, and the run goes on. */
export function printLine(line: BenchLine): void {
  const ratio =
    line.ratio === undefined ? (line.detail ?? "") : `${line.ratio.of.toFixed(2)} × ${line.ratio.to}`;
  const bar = line.bar === undefined ? "" : `${line.bar.reached ? "reached" : "MISSED "}: ${line.bar.words}`;
  process.stdout.write(`${line.what.padEnd(52)} ${line.figure.padStart(22)}  ${ratio.padEnd(44)} ${bar}\n`);
}

export function printHeading(heading: string): void {
  process.stdout.write(`\n${heading}\n`);
}

export function perSecond(count: number, unit: string): string {
  return `${Math.round(count).toLocaleString("en-US")} ${unit}/s`;
}

/** The median of at least one figure. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs the work so often and gives the median of its milliseconds. */
export async function medianMs(times: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const taken: number[] = [];
  for (let at = 0; at < times; at++) {
    const startedAt = performance.now();
    await work();
    taken.push(performance.now() - startedAt);
  }
  return median(taken);
}

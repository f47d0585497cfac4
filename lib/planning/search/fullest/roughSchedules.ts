import type { Schedule } from "./types.ts";

/** Largest job first, each onto the lightest machine (LPT, Graham 1969). `sizes` largest first. */
export function scheduleLargestFirst(sizes: readonly number[], machines: number): number[][] {
  const schedule: number[][] = Array.from({ length: machines }, () => []);
  const loads = new Float64Array(machines);
  for (const [job, size] of sizes.entries()) {
    let lightest = 0;
    for (let machine = 1; machine < machines; machine++)
      if ((loads[machine] ?? 0) < (loads[lightest] ?? 0)) lightest = machine;
    schedule[lightest]?.push(job);
    loads[lightest] = (loads[lightest] ?? 0) + size;
  }
  return schedule;
}

/** First fit, largest first, within the capacity; null where it does not fit so. `sizes` largest first. */
export function packFirstFit(
  sizes: readonly number[],
  machines: number,
  capacity: number,
): number[][] | null {
  const schedule: number[][] = Array.from({ length: machines }, () => []);
  const loads = new Float64Array(machines);
  for (const [job, size] of sizes.entries()) {
    const machine = loads.findIndex((load) => load + size <= capacity);
    if (machine < 0) return null;
    schedule[machine]?.push(job);
    loads[machine] = (loads[machine] ?? 0) + size;
  }
  return schedule;
}

/** The least capacity that first fit packs into, between two (MULTIFIT, Coffman, Garey and Johnson 1978); null = none. */
export function scheduleByMultifit(
  sizes: readonly number[],
  machines: number,
  between: { readonly least: number; readonly most: number },
): number[][] | null {
  let found: number[][] | null = null;
  let { least, most } = between;
  while (least < most) {
    const capacity = Math.floor((least + most) / 2);
    const packed = packFirstFit(sizes, machines, capacity);
    if (packed === null) least = capacity + 1;
    else {
      found = packed;
      most = capacity;
    }
  }
  return found;
}

export function loadOf(jobs: readonly number[], sizes: readonly number[]): number {
  let sum = 0;
  for (const job of jobs) sum += sizes[job] ?? 0;
  return sum;
}

export function makespanOf(schedule: Schedule, sizes: readonly number[]): number {
  let most = 0;
  for (const jobs of schedule) most = Math.max(most, loadOf(jobs, sizes));
  return most;
}

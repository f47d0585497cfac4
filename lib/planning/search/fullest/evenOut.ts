import { type Rng, shuffle } from "../../../core/index.ts";
import { closestSubset, MOST_VALUES } from "./closestSubset.ts";
import { loadOf } from "./roughSchedules.ts";

/** Of two machines with very many jobs only so many are dealt anew at a time. */
const MOST_DEALT = 20;
const OTHERS_PART = 0.25;

/**
 * Deals the jobs of two machines anew, as evenly as can be, again and again: one machine over the target, and another.
 * Changes the schedule in place; stops where none is over the target, or after so many deals without gain.
 */
export function evenOut(
  schedule: number[][],
  sizes: readonly number[],
  { target, patience, rng }: { readonly target: number; readonly patience: number; readonly rng: Rng },
): boolean {
  const loads = Float64Array.from(schedule, (jobs) => loadOf(jobs, sizes));
  let idle = 0;
  while (idle < patience) {
    const over = chooseOver(loads, target, rng);
    if (over < 0) return true;
    const other = chooseOther(loads, over, rng);
    const before = Math.max(loads[over] ?? 0, loads[other] ?? 0);
    dealAnew(schedule, sizes, { over, other, rng });
    loads[over] = loadOf(schedule[over] ?? [], sizes);
    loads[other] = loadOf(schedule[other] ?? [], sizes);
    const after = Math.max(loads[over] ?? 0, loads[other] ?? 0);
    idle = after < before ? 0 : idle + 1;
  }
  return chooseOver(loads, target, rng) < 0;
}

function chooseOver(loads: Float64Array, target: number, rng: Rng): number {
  const over: number[] = [];
  for (const [machine, load] of loads.entries()) if (load > target) over.push(machine);
  if (over.length === 0) return -1;
  // One that is not over it may hold a job that a lighter machine should have.
  if (rng() < OTHERS_PART) return Math.floor(rng() * loads.length);
  return over[Math.floor(rng() * over.length)] ?? -1;
}

/** The lightest machine often, since it gives most; any other else. */
function chooseOther(loads: Float64Array, over: number, rng: Rng): number {
  if (rng() < 0.4) {
    let lightest = over === 0 ? 1 : 0;
    for (const [machine, load] of loads.entries())
      if (machine !== over && load < (loads[lightest] ?? 0)) lightest = machine;
    return lightest;
  }
  const drawn = Math.floor(rng() * (loads.length - 1));
  return drawn < over ? drawn : drawn + 1;
}

function dealAnew(
  schedule: number[][],
  sizes: readonly number[],
  { over, other, rng }: { readonly over: number; readonly other: number; readonly rng: Rng },
): void {
  const jobs = [...(schedule[over] ?? []), ...(schedule[other] ?? [])];
  const half = loadOf(jobs, sizes) / 2;
  const kept: [number[], number[]] = [[], []];
  let free = jobs;
  if (jobs.length > MOST_VALUES) {
    shuffle(jobs, rng);
    free = jobs.slice(0, MOST_DEALT);
    const first = new Set(schedule[over]);
    for (const job of jobs.slice(MOST_DEALT)) kept[first.has(job) ? 0 : 1].push(job);
  }
  const chosen = closestSubset(
    free.map((job) => sizes[job] ?? 0),
    half - loadOf(kept[0], sizes),
  );
  schedule[over] = [...kept[0], ...free.filter((_, index) => chosen[index])];
  schedule[other] = [...kept[1], ...free.filter((_, index) => !chosen[index])];
}

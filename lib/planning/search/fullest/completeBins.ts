import type { Rng } from "../../../core/index.ts";
import { closestSubset, MOST_VALUES } from "./closestSubset.ts";
import { loadOf } from "./roughSchedules.ts";

/** Jobs for so many machines, none of which may hold more than the capacity. */
export interface PackingTask {
  readonly sizes: readonly number[];
  /** Largest first. */
  readonly jobs: readonly number[];
  readonly machines: number;
  readonly capacity: number;
}

const FILLS_TRIED = 60;
/**
 * With so few jobs beside the largest on a machine, fills of few large ones come first: the many small ones that this leaves
 * make the last machines easy, which all depends on. How many jobs each attempt draws beside the largest and the last two.
 */
const FEW_OTHERS = 7;
const FEWEST_FIRST = [0, ...new Array<number>(29).fill(1), ...new Array<number>(15).fill(2)];
/** The last machines are filled anew more often than the first, which would cost more and change less. */
const LATE_MACHINES = 7;
const LATE_FILLS_TRIED = 3;
const LAST_FILLS_TRIED = 20;
const MOST_FILLS = 1_500;
/** Of what may be left empty, how much more than its part one machine may take. */
const GENEROSITY = 3;

/**
 * One random attempt to pack: machine after machine gets the largest job that is left and others that fill it all but
 * exactly, so that the small ones are left for the last two, which are dealt exactly. Null where it did not work out.
 *
 * A packing without much room is a needle in a haystack, but each machine alone is filled easily, and only the last few
 * have to be lucky: with small jobs there are many ways for them. After Korf and Schreiber's bin completion.
 */
export function completeBins(task: PackingTask, rng: Rng): number[][] | null {
  const slack = task.machines * task.capacity - loadOf(task.jobs, task.sizes);
  return slack < 0 ? null : completeRest(task, slack, { rng, fills: MOST_FILLS });
}

interface Attempt {
  readonly rng: Rng;
  /** How many machines may still be filled or filled anew. */
  fills: number;
}

function completeRest(task: PackingTask, slack: number, attempted: Attempt): number[][] | null {
  const { rng } = attempted;
  const { sizes, jobs, machines: open, capacity } = task;
  if (open <= 2) return dealTwo(task, rng);
  const tries = open === 3 ? LAST_FILLS_TRIED : open <= LATE_MACHINES ? LATE_FILLS_TRIED : 1;
  for (let attempt = 0; attempt < tries && attempted.fills-- > 0; attempt++) {
    const filled = fillOne(task, slack, rng);
    if (filled === null) return null;
    const rest = jobs.filter((job) => !filled.includes(job));
    const left = slack - (capacity - loadOf(filled, sizes));
    const packed = completeRest({ sizes, jobs: rest, machines: open - 1, capacity }, left, attempted);
    if (packed !== null) return [filled, ...packed];
  }
  return null;
}

/** While there is much to choose from nothing is left empty: what may be is needed at the end. */
function fillOne({ sizes, jobs, machines, capacity }: PackingTask, slack: number, rng: Rng): number[] | null {
  const filling = { sizes, left: jobs, capacity, open: machines };
  const exact = machines > LATE_MACHINES ? findFill({ ...filling, window: 0 }, rng) : null;
  if (exact !== null) return exact;
  const part = Math.ceil((GENEROSITY * slack) / machines);
  return findFill({ ...filling, window: Math.min(slack, part) }, rng);
}

/** The last machines: exact while all subsets can be looked at. */
function dealTwo({ sizes, jobs, machines, capacity }: PackingTask, rng: Rng): number[][] | null {
  if (machines < 2) return loadOf(jobs, sizes) <= capacity ? [[...jobs]] : null;
  const fixed: number[] = [];
  const free = [...jobs];
  while (free.length > MOST_VALUES) fixed.push(...free.splice(Math.floor(rng() * free.length), 1));
  const first: number[] = [];
  const second: number[] = [];
  for (const job of fixed) (loadOf(first, sizes) <= loadOf(second, sizes) ? first : second).push(job);
  const half = loadOf(jobs, sizes) / 2;
  const chosen = closestSubset(
    free.map((job) => sizes[job] ?? 0),
    half - loadOf(first, sizes),
  );
  for (const [index, job] of free.entries()) (chosen[index] ? first : second).push(job);
  const fits = loadOf(first, sizes) <= capacity && loadOf(second, sizes) <= capacity;
  return fits ? [first, second] : null;
}

interface Filling {
  readonly sizes: readonly number[];
  /** Largest first. */
  readonly left: readonly number[];
  readonly capacity: number;
  /** What may be left empty. */
  readonly window: number;
  /** Machines still to be filled, this one with them. */
  readonly open: number;
}

/** As many as leave a pair to complete the usual fill, more or less. */
function drawCount(usual: number, rng: Rng): number {
  return Math.max(0, Math.round(usual - 2.7 + 2.4 * rng()));
}

/** The largest job and others that leave at most the window empty: some at random, and the pair that completes them. */
function findFill(filling: Filling, rng: Rng): number[] | null {
  const { sizes, left, capacity, window, open } = filling;
  const [first] = left;
  if (first === undefined) return window >= capacity ? [] : null;
  const gap = capacity - (sizes[first] ?? 0);
  if (gap < 0) return null;
  const usual = left.length / open - 1;
  const fewEach = usual < FEW_OTHERS;
  for (let attempt = 0; attempt < FILLS_TRIED; attempt++) {
    const drawn = (fewEach ? FEWEST_FIRST[attempt] : undefined) ?? drawCount(usual, rng);
    const chosen: number[] = [0];
    let rest = gap;
    for (let step = 0; step < drawn; step++) {
      const at = 1 + Math.floor((fewEach ? rng() * rng() : rng()) * (left.length - 1));
      const size = sizes[left[at] ?? 0] ?? 0;
      if (at >= left.length || chosen.includes(at) || size > rest) continue;
      chosen.push(at);
      rest -= size;
    }
    if (rest <= window) return chosen.map((at) => left[at] ?? 0);
    const pair = findPair(filling, { chosen, rest }, rng);
    if (pair !== null) return [...chosen, ...pair].map((at) => left[at] ?? 0);
  }
  return null;
}

/** Places of one or two jobs not chosen yet whose sum is in [rest − window, rest]; any such, with equal right. */
function findPair(
  { sizes, left, window }: Filling,
  { chosen, rest }: { readonly chosen: readonly number[]; readonly rest: number },
  rng: Rng,
): number[] | null {
  let found: number[] | null = null;
  let hits = 0;
  let small = left.length - 1;
  for (let large = 1; large < left.length; large++) {
    const size = sizes[left[large] ?? 0] ?? 0;
    if (size > rest || chosen.includes(large)) continue;
    if (size >= rest - window && rng() * ++hits < 1) found = [large];
    // Towards larger ones as the first gets smaller: the largest that still fits with it.
    while (small > large && size + (sizes[left[small - 1] ?? 0] ?? 0) <= rest) small--;
    if (small <= large) break;
    let second = small;
    while (second < left.length && chosen.includes(second)) second++;
    if (second >= left.length || second <= large) continue;
    const sum = size + (sizes[left[second] ?? 0] ?? 0);
    if (sum <= rest && sum >= rest - window && rng() * ++hits < 1) found = [large, second];
  }
  return found;
}

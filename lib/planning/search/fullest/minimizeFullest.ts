import { createRng, type Rng, shuffle } from "../../../core/index.ts";
import { boundMakespan } from "./boundMakespan.ts";
import { completeBins, type PackingTask } from "./completeBins.ts";
import { evenOut } from "./evenOut.ts";
import { packByDiving } from "./packByDiving.ts";
import { packExactly } from "./packExactly.ts";
import { packInParts } from "./packInParts.ts";
import { loadOf, makespanOf, scheduleByMultifit, scheduleLargestFirst } from "./roughSchedules.ts";
import type { FullestInstance, FullestResult } from "./types.ts";

export interface FullestOptions {
  readonly seed: number;
  /** Asked often; true cuts the search off. */
  readonly shouldStop?: () => boolean;
  /** How often the effort is doubled before what cannot be proven is left. */
  readonly mostDoublings?: number;
}

const FIRST_NODES = 2_000;
/** Attempts at random, and how many of them between two repairs: where there is a program, chance is tried less. */
const BY_CHANCE = { attempts: 200, betweenRepairs: 40 };
const BESIDE_PROGRAMS = { attempts: 60, betweenRepairs: 12 };
const PATIENCE = 300;
const MOST_DOUBLINGS = 12;
/** With more jobs for a machine, or more sizes, the program is too large, and nothing that it would show is missed. */
const MOST_JOBS_EACH = 3.6;
const MOST_SIZES = 200;
const FIRST_PROGRAMS = 40;
const MOST_DISCREPANCIES = 3;
/** Machines that are this part of a job's usual size lighter than the target are full as they are: no job fits. */
const IDLE_PART = 0.25;

interface Hunt {
  readonly sizes: readonly number[];
  readonly machines: number;
  readonly rng: Rng;
  readonly shouldStop: () => boolean;
  best: number[][];
  /** What is evened out further: as good a schedule as any, with the least over the target. */
  working: number[][];
  makespan: number;
  /** Proven. */
  bound: number;
  /** Whether it is that of packing in parts. */
  isBoundRaised: boolean;
}

/**
 * The search reduced to one constant load per item and free moves: makes the fullest machine as light as can be. From a
 * lower bound upwards and the best schedule downwards it looks for a packing within ever nearer targets, and stops where
 * the two meet. Throws RangeError without machines.
 */
export function minimizeFullest(instance: FullestInstance, options: FullestOptions): FullestResult {
  const { machines } = instance;
  if (machines < 1) throw new RangeError("there is no machine");
  const jobs = instance.sizes.map((_, job) => job);
  jobs.sort((one, other) => (instance.sizes[other] ?? 0) - (instance.sizes[one] ?? 0));
  const sizes = jobs.map((job) => instance.sizes[job] ?? 0);
  const hunt = openHunt(sizes, machines, options);
  // Where a mean load can be had, trying finds it sooner than a program says so.
  if (hunt.bound < hunt.makespan) tryTarget(hunt, hunt.bound, 1);
  if (isInParts(hunt)) raiseBound(hunt);
  let unlikely = hunt.bound;
  let effort = 1;
  let target = hunt.bound;
  const most = 2 ** (options.mostDoublings ?? MOST_DOUBLINGS);
  while (hunt.bound < hunt.makespan && effort <= most && !hunt.shouldStop()) {
    if (!tryTarget(hunt, target, effort)) unlikely = Math.max(target + 1, hunt.bound);
    if (unlikely >= hunt.makespan) {
      unlikely = hunt.bound;
      effort *= 2;
      target = hunt.bound;
    } else target = Math.floor((unlikely + hunt.makespan - 1) / 2);
  }
  return {
    schedule: hunt.best.map((own) => own.map((job) => jobs[job] ?? 0)),
    makespan: hunt.makespan,
    bound: hunt.bound,
    complete: hunt.bound === hunt.makespan || effort > most,
  };
}

function openHunt(sizes: readonly number[], machines: number, options: FullestOptions): Hunt {
  const bound = boundMakespan(sizes, machines);
  const best = scheduleLargestFirst(sizes, machines);
  const hunt: Hunt = {
    sizes,
    machines,
    rng: createRng(options.seed),
    shouldStop: options.shouldStop ?? (() => false),
    best,
    working: best,
    makespan: makespanOf(best, sizes),
    bound,
    isBoundRaised: false,
  };
  keep(hunt, scheduleByMultifit(sizes, machines, { least: bound, most: hunt.makespan }));
  if (hunt.makespan > bound && machines > 1) keep(hunt, evened(hunt, bound));
  return hunt;
}

function keep(hunt: Hunt, schedule: readonly (readonly number[])[] | null): boolean {
  if (schedule === null) return false;
  const makespan = makespanOf(schedule, hunt.sizes);
  if (makespan >= hunt.makespan) return false;
  hunt.best = schedule.map((own) => [...own]);
  hunt.working = hunt.best;
  hunt.makespan = makespan;
  return true;
}

function evened(hunt: Hunt, target: number): number[][] {
  const schedule = hunt.working.map((own) => [...own]);
  evenOut(schedule, hunt.sizes, { target, patience: PATIENCE, rng: hunt.rng });
  return schedule;
}

/** Whether packing in parts shows something: with few jobs on each machine whole fills are far from any parts of them. */
function isInParts({ sizes, machines }: Hunt): boolean {
  return sizes.length <= MOST_JOBS_EACH * machines && new Set(sizes).size <= MOST_SIZES;
}

/** The least capacity into which the jobs can be packed in parts; between the bound and the best schedule. */
function raiseBound(hunt: Hunt): void {
  const { shouldStop, machines } = hunt;
  const sizes = [...new Set(hunt.sizes)];
  const counts = Int32Array.from(sizes, (size) => hunt.sizes.filter((other) => other === size).length);
  let enough = hunt.makespan;
  while (hunt.bound < enough && !shouldStop()) {
    const capacity = Math.floor((hunt.bound + enough) / 2);
    const parts = packInParts({ sizes, counts, machines, capacity }, shouldStop);
    if (parts === "none") hunt.bound = capacity + 1;
    else enough = capacity;
  }
  hunt.isBoundRaised = true;
}

/** Whether a schedule within the target was found. */
function tryTarget(hunt: Hunt, target: number, effort: number): boolean {
  const { sizes, machines } = hunt;
  const jobs = sizes.map((_, job) => job);
  const task = { sizes, jobs, machines, capacity: target };
  const exact = packExactly(task, { mostNodes: FIRST_NODES * effort, shouldStop: hunt.shouldStop });
  if (exact === "none") hunt.bound = Math.max(hunt.bound, target + 1);
  else if (exact !== "unknown") return keep(hunt, exact);
  if (exact === "none") return false;
  const { attempts, betweenRepairs } = hunt.isBoundRaised ? BESIDE_PROGRAMS : BY_CHANCE;
  for (let attempt = 0; attempt < attempts * effort; attempt++) {
    if (hunt.shouldStop()) return false;
    if (keep(hunt, completeBins(task, hunt.rng))) return true;
    if (attempt % betweenRepairs === 0 && repair(hunt, target)) return true;
  }
  return hunt.isBoundRaised && dive(hunt, task, effort);
}

/** The more effort, the more may be done otherwise than seems best. */
function dive(hunt: Hunt, task: PackingTask, effort: number): boolean {
  const { rng, shouldStop } = hunt;
  const discrepancies = Math.min(MOST_DISCREPANCIES, Math.floor(Math.log2(effort)));
  const programs = FIRST_PROGRAMS * effort;
  return keep(hunt, packByDiving(task, { rng, shouldStop, programs }, discrepancies));
}

/** The best schedule, evened out towards the target, and then some machines of it packed anew, those over it among them. */
function repair(hunt: Hunt, target: number): boolean {
  const schedule = evened(hunt, target);
  keep(hunt, schedule);
  for (let attempt = 0; attempt < 12 && makespanOf(schedule, hunt.sizes) > target; attempt++)
    repackSome(hunt, schedule, target);
  if (overloadOf(hunt, schedule, target) <= overloadOf(hunt, hunt.working, target)) hunt.working = schedule;
  return keep(hunt, schedule) && hunt.makespan <= target;
}

function overloadOf({ sizes }: Hunt, schedule: readonly (readonly number[])[], target: number): number {
  return schedule.reduce((sum, jobs) => sum + Math.max(0, loadOf(jobs, sizes) - target), 0);
}

function repackSome({ sizes, rng }: Hunt, schedule: number[][], target: number): void {
  const usual = sizes[sizes.length >> 1] ?? 0;
  const load = (machine: number) => loadOf(schedule[machine] ?? [], sizes);
  const busy = schedule.flatMap((_, machine) =>
    load(machine) > target - IDLE_PART * usual ? [machine] : [],
  );
  shuffle(busy, rng);
  busy.sort((one, other) => Number(load(other) > target) - Number(load(one) > target));
  const count = Math.min(busy.length, 3 + Math.floor(rng() * busy.length));
  const chosen = busy.slice(0, count);
  const jobs = chosen.flatMap((machine) => schedule[machine] ?? []).sort((one, other) => one - other);
  const packed = completeBins({ sizes, jobs, machines: count, capacity: target }, rng);
  if (packed === null) return;
  for (const [index, machine] of chosen.entries()) schedule[machine] = packed[index] ?? [];
}

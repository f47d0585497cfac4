import { createRng } from "../../core/index.ts";
import type { FullestInstance } from "../../planning/search/fullest/index.ts";

/**
 * The classes of the literature's P||Cmax instances (França, Gendreau, Laporte and Müller 1994), and those with two to four
 * jobs for each machine, where the mean load is out of reach.
 */
export interface FullestClass {
  readonly spread: "uniform" | "non-uniform";
  /** Sizes are in 1, or `least`, to this. */
  readonly greatest: number;
  readonly least?: number;
  readonly jobs: number;
  readonly machines: number;
}

export function listFullestClasses(): FullestClass[] {
  return (["uniform", "non-uniform"] as const).flatMap((spread) =>
    [100, 1_000, 10_000].flatMap((greatest) =>
      [10, 50, 100, 500, 1_000].flatMap((jobs) =>
        [5, 10, 25].flatMap((machines) => (machines < jobs ? [{ spread, greatest, jobs, machines }] : [])),
      ),
    ),
  );
}

const FEW_JOBS_EACH = [
  [13, 5],
  [17, 5],
  [24, 10],
  [35, 10],
  [50, 20],
  [60, 25],
  [75, 25],
] as const;

/** Two to four jobs for each machine. */
export function listScarceClasses(): FullestClass[] {
  const ranges = [
    [20, 100],
    [50, 100],
    [100, 200],
    [100, 800],
    [1, 10_000],
  ] as const;
  return ranges.flatMap(([least, greatest]) =>
    FEW_JOBS_EACH.map(
      ([jobs, machines]) => ({ spread: "uniform", least, greatest, jobs, machines }) as const,
    ),
  );
}

/** Non-uniform: 98 of 100 jobs in the top tenth of the range, the others in the lowest fifth. */
export function fullestInstance(
  seed: number,
  { spread, greatest, least = 1, jobs, machines }: FullestClass,
): FullestInstance {
  const rng = createRng(seed);
  const between = (from: number, to: number) => from + Math.floor(rng() * (to - from + 1));
  const sizes = Array.from({ length: jobs }, (_, job) => {
    if (spread === "uniform") return between(least, greatest);
    return job < Math.round(jobs * 0.98)
      ? between(Math.ceil(0.9 * (greatest - 1)), greatest)
      : between(1, Math.floor(0.2 * (greatest - 1)));
  });
  return { machines, sizes };
}

/** Jobs of which every machine can be filled to the last unit: the optimum is known, and hard to find again. */
export interface PlantedClass {
  readonly jobs: number;
  readonly machines: number;
  /** The load of each machine. */
  readonly capacity: number;
}

/** Two to forty jobs for each machine. */
export function listPlantedClasses(): PlantedClass[] {
  return [5, 10, 15, 20, 25].flatMap((machines) =>
    [2, 2.6, 3, 4, 6, 10, 40].flatMap((each) =>
      [1_000, 10_000].map((capacity) => ({ jobs: Math.round(each * machines), machines, capacity })),
    ),
  );
}

/** Cuts each machine's load at random into its jobs, none of them 0. */
export function plantedFullest(seed: number, { jobs, machines, capacity }: PlantedClass): FullestInstance {
  const rng = createRng(seed);
  const sizes = Array.from({ length: machines }, (_, machine) => {
    const pieces = Math.floor(jobs / machines) + (machine < jobs % machines ? 1 : 0);
    const cuts = new Set<number>();
    while (cuts.size < pieces - 1) cuts.add(1 + Math.floor(rng() * (capacity - 1)));
    const ends = [...cuts, capacity].sort((one, other) => one - other);
    return ends.map((end, place) => end - (ends[place - 1] ?? 0));
  });
  return { machines, sizes: sizes.flat() };
}

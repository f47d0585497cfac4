import { createRng } from "../../core/index.ts";
import type { FullestInstance } from "../../planning/search/fullest/index.ts";

/** The classes of the literature's P||Cmax instances (França, Gendreau, Laporte and Müller 1994). */
export interface FullestClass {
  readonly spread: "uniform" | "non-uniform";
  /** Sizes are in 1 to this. */
  readonly greatest: number;
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

/** Non-uniform: 98 of 100 jobs in the top tenth of the range, the others in the lowest fifth. */
export function fullestInstance(
  seed: number,
  { spread, greatest, jobs, machines }: FullestClass,
): FullestInstance {
  const rng = createRng(seed);
  const between = (least: number, most: number) => least + Math.floor(rng() * (most - least + 1));
  const sizes = Array.from({ length: jobs }, (_, job) => {
    if (spread === "uniform") return between(1, greatest);
    return job < Math.round(jobs * 0.98)
      ? between(Math.ceil(0.9 * (greatest - 1)), greatest)
      : between(1, Math.floor(0.2 * (greatest - 1)));
  });
  return { machines, sizes };
}

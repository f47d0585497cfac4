import { readFileSync } from "node:fs";
import { type FullestInstance, minimizeFullest } from "../../planning/search/fullest/index.ts";
import { median, printHeading, printLine } from "../benchReport.ts";
import {
  type FullestClass,
  fullestInstance,
  listFullestClasses,
  listScarceClasses,
} from "./fullestInstances.ts";

/** A little under what an instance may take. */
const MOST_SECONDS = 18;

/** Reads the textbook form: machines, jobs, then the sizes, apart by white space. Throws where it is none. */
export function parseFullest(text: string): FullestInstance {
  const numbers = text.split(/\s+/).flatMap((word) => (word === "" ? [] : [Number(word)]));
  const [machines, jobs, ...sizes] = numbers;
  const sound =
    machines !== undefined &&
    machines >= 1 &&
    sizes.length === jobs &&
    numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!sound) throw new Error("expected the machines, the jobs and then as many whole sizes");
  return { machines, sizes };
}

/** Prints `FILE makespan seconds` for each file. */
export function solveFullestFiles(files: readonly string[]): void {
  for (const file of files) {
    const instance = parseFullest(readFileSync(file, "utf8"));
    const { makespan, seconds } = solve(instance);
    process.stdout.write(`${file} ${makespan} ${seconds.toFixed(3)}\n`);
  }
}

/** How often the lower bound, hence the optimum, is reached on instances of each class of the literature. */
export function benchFullest(seeds: number): boolean {
  printHeading(
    `The fullest machine (P||Cmax): ${seeds} instances of each class, ${MOST_SECONDS} s each at most`,
  );
  let good = true;
  for (const shape of [...listFullestClasses(), ...listScarceClasses()]) {
    const runs = Array.from({ length: seeds }, (_, seed) => solve(fullestInstance(seed + 1, shape)));
    const proven = runs.filter(({ makespan, bound }) => makespan === bound).length;
    good &&= proven === seeds;
    printLine({
      what: nameOf(shape),
      figure: `${proven} of ${seeds} proven`,
      ratio: {
        of: Math.max(...runs.map(({ makespan, bound }) => makespan / bound)),
        to: "the lower bound at worst",
      },
      bar: {
        words: `${median(runs.map(({ seconds }) => seconds)).toFixed(3)} s, worst ${Math.max(...runs.map(({ seconds }) => seconds)).toFixed(3)} s`,
        reached: proven === seeds,
      },
    });
  }
  return good;
}

function nameOf({ spread, least = 1, greatest, jobs, machines }: FullestClass): string {
  return `${spread}, sizes ${least} to ${greatest}, ${jobs} jobs, ${machines} machines`;
}

function solve(instance: FullestInstance) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1_000;
  const { makespan, bound } = minimizeFullest(instance, {
    seed: 1,
    shouldStop: () => seconds() > MOST_SECONDS,
  });
  return { makespan, bound, seconds: seconds() };
}

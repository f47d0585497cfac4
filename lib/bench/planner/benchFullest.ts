import { readFileSync } from "node:fs";
import { resolveFromCaller } from "../../cli/projectRoot.ts";
import { type FullestInstance, minimizeFullest } from "../../planning/search/fullest/index.ts";
import { median, printHeading, printLine } from "../benchReport.ts";
import {
  type FullestClass,
  fullestInstance,
  listFullestClasses,
  listPlantedClasses,
  listScarceClasses,
  plantedFullest,
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

/**
 * Prints `FILE makespan seconds` for each file, and nothing else. What cannot be read or is no instance is told on the
 * other stream, and the others are solved all the same; whether all were.
 */
export function solveFullestFiles(files: readonly string[]): boolean {
  if (files.length === 0) process.stderr.write("--pcmax takes the files of the instances\n");
  let solved = files.length > 0;
  for (const file of files) {
    try {
      const instance = parseFullest(readFileSync(resolveFromCaller(file), "utf8"));
      const { makespan, seconds } = solve(instance);
      process.stdout.write(`${file} ${makespan} ${seconds.toFixed(3)}\n`);
    } catch (error) {
      process.stderr.write(`${file}: ${error instanceof Error ? error.message : String(error)}\n`);
      solved = false;
    }
  }
  return solved;
}

/** How often the optimum, known by a lower bound or by how it was made, is reached on instances of each class. */
export function benchFullest(seeds: number): boolean {
  printHeading(
    `The fullest machine (P||Cmax): ${seeds} instances of each class, ${MOST_SECONDS} s each at most`,
  );
  const drawn = [...listFullestClasses(), ...listScarceClasses()].map((shape) =>
    benchClass(seeds, { name: nameOf(shape), make: (seed) => fullestInstance(seed, shape), optimum: null }),
  );
  const planted = listPlantedClasses().map((shape) => {
    const { jobs, machines, capacity } = shape;
    const name = `planted, sum ${capacity}, ${jobs} jobs, ${machines} machines`;
    return benchClass(seeds, { name, make: (seed) => plantedFullest(seed, shape), optimum: capacity });
  });
  return [...drawn, ...planted].every(Boolean);
}

interface BenchedClass {
  readonly name: string;
  readonly make: (seed: number) => FullestInstance;
  /** Where it is planted. */
  readonly optimum: number | null;
}

function benchClass(seeds: number, { name, make, optimum }: BenchedClass): boolean {
  const runs = Array.from({ length: seeds }, (_, seed) => solve(make(seed + 1)));
  const ratios = runs.map(({ makespan, bound }) => makespan / (optimum ?? bound));
  const reached = ratios.filter((ratio) => ratio === 1).length;
  const seconds = runs.map((run) => run.seconds);
  printLine({
    what: name,
    figure: `${reached} of ${seeds} ${optimum === null ? "proven" : "reached"}`,
    ratio: {
      of: Math.max(...ratios),
      to: optimum === null ? "the lower bound at worst" : "the optimum at worst",
    },
    bar: {
      words: `${median(seconds).toFixed(3)} s, worst ${Math.max(...seconds).toFixed(3)} s`,
      reached: reached === seeds,
    },
  });
  return reached === seeds;
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

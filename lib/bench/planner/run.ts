import { benchFullest, solveFullestFiles } from "./benchFullest.ts";
import { benchPlanted, benchSmall } from "./benchSearch.ts";

/**
 * `npm run bench:planner`: how good the plans of the search are, and what they cost, on seeded instances. `--quick`: fewer
 * of them. `--pcmax FILE…`: instead solves these files. Whether every file was solved, or every bar but those of time
 * reached.
 */
export function runPlannerBench(args: readonly string[]): boolean {
  const pcmax = args.indexOf("--pcmax");
  if (pcmax >= 0) return solveFullestFiles(args.slice(pcmax + 1));
  const quick = args.includes("--quick");
  const reached = [
    benchSmall(quick ? 6 : 24),
    benchPlanted({
      name: "Middle",
      size: { stamps: 10, items: 400, bins: 720, kinds: 2 },
      shuffles: 12,
      seeds: quick ? 1 : 4,
      mostSeconds: 1,
    }),
    benchPlanted({
      name: "Large",
      size: { stamps: 50, items: 2_000, bins: 720, kinds: 2 },
      shuffles: 40,
      seeds: quick ? 1 : 2,
      mostSeconds: 10,
    }),
    benchFullest(quick ? 1 : 5),
  ];
  return reached.every(Boolean);
}

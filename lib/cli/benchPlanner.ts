import { runPlannerBench } from "../bench/planner/run.ts";

process.exitCode = runPlannerBench(process.argv.slice(2)) ? 0 : 1;

import { runPredictionBench } from "../bench/prediction/run.ts";

process.exitCode = runPredictionBench(process.argv.slice(2)) ? 0 : 1;

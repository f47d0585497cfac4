export { keepPartitions, pruneChanges, pruneIdempotencyKeys, pruneLogSources } from "./keepStorage.ts";
export { type JobLog, type JobsOptions, runJobs } from "./runJobs.ts";

export { keepPartitions, pruneChanges, pruneIdempotencyKeys } from "./keepStorage.ts";
export { type JobLog, type JobsOptions, runJobs } from "./runJobs.ts";

export { cancelBackfill, resumeBackfill, startBackfill } from "./backfill/commands.ts";
export { type PullCounts, pullDue } from "./due/commands.ts";
export type { PullApp } from "./read/commands.ts";
export { changeSource, createSource, retireSource } from "./source/commands.ts";
export { listSources } from "./source/queries.ts";
export * from "./source/sourceBody.ts";
export { trySource } from "./trial/commands.ts";

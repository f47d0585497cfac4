export * from "./executionAnswer.ts";
export { runningPlanCsv } from "./executionCsv.ts";
export type { RunCommand } from "./run/runContext.ts";
export * from "./runBody.ts";
export type * from "./seams.ts";
export * from "./transitions.ts";
export * from "./types.ts";

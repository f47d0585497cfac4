export * from "./executionAnswer.ts";
export type { RunCommand } from "./run/runContext.ts";
export * from "./runBody.ts";
export * from "./runForms.ts";
export type * from "./seams.ts";
export * from "./transitions.ts";
export * from "./types.ts";

export * from "./executionAnswer.ts";
export * from "./transitions.ts";
export * from "./types.ts";

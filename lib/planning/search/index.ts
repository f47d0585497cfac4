export { defaultEvaluations, searchPlacement } from "./searchPlacement.ts";
export * from "./types.ts";

export * from "./accuracyAnswer.ts";
export * from "./accuracyTable.ts";
export { keepPredictionResults } from "./commands.ts";
export * from "./summarizeAccuracy.ts";
export * from "./types.ts";

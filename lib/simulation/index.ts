export * from "./describeInaction.ts";
export * from "./hiddenDemand.ts";
export * from "./judgeStamps.ts";
export * from "./plannedPool.ts";
export * from "./projectPool.ts";
export * from "./simulateMoves.ts";
export * from "./sizeIsolation.ts";
export * from "./types.ts";

export * from "./aliveNodes.ts";
export * from "./fitLoadModel.ts";
export * from "./fittedPool.ts";
export * from "./saturation.ts";
export * from "./types.ts";

export { boundExcess } from "./boundExcess.ts";
export { boundTraffic } from "./boundTraffic.ts";
export { searchPlacement } from "./searchPlacement.ts";
export { followSimpleRule, restartAtRandom, type SimplePlan } from "./simplePlans.ts";
export * from "./types.ts";

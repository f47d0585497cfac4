export * from "./attributedPoints.ts";
export * from "./contributionAnswer.ts";
export * from "./cumulativeShare.ts";
export * from "./judgeEvidence.ts";
export * from "./poolContribution.ts";
export { type FittedPoolWindow, LoadModelKeeper, type PoolAndWindow } from "./queries.ts";
export * from "./rankContribution.ts";
export * from "./reliefOf.ts";
export * from "./types.ts";

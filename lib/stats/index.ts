export * from "./choleskyFactor.ts";
export * from "./drawNormal.ts";
export * from "./gramMatrix.ts";
export * from "./quantileFromTop.ts";
export * from "./quantileR7.ts";
export * from "./quantileR7Int16.ts";
export * from "./summarizeInt16.ts";

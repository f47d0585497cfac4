export { boundMakespan } from "./boundMakespan.ts";
export { type FullestOptions, minimizeFullest } from "./minimizeFullest.ts";
export type * from "./types.ts";

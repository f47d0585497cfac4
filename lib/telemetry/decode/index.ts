export * from "./bodyError.ts";
export {
  type BodyOptions,
  type Decompressor,
  decompress,
  openDecompressor,
  pumpBody,
} from "./bodyStream.ts";
export * from "./createDecoder.ts";
export * from "./createPackedDecoder.ts";
export type * from "./packedTypes.ts";
export { isStep } from "./step.ts";
export * from "./wide/columnMapping.ts";
export { createWideDecoder } from "./wide/wideReader.ts";
export type * from "./wide/wideTypes.ts";
export type { DecoderLimits, RowDecoder } from "./windowedDecoder.ts";

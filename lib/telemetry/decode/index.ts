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
export { CsvRecordReader } from "./csvRecord.ts";
export { CellNumberReader, type CellStyle } from "./mapped/cellNumber.ts";
export type { CellTimeKind } from "./mapped/cellTime.ts";
export { MappedReader } from "./mapped/mappedReader.ts";
export type * from "./mapped/mappedTypes.ts";
export type * from "./packedTypes.ts";
export { cpuTarget, loadTarget, outcomeTarget, type RowTarget } from "./rowTarget.ts";
export { isStep } from "./step.ts";
export * from "./wide/columnMapping.ts";
export { createWideDecoder } from "./wide/wideReader.ts";
export type * from "./wide/wideTypes.ts";
export type { DecoderLimits, RowDecoder } from "./windowedDecoder.ts";

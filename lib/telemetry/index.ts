export { CHUNK_RECORDS } from "./accessLog/countedRecords.ts";
export { Telemetry } from "./commands.ts";
export { HourReader, TooLongError } from "./cpu/hours/queries.ts";
export { readNodeMatrix } from "./cpu/queries.ts";
export { OverloadError } from "./cpu/write/commitQueue.ts";
export * from "./decode/index.ts";
export { MAX_PACKED_ROWS, MAX_PACKED_VALUES } from "./decode/matrixReader.ts";
export { MAX_NAME_BYTES } from "./decode/nameTable.ts";
export * from "./decode/wire/index.ts";
export { daysKept, SLACK_DAYS } from "./intake/storageReport.ts";
export { TooManyNodesError } from "./names/commands.ts";
export { NodeNames } from "./names/queries.ts";
export {
  directoryFor,
  type IntakeListener,
  type IntakeOptions,
  type OpenIntake,
  type OpenMetrics,
} from "./openIntake.ts";
export { Rehearsal, type RehearsalOptions } from "./rehearsal/queries.ts";
export { MOST_ROWS } from "./rowTally.ts";
export * from "./sources/previewAnswer.ts";
export { previewMapping } from "./sources/previewMapping.ts";
export type { Place, SeriesTarget } from "./sources/resolveSeries.ts";
export { listSeenSeries } from "./sources/seen/queries.ts";
export { type KnownSeries, seriesOf } from "./sources/seriesCache.ts";
export type * from "./types.ts";

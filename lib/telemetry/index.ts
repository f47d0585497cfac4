export { type IntakeOptions, type OpenIntake, Telemetry } from "./commands.ts";
export { HourReader } from "./cpu/hours/queries.ts";
export { readNodeMatrix } from "./cpu/queries.ts";
export { OverloadError } from "./cpu/write/commitQueue.ts";
export * from "./decode/index.ts";
export { TooManyNodesError } from "./names/commands.ts";
export { NodeNames } from "./names/queries.ts";
export type * from "./types.ts";

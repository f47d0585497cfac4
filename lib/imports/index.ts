export { MAKES_NOTHING, type MissingPools, PoolMaker, PoolsNotMadeError } from "./making/commands.ts";
export * from "./session/commands.ts";
export * from "./session/queries.ts";
export * from "./session/sessionBody.ts";
export * from "./upload/commands.ts";

export * from "./cpu.ts";
export * from "./failure.ts";
export * from "./instant.ts";
export * from "./paging.ts";
export * from "./result.ts";
export * from "./rng.ts";
export * from "./time.ts";
export * from "./zoneOffset.ts";

export * from "./cpu.ts";
export * from "./result.ts";
export * from "./rng.ts";
export * from "./time.ts";

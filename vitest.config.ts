import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const PURE_FOLDERS =
  "alerts,auth,backtest,bench,charts,contribution,core,execution,hotness,planning,simulation,stats";
/** What asks a database there, or starts threads. */
const ASKING = "queries|commands|alerts|stateTriggers|sqlOracle|judgeInThread|askThread";

/**
 * What is computed and drawn, and touches nothing outside of itself: no database, no process, no environment, nothing that is
 * installed for a whole process. Its files may follow each other in one process, which spares each of them a start of its own.
 */
const PURE = [
  "app/_components/**/*.test.{ts,tsx}",
  // Brackets would group within a pattern.
  "app/*dashboard*/**/*.test.{ts,tsx}",
  `lib/{${PURE_FOLDERS}}/**/!(${ASKING}).test.ts`,
];

const shared = {
  resolve: {
    alias: [
      { find: /^#lib\//, replacement: folder("./lib/") },
      { find: /^#app\//, replacement: folder("./app/") },
    ],
  },
};

const tests = {
  // Databases are cloned and servers started inside tests and hooks, on machines that may be busy.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  env: {
    TZ: "America/St_Johns",
    // Programs that tests start are compiled once.
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? folder("./node_modules/.cache/ballast/compiled"),
  },
};

export default defineConfig({
  test: {
    globalSetup: ["lib/db/testServer.ts"],
    // Every core, since tests wait for the database half of the time; not more than its connections are enough for.
    maxWorkers: Math.min(4, availableParallelism()),
    projects: [
      { ...shared, test: { ...tests, name: "pure", include: PURE, isolate: false } },
      {
        ...shared,
        test: {
          ...tests,
          name: "whole",
          include: ["lib/**/*.test.{ts,tsx}", "app/**/*.test.{ts,tsx}"],
          exclude: PURE,
        },
      },
    ],
  },
});

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#lib\//, replacement: fileURLToPath(new URL("./lib/", import.meta.url)) },
      { find: /^#app\//, replacement: fileURLToPath(new URL("./app/", import.meta.url)) },
    ],
  },
  test: {
    include: ["lib/**/*.test.{ts,tsx}", "app/**/*.test.{ts,tsx}"],
    globalSetup: ["lib/db/testServer.ts"],
    // Every core, since tests wait for the database half of the time; not more than its connections are enough for.
    maxWorkers: Math.min(4, availableParallelism()),
    // Databases are cloned and servers started inside tests and hooks, on machines that may be busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    env: { TZ: "America/St_Johns" },
  },
});

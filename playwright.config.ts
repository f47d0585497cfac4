import { defineConfig, devices } from "@playwright/test";

/** `npm test` starts the server, finds the browser and sets these; see lib/cli/test.ts. */
const address = process.env["BALLAST_E2E_URL"];
const browser = process.env["BALLAST_CHROMIUM"];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One server with one live fleet: tests that change something must not meet each other.
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  // Time out late: the machine may be busy, and a wait that succeeds costs nothing.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // The story puts the clock on by days and spoils the audit at its end: it comes after everything else.
  projects: [
    { name: "pages", testIgnore: /story\.spec/ },
    { name: "story", testMatch: /story\.spec/ },
  ],
  use: {
    ...devices["Desktop Chrome"],
    ...(address === undefined ? {} : { baseURL: address }),
    // What the page was made of at each step; pictures of it all the while would be most of the work of keeping that.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    timezoneId: "America/St_Johns",
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      // Chromium has no sandbox for root, and must not phone home in the middle of a test.
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-dev-shm-usage",
      ],
    },
  },
});

import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { printHeading, printLine } from "./benchReport.ts";
import type { ServedApp } from "./servedApp.ts";

const CHROMIUM = process.env["BALLAST_CHROMIUM"] ?? "/usr/bin/chromium";
const INTERACTIVE_BAR_MS = 1_500;
const PAINT_BAR_MS = 100;

/** The Fleet page with every pool of the fleet in a real browser: until its table answers, from the click on the address. */
export async function benchPage(app: ServedApp, pools: number): Promise<void> {
  printHeading(`The Fleet page with ${pools.toLocaleString("en-US")} pools, in Chromium`);
  if (!existsSync(CHROMIUM)) {
    process.stdout.write("skipped: no Chromium here (set BALLAST_CHROMIUM)\n");
    return;
  }
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-background-networking",
    ],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    await context.request.post(`${app.origin}/api/v1/session`, {
      data: { token: app.adminToken },
      headers: { origin: app.origin },
    });
    const page = await context.newPage();
    await page.goto(`${app.origin}/fleet`);
    const startedAt = performance.now();
    await page.goto(`${app.origin}/fleet`);
    await page.getByRole("searchbox").or(page.getByPlaceholder("Stamp, pool or node")).first().waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0))));
    const interactive = performance.now() - startedAt;
    printLine({
      what: "address to a page that answers",
      figure: `${Math.round(interactive)} ms`,
      bar: { words: "≤ 1,500 ms", reached: interactive <= INTERACTIVE_BAR_MS },
    });
    // The map is drawn when its cells have come, which may be after the page answers.
    await page.waitForFunction(() => performance.getEntriesByName("heatmap-paint").length > 0);
    const painting = await page.evaluate(sumOfHeatmapMeasures);
    printLine({
      what: "the heat map's image made and painted",
      figure: `${Math.round(painting)} ms`,
      bar: { words: "≤ 100 ms", reached: painting > 0 && painting <= PAINT_BAR_MS },
    });
  } finally {
    await browser.close();
  }
}

/** Run in the page: what the heat map says of itself, in milliseconds. */
function sumOfHeatmapMeasures(): number {
  const measures = performance.getEntriesByType("measure");
  return measures
    .filter(({ name }) => name.startsWith("heatmap-"))
    .reduce((sum, { duration }) => sum + duration, 0);
}

import { type APIRequestContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";
import { fleetAnswerSchema } from "../lib/hotness/fleet/fleetAnswer.ts";
import { heatmapAnswerSchema } from "../lib/hotness/fleet/heatmapAnswer.ts";

export { expect };

/** The tests' own database as its owner, for what no way in of the application does or tells; ends the connection. */
export async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const url = process.env["BALLAST_E2E_DATABASE"];
  if (url === undefined) throw new Error("BALLAST_E2E_DATABASE is not set: npm test sets it");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every page there is: what must hold of all is asked of each of these. */
export const PAGES = [
  { path: "/fleet", heading: "Fleet" },
  { path: "/stamps", heading: "Stamps" },
  { path: "/stamps/wus-a", heading: "wus-a" },
  { path: "/what-if", heading: "What if" },
  { path: "/plans", heading: "Plans" },
  { path: "/plans/new", heading: "Draft a plan" },
  { path: "/plans/control", heading: "Control plane" },
  { path: "/calendar", heading: "Calendar" },
  { path: "/accuracy", heading: "Accuracy" },
  { path: "/alerts", heading: "Alerts" },
  { path: "/reports/weekly", heading: "Weekly report" },
  { path: "/data-health", heading: "Data health" },
  { path: "/audit", heading: "Audit" },
  { path: "/account", heading: "Account" },
  { path: "/settings/people", heading: "People" },
  { path: "/settings", heading: "Settings" },
] as const;

type SignedIn = Awaited<ReturnType<APIRequestContext["storageState"]>>;

interface TestFixtures {
  /** The HTTP API as a script with this token sees it. */
  readonly openAs: (token: string) => Promise<APIRequestContext>;
  /** The same with the admin's token. */
  readonly api: APIRequestContext;
  /** What may be refused or complained about, because the test provokes it. */
  readonly expectedComplaint: RegExp | null;
  /** Watches every test: the console stays clean, no request is refused, fails or leaves the origin. */
  readonly watch: undefined;
}

interface WorkerFixtures {
  readonly signedIn: SignedIn;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  signedIn: [
    async ({ playwright }, use) => {
      const context = await playwright.request.newContext({ baseURL: address() });
      const answer = await context.post("/api/v1/session", { data: { token: adminToken() } });
      expect(answer.status()).toBe(201);
      await use(await context.storageState());
      await context.dispose();
    },
    { scope: "worker" },
  ],
  storageState: async ({ signedIn }, use) => use(signedIn),
  openAs: async ({ playwright }, use) => {
    const opened: APIRequestContext[] = [];
    await use(async (token) => {
      const extraHTTPHeaders = { authorization: `Bearer ${token}` };
      const context = await playwright.request.newContext({ baseURL: address(), extraHTTPHeaders });
      opened.push(context);
      return context;
    });
    for (const context of opened) await context.dispose();
  },
  api: async ({ openAs }, use) => use(await openAs(adminToken())),
  expectedComplaint: [null, { option: true }],
  watch: [
    async ({ context, expectedComplaint }, use) => {
      const complaints: string[] = [];
      const origin = new URL(address()).origin;
      context.on("console", (message) => {
        const isNamedBelow = message.text().startsWith("Failed to load resource");
        if (message.type() === "error" && !isNamedBelow) complaints.push(`console: ${message.text()}`);
      });
      context.on("weberror", (error) => complaints.push(`thrown: ${error.error().message}`));
      context.on("request", (request) => {
        const url = new URL(request.url());
        const isOurs = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
        if (!isOurs) complaints.push(`left the origin: ${request.url()}`);
      });
      context.on("response", (response) => {
        if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
      });
      await use(undefined);
      expect(complaints.filter((text) => expectedComplaint?.test(text) !== true)).toEqual([]);
    },
    { auto: true },
  ],
});

/** A visitor who has not signed in. */
export const NOBODY = { cookies: [], origins: [] };

export function adminToken(): string {
  return given("BALLAST_E2E_TOKEN");
}

export function address(): string {
  return given("BALLAST_E2E_URL");
}

function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: npm test starts the application and sets it`);
  return value;
}

/** The fleet as the API measures it. `query` as in the contract, such as `?window=now-3h`. */
export async function readFleet(api: APIRequestContext, query = "") {
  const answer = await api.get(`/api/v1/fleet${query}`);
  return fleetAnswerSchema.parse(await answer.json());
}

/** The heat map's cells as the API has them. */
export async function readHeatmap(api: APIRequestContext, query: URLSearchParams) {
  const answer = await api.get(`/api/v1/fleet/heatmap?${query}`);
  return heatmapAnswerSchema.parse(await answer.json());
}

/** The number at the start of a cell, a heading or a tooltip: `43.2 %` is 43.2. NaN where there is none. */
export function numberIn(text: string | null): number {
  return Number.parseFloat((text ?? "").replaceAll("−", "-").replaceAll(" ", ""));
}

/** What stands in the cell of a row and a column, both by what they are called. */
export async function readCell(page: Page, table: string, cell: { row: string | RegExp; column: string }) {
  const found = page.getByRole("table", { name: table });
  await expect(found.getByRole("row", { name: cell.row }).first()).toBeVisible();
  const headings = await found.getByRole("columnheader").allTextContents();
  const place = headings.findIndex((heading) => heading.trim() === cell.column);
  expect(place, `no column “${cell.column}” in: ${headings.join(", ")}`).toBeGreaterThanOrEqual(0);
  const row = found.getByRole("row", { name: cell.row });
  return (await row.locator("th, td").nth(place).textContent()) ?? "";
}

/** The table of all pools on the Fleet page. */
export const POOLS = "All pools with their measures in the window";

/** The panel of the Fleet page with the heat map, its tooltip and what it reads out. */
export function mapPanel(page: Page): Locator {
  return page.getByRole("region", { name: "Heat map" });
}

export function mapOf(page: Page): Locator {
  return mapPanel(page).getByRole("application");
}

/** Does something that is said for a few seconds only: looked for from before on, so that a slow machine misses nothing. */
export async function sees(said: Locator, whatSaysIt: () => Promise<unknown>): Promise<void> {
  const seen = said.first().waitFor();
  await whatSaysIt();
  await seen;
}

const HOUR_MS = 3_600_000;

/**
 * Waits out an hour's end that is near: the hours that count for P95 are chosen anew then, and what was read before is not
 * what is read after.
 */
export async function awayFromHoursEnd(): Promise<void> {
  const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
  if (leftMs > MARGIN_MS) return;
  test.setTimeout(test.info().timeout + leftMs + MARGIN_MS);
  await new Promise((resolve) => setTimeout(resolve, leftMs + MARGIN_MS / 6));
}
const MARGIN_MS = 60_000;

/** Hours that no late sample changes any more, as from and to of a URL. */
export function closedHours(hours: number): string {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
  const parameters = { from: new Date(to - hours * HOUR_MS).toISOString(), to: new Date(to).toISOString() };
  return new URLSearchParams(parameters).toString();
}

/** Waits until the page is alive: what React has not yet taken over would swallow a click. */
export async function openAlive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await waitUntilAlive(page);
}

/**
 * Until React has taken over the header line and has run its effects, clicks and keys would be lost. React leaves a
 * trace of the first on the elements; the second comes with the frame after.
 */
export async function waitUntilAlive(page: Page): Promise<void> {
  const person = page.getByRole("button", { name: /, (viewer|operator|approver|admin)$/ });
  // Both parts of the frame: the header line and the rail.
  const rail = page.getByRole("navigation", { name: "Main" }).getByRole("link").first();
  for (const part of [person, rail])
    await expect
      .poll(() =>
        part.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps"))),
      )
      .toBe(true);
  // What the page itself shows is revealed and taken over later than its frame.
  await page.waitForFunction(() => {
    const heading = document.querySelector("main h1");
    if (heading === null || heading.closest("[aria-busy=true]") !== null) return false;
    return Object.keys(heading).some((key) => key.startsWith("__reactProps"));
  });
  await page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))),
  );
}

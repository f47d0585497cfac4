import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Browser, Locator, Page } from "@playwright/test";
import { createdTokenSchema } from "../lib/auth/index.ts";
import { type PlanAnswer, planAnswerSchema } from "../lib/planning/planAnswer.ts";
import { closedHours, expect, openAlive, test } from "./ballast.ts";

const TO = "wus-iso-1";
/** Registries of the worked example's customer with next to no traffic. */
const [ONE, TWO, THREE, FOUR, FIVE] = [25, 26, 27, 28, 29].map((number) => `halcyonaiteam${number}`);

/** A draft of two phases, made for the test alone. */
async function makeDraft(api: APIRequestContext, name: string): Promise<PlanAnswer> {
  const phase = (registries: readonly (string | undefined)[]) => ({
    moves: registries.map((registry) => ({ registry, to: TO })),
  });
  const data = {
    name,
    region: "westus",
    window: Object.fromEntries(new URLSearchParams(closedHours(12))),
    phases: [
      { name: "First", class: "medium", ...phase([ONE, TWO, THREE]) },
      { name: "Second", class: "medium", ...phase([FOUR]) },
    ],
  };
  const answer = await api.post("/api/v1/plans", { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return planAnswerSchema.strip().parse(await answer.json());
}

async function readPlan(api: APIRequestContext, { id }: PlanAnswer): Promise<PlanAnswer> {
  return planAnswerSchema.strip().parse(await (await api.get(`/api/v1/plans/${id}`)).json());
}

/** `First: a b` for each phase, as the server has it. */
async function savedShape(api: APIRequestContext, plan: PlanAnswer): Promise<string[]> {
  const { content } = await readPlan(api, plan);
  return content.phases.map(
    ({ name, moves }) => `${name}: ${moves.map(({ registry }) => registry).join(" ")}`,
  );
}

async function open(page: Page, plan: PlanAnswer) {
  await openAlive(page, `/plans/${plan.id}/edit`);
  await saved(page, plan.revision);
}

/** All that was edited is on the server, as this revision. */
async function saved(page: Page, revision: number) {
  await expect(
    page.getByRole("status").filter({ hasText: new RegExp(`revision ${revision}$`) }),
  ).toBeVisible();
}

function phase(page: Page, number: number): Locator {
  return page.getByRole("region", { name: new RegExp(`^Phase ${number},`) });
}

/** Drags as a hand does, in steps, to the upper half of a row. */
async function drag(page: Page, handle: Locator, row: Locator) {
  await row.scrollIntoViewIfNeeded();
  const from = await handle.boundingBox();
  const to = await row.boundingBox();
  if (from === null || to === null) throw new Error("there is nothing to drag");
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 200, to.y + 20, { steps: 6 });
  await page.mouse.move(to.x + 200, to.y + 6, { steps: 3 });
  await page.mouse.up();
}

async function choose(page: Page, registry: string | undefined, item: string, submenu?: string) {
  await page.getByRole("button", { name: `What to do with ${registry}` }).click();
  if (submenu !== undefined) await page.getByRole("menuitem", { name: submenu }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a move is dragged, stepped by keys, and sent by its menu; each edit is saved, undone and redone", async ({
  page,
  api,
}) => {
  const plan = await makeDraft(api, "Dragged");
  await open(page, plan);
  const handle = page.getByRole("button", { name: `Move ${ONE} up or down` });
  await drag(page, handle, phase(page, 2).getByRole("listitem").first());
  await saved(page, 2);
  expect(await savedShape(api, plan)).toEqual([`First: ${TWO} ${THREE}`, `Second: ${ONE} ${FOUR}`]);

  await handle.focus();
  await page.keyboard.press("ArrowUp");
  await saved(page, 3);
  expect(await savedShape(api, plan)).toEqual([`First: ${TWO} ${THREE} ${ONE}`, `Second: ${FOUR}`]);
  await expect(handle).toBeFocused();

  await choose(page, TWO, "2 Second", "Move to phase…");
  await saved(page, 4);
  expect(await savedShape(api, plan)).toEqual([`First: ${THREE} ${ONE}`, `Second: ${FOUR} ${TWO}`]);

  await page.getByRole("button", { name: "Undo" }).click();
  await saved(page, 5);
  expect(await savedShape(api, plan)).toEqual([`First: ${TWO} ${THREE} ${ONE}`, `Second: ${FOUR}`]);
  await page.keyboard.press("Control+Shift+Z");
  await saved(page, 6);
  expect(await savedShape(api, plan)).toEqual([`First: ${THREE} ${ONE}`, `Second: ${FOUR} ${TWO}`]);
});

test("phases are split, merged, named, put in order and parted", async ({ page, api }) => {
  const plan = await makeDraft(api, "Parted");
  await open(page, plan);
  await choose(page, TWO, "Split the phase here");
  await saved(page, 2);
  expect(await savedShape(api, plan)).toEqual([
    `First: ${ONE}`,
    `First (2): ${TWO} ${THREE}`,
    `Second: ${FOUR}`,
  ]);
  await choose(page, TWO, "A phase of its own");
  await saved(page, 3);
  expect((await savedShape(api, plan)).slice(1, 3)).toEqual([`First (2): ${THREE}`, `First (3): ${TWO}`]);

  const menu = async (number: number, item: string) => {
    await page.getByRole("button", { name: `What to do with phase ${number}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await menu(3, "Run it earlier");
  await saved(page, 4);
  await menu(1, "Merge with the next");
  await saved(page, 5);
  expect(await savedShape(api, plan)).toEqual([
    `First: ${ONE} ${TWO}`,
    `First (2): ${THREE}`,
    `Second: ${FOUR}`,
  ]);

  await page.getByLabel("Name of phase 2").fill("The quiet one");
  await page.getByLabel("Name of phase 2").press("Enter");
  await saved(page, 6);
  await menu(2, "Class top");
  await saved(page, 7);
  const { content } = await readPlan(api, plan);
  expect(content.phases[1]).toMatchObject({ name: "The quiet one", class: "top", observationHours: 48 });
});

test("times are given, a shorter wait needs a name and a reason, a skip needs a reason, moves come and go", async ({
  page,
  api,
}) => {
  const plan = await makeDraft(api, "Timed");
  await open(page, plan);
  const first = phase(page, 1);
  await first.getByLabel("Observed for").fill("12");
  await first.getByLabel("Observed for").press("Enter");
  const shorten = page.getByRole("dialog", { name: "Observe First for 12 h only?" });
  await expect(shorten.getByRole("button", { name: "Shorten it" })).toBeDisabled();
  await shorten.getByLabel("Approver").fill("ana");
  await shorten.getByLabel("Reason").fill("a quiet week");
  await shorten.getByRole("button", { name: "Shorten it" }).click();
  await saved(page, 2);
  await expect(first.getByText("by word of ana: a quiet week")).toBeVisible();

  await first.getByLabel("Not before").fill("tomorrow");
  await first.getByLabel("Not before").press("Enter");
  await expect(first.getByRole("alert")).toContainText("Year-month-day hour:minute");
  await first.getByLabel("Not before").fill("2031-03-04 17:00");
  await first.getByLabel("Not before").press("Enter");
  await saved(page, 3);
  await page.getByLabel("Start").fill("2031-03-03 17:00");
  await page.getByLabel("Start").press("Enter");
  await saved(page, 4);
  await expect(first.getByText(/^Cuts over 4 Mar 2031 17:00/)).toBeVisible();

  await choose(page, TWO, "Skip it…");
  const skip = page.getByRole("dialog", { name: `Skip ${TWO}?` });
  await skip.getByLabel(/^Reason/).fill("the customer asked for it");
  await skip.getByRole("button", { name: "Skip it" }).click();
  await saved(page, 5);
  await expect(first.getByText("the customer asked for it")).toBeVisible();
  await choose(page, TWO, "Do not skip it");
  await saved(page, 6);
  await choose(page, THREE, "Take it out");
  await saved(page, 7);

  await page.getByRole("button", { name: "Add registries" }).click();
  const pick = page.getByRole("dialog", { name: "Add registries" });
  await pick.getByLabel(/^Find by registry/).fill(FIVE ?? "");
  await pick.getByRole("checkbox", { name: `Pick ${FIVE}` }).click();
  await pick.getByRole("button", { name: "Add 1 registry" }).click();
  const where = page.getByRole("dialog", { name: /^Where do/ });
  await where.getByRole("combobox", { name: "Destination" }).click();
  await page.getByRole("option", { name: new RegExp(`^${TO}`) }).click();
  await where.getByRole("button", { name: /^Add 1/ }).click();
  await saved(page, 8);
  await page.getByRole("button", { name: "New stamp" }).click();
  const made = page.getByRole("dialog", { name: "A new stamp" });
  await made.getByLabel("Name").fill("wus-own");
  await made.getByRole("button", { name: "Add it" }).click();
  await saved(page, 9);
  await choose(page, FIVE, "wus-own", "Send it elsewhere…");
  await saved(page, 10);
  const { content } = await readPlan(api, plan);
  expect(content.newStamps.map(({ name }) => name)).toEqual(["wus-own"]);
  expect(content.phases.at(-1)?.moves).toMatchObject([{ registry: FIVE, to: "wus-own" }]);
  expect(content.phases[0]).toMatchObject({
    observationHours: 12,
    shortened: { fromHours: 24, approver: "ana", reason: "a quiet week" },
    notBefore: expect.stringContaining("2031-03-04T17:00"),
  });
});

test.describe("without a line to the server", () => {
  test.use({ expectedComplaint: /./ });

  test("what is edited is kept, also over a reload, and saved once there is one again", async ({
    page,
    api,
  }) => {
    const plan = await makeDraft(api, "Kept");
    await open(page, plan);
    page.on("dialog", (dialog) => void dialog.accept());
    const path = `**/api/v1/plans/${plan.id}`;
    await page.route(path, (route) =>
      route.request().method() === "PATCH" ? route.abort() : route.continue(),
    );
    await choose(page, TWO, "Split the phase here");
    await expect(
      page.getByRole("status").filter({ hasText: "Not saved yet: kept in this browser" }),
    ).toBeVisible();
    await page.reload();
    await expect(phase(page, 2)).toContainText(TWO ?? "");
    await expect(phase(page, 3)).toContainText(FOUR ?? "");
    expect((await readPlan(api, plan)).revision).toBe(1);
    await page.unroute(path);
    await saved(page, 2);
    expect(await savedShape(api, plan)).toEqual([
      `First: ${ONE}`,
      `First (2): ${TWO} ${THREE}`,
      `Second: ${FOUR}`,
    ]);
  });
});

test.describe("a save that is edited on while it is judged", () => {
  test.use({ expectedComplaint: /^409: .*\/api\/v1\/plans\/\d+$/ });

  for (const arrives of [false, true])
    test(`is called off, and the newer one is saved, ${arrives ? "on top of the first that had arrived" : "as the first that arrives"}`, async ({
      page,
      api,
    }) => {
      const plan = await makeDraft(api, `Edited on, ${arrives}`);
      await open(page, plan);
      let sent = 0;
      const { promise: underWay, resolve: isUnderWay } = Promise.withResolvers<void>();
      // The answer to the first save never comes; whether the server had it is the question.
      await page.route(`**/api/v1/plans/${plan.id}`, async (route) => {
        if (route.request().method() !== "PATCH" || sent++ > 0) return await route.continue();
        if (arrives) await route.fetch();
        isUnderWay();
      });
      await choose(page, TWO, "Split the phase here");
      await underWay;
      await page.getByLabel("Name of phase 1").fill("Renamed");
      await page.getByLabel("Name of phase 1").press("Enter");
      await saved(page, arrives ? 3 : 2);
      expect(await savedShape(api, plan)).toEqual([
        `Renamed: ${ONE}`,
        `First (2): ${TWO} ${THREE}`,
        `Second: ${FOUR}`,
      ]);
      await expect(page.getByRole("button", { name: "Take theirs" })).toHaveCount(0);
    });
});

/** Another person, in a browser of her own. */
async function openAsAnother(api: APIRequestContext, browser: Browser, baseURL: string) {
  const made = await api.post("/api/v1/tokens", { data: { name: "bo", role: "operator" } });
  const { secret } = createdTokenSchema.parse(await made.json());
  const context = await browser.newContext({ baseURL });
  const answer = await context.request.post("/api/v1/session", {
    data: { token: secret },
    headers: { origin: new URL(baseURL).origin },
  });
  expect(answer.status()).toBe(201);
  return context;
}

test.describe("two people", () => {
  test.use({ expectedComplaint: /^409: .*\/api\/v1\/plans\/\d+$/ });

  test("see each other's edits; who is overtaken is told what changed, and keeps theirs or puts theirs on top", async ({
    page,
    api,
    browser,
    baseURL,
  }) => {
    const plan = await makeDraft(api, "Shared");
    const context = await openAsAnother(api, browser, baseURL ?? "");
    const other = await context.newPage();
    await open(page, plan);
    await open(other, plan);
    // Nothing unsaved: the newer version simply appears.
    await choose(other, TWO, "Split the phase here");
    await saved(other, 2);
    await expect(page.getByLabel("Name of phase 2")).toHaveValue("First (2)");
    await saved(page, 2);

    // Both edit at once: one who cannot see the other's save is refused, and told.
    // It looks for newer revisions every few seconds; what it asks for once it was refused is more of them.
    await page.route(/\/api\/v1\/plans\/\d+\/edits\?.*\blimit=1$/, (route) =>
      route.fulfill({ json: { edits: [], nextCursor: null } }),
    );
    await other.getByLabel("Name of phase 3").fill("Theirs");
    await other.getByLabel("Name of phase 3").press("Enter");
    await saved(other, 3);
    await page.getByLabel("Name of phase 1").fill("Mine");
    await page.getByLabel("Name of phase 1").press("Enter");
    const notice = page.getByRole("status").filter({ hasText: "bo saved revision 3" });
    await expect(notice).toContainText("phase 3 is called “Theirs” instead of “Second”");
    await expect(notice).toContainText("both stand");
    await notice.getByRole("button", { name: "Put mine on top" }).click();
    await saved(page, 4);
    expect((await savedShape(api, plan)).map((text) => text.split(":")[0])).toEqual([
      "Mine",
      "First (2)",
      "Theirs",
    ]);
    await expect(other.getByLabel("Name of phase 1")).toHaveValue("Mine");

    await other.getByLabel("Name of phase 1").fill("Better");
    await other.getByLabel("Name of phase 1").press("Enter");
    await saved(other, 5);
    await page.getByLabel("Name of phase 1").fill("Worse");
    await page.getByLabel("Name of phase 1").press("Enter");
    const clash = page.getByRole("status").filter({ hasText: "You have both changed the phase Mine" });
    await clash.getByRole("button", { name: "Take theirs" }).click();
    await expect(page.getByLabel("Name of phase 1")).toHaveValue("Better");
    await saved(page, 5);
    await context.close();
  });
});

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test("the editor hides nothing from those who cannot see or point, and fits a phone", async ({
      page,
      api,
    }) => {
      const plan = await makeDraft(api, `Seen in ${colorScheme}`);
      await open(page, plan);
      const audit = () => new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
      expect((await audit()).violations).toEqual([]);
      await page.getByRole("button", { name: `What to do with ${TWO}` }).click();
      await expect(page.getByRole("menuitem", { name: "Take it out" })).toBeVisible();
      expect((await audit()).violations).toEqual([]);
      await page.keyboard.press("Escape");
      await page.setViewportSize({ width: 390, height: 844 });
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(await overflow()).toBeLessThanOrEqual(0);
      await choose(page, TWO, "2 Second", "Move to phase…");
      await saved(page, 2);
    });
  });

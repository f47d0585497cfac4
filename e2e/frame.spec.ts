import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, NOBODY, openAlive, PAGES, test, waitUntilAlive } from "./ballast.ts";

test.describe("the theme", () => {
  test.use({ colorScheme: "light" });

  test("chosen once holds from the first byte of every later page: nothing flashes", async ({ page }) => {
    await openAlive(page, "/stamps");
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: /, admin$/ }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
    const dark = await ground();
    expect(dark).not.toBe(light);

    const answer = await page.goto("/fleet", { waitUntil: "commit" });
    await page.locator("body").waitFor({ state: "attached" });
    // Until the style sheet is there, nothing has a colour.
    await expect.poll(ground).not.toBe("rgba(0, 0, 0, 0)");
    expect(await ground()).toBe(dark);
    expect(await answer?.text()).toMatch(/^<!DOCTYPE html><html[^>]* data-theme="dark"/);
  });
});

test("⌘K finds a stamp by part of its name and opens it with the time range kept", async ({ page }) => {
  await openAlive(page, "/fleet?window=now-3h");
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("us-b");
  await expect(palette.getByRole("option", { name: /^wus-b/ }).first()).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/stamps\/wus-b\?.*window=now-3h/);
  await expect(page.getByRole("heading", { level: 1, name: /^wus-b/ })).toBeVisible();
  await expect(palette).toBeHidden();
});

test("? lists the keys, Esc leaves, and the keys do what the list says", async ({ page }) => {
  await openAlive(page, "/fleet");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  await expect(list.getByRole("term").filter({ hasText: "g then" })).toBeVisible();
  await expect(list.getByText("In the heat map")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  // The second key is waited for a second.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await expect(page.getByRole("heading", { level: 1, name: "Stamps" })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
});

test.describe("the freeze", () => {
  // Whatever happened in the test, the fleet is left as it was found.
  test.afterEach(async ({ api }) => {
    const state: unknown = await (await api.get("/api/v1/freeze")).json();
    if (JSON.stringify(state).includes('"frozen":true'))
      await api.delete("/api/v1/freeze", { data: { reason: "a browser test broke off" } });
  });

  test("needs a reason, is in sight on every page while it holds, and is lifted with a reason", async ({
    page,
    api,
  }) => {
    await openAlive(page, "/fleet");
    await page.getByRole("button", { name: "Freeze", exact: true }).click();
    const press = page.getByRole("dialog", { name: "Freeze everything" });
    const confirm = press.getByRole("button", { name: "Freeze everything" });
    await expect(confirm).toBeDisabled();
    await press.getByLabel(/^Reason/).fill("storage incident 4711");
    await confirm.click();
    await expect(press).toBeHidden();
    const frozen = page.getByRole("button", { name: "Frozen" });
    await expect(frozen).toHaveAttribute("title", /storage incident 4711/);
    expect(await (await api.get("/api/v1/freeze")).json()).toMatchObject({
      frozen: true,
      current: { reason: "storage incident 4711" },
    });

    await page.getByRole("link", { name: "Stamps" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Stamps" })).toBeVisible();
    await frozen.click();
    const lift = page.getByRole("dialog", { name: "Lift the freeze" });
    await expect(lift).toContainText("storage incident 4711");
    await lift.getByLabel(/^Reason/).fill("incident over");
    await lift.getByRole("button", { name: "Lift the freeze" }).click();
    await expect(page.getByRole("button", { name: "Freeze", exact: true })).toBeVisible();
    expect(await (await api.get("/api/v1/freeze")).json()).toMatchObject({ frozen: false });
  });
});

test.describe("every page", () => {
  for (const { path, heading } of PAGES) {
    test(`${path} has no WCAG 2 A or AA violation, dark or light`, async ({ page }) => {
      await openAlive(page, path);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

    for (const { path, heading } of PAGES) {
      test(`${path} fits its width, and the way to other pages is in sight`, async ({ page }) => {
        await openAlive(page, path);
        await expect(page.getByRole("heading", { level: 1, name: heading })).toBeAttached();
        expect(await overflow(page)).toEqual([]);
        for (const place of await page.getByRole("navigation", { name: "Main" }).getByRole("link").all()) {
          await expect(place).toBeInViewport();
        }
      });
    }
  });
});

test.describe("the sign-in", () => {
  test.use({ storageState: NOBODY, viewport: { width: 390, height: 844 } });

  test("fits a phone, and has no WCAG 2 A or AA violation, dark or light", async ({ page }) => {
    await page.goto("/sign-in");
    expect(await violations(page)).toEqual([]);
    expect(await overflow(page)).toEqual([]);
  });
});

test("refreshing reads new minutes without a reload of the page", async ({ page }) => {
  await openAlive(page, "/fleet");
  const asOf = page.getByText(/^data as of/);
  await expect(asOf).toContainText(/\d\d:\d\d:\d\d UTC/);
  await page.evaluate(() => document.body.setAttribute("data-before", ""));
  const anew = page.waitForResponse((response) => response.url().includes("_rsc="));
  await page.getByRole("button", { name: "Read anew" }).click();
  expect((await anew).status()).toBe(200);
  await waitUntilAlive(page);
  await expect(page.locator("body[data-before]")).toBeAttached();
});

/** Of the rules, those that ask for colours: all that a theme can break. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Each violation, dark and light, with where it is: an empty list is what one wants, anything else says what to mend. */
async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  await page.emulateMedia({ colorScheme: "light" });
  const light = await new AxeBuilder({ page }).withRules(COLOUR_RULES).analyze();
  return [...dark.violations, ...light.violations].flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} – ${node.failureSummary ?? ""}`),
  );
}

/** What makes the page wider than the screen; empty when nothing does. */
async function overflow(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`)
      .slice(0, 10);
  });
}

import type { Page } from "@playwright/test";
import { adminToken, expect, NOBODY, PAGES, test } from "./ballast.ts";

/** Tokens are the second way in: asked for, and then typed, once the page is alive. */
async function typeToken(page: Page, token: string): Promise<void> {
  const field = page.getByLabel("Token");
  await expect(async () => {
    if (!(await field.isVisible()))
      await page.getByRole("button", { name: "Use a token instead" }).click({ timeout: 1_000 });
    await expect(field).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await field.fill(token);
}

test.describe("without a session", () => {
  test.use({ storageState: NOBODY });

  test("every page leads to the sign-in, shows nothing of the fleet, and knows the way back", async ({
    page,
  }) => {
    for (const { path } of PAGES) {
      const wanted = `${path}?region=westus&window=now-3h`;
      await page.goto(wanted);
      await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(wanted)}`);
      await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
      expect(await page.content()).not.toContain("wus-b");
    }
    await typeToken(page, adminToken());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(`${PAGES.at(-1)?.path}?region=westus&window=now-3h`);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  });

  test("the sign-in never leads to another site", async ({ page, baseURL }) => {
    await page.goto(`/sign-in?next=${encodeURIComponent("//elsewhere.example/fleet")}`);
    await typeToken(page, adminToken());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(`${baseURL}/fleet`);
  });

  test.describe("with a token that is none", () => {
    test.use({ expectedComplaint: /^403: .*\/api\/v1\/session$/ });

    test("it says what to do, and what was typed stands in no address", async ({ page }) => {
      await page.goto("/sign-in");
      await typeToken(page, "blst_nothing_that_was_ever_given_out");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
      await expect(page.getByRole("alert").filter({ hasText: "npm run token" })).toBeVisible();
      expect(page.url()).not.toContain("blst_");
      expect(await page.context().cookies()).toEqual([]);
    });
  });

  test("signing out ends the session on the server too, not only in this browser", async ({
    page,
    playwright,
    baseURL,
  }) => {
    await page.goto("/fleet");
    await typeToken(page, adminToken());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(`${baseURL}/fleet`);
    const stolen = await page.context().storageState();

    await page.getByRole("button", { name: /, admin$/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${baseURL}/sign-in`);
    await page.goto("/fleet");
    await expect(page).toHaveURL((url) => url.pathname === "/sign-in");

    const thief = await playwright.request.newContext({
      storageState: stolen,
      ...(baseURL ? { baseURL } : {}),
    });
    expect((await thief.get("/api/v1/fleet")).status()).toBe(401);
    await thief.dispose();
  });
});

import type { Page } from "@playwright/test";
import { codeOf } from "../app/api/peopleForTests.ts";
import { adminToken, expect, NOBODY, openAlive, sees, test, waitUntilAlive } from "./ballast.ts";

const OWN_PASSWORD = "seven quiet lighthouses";
// Each wrong password, and what a browser that was signed out elsewhere still asks for.
test.use({ expectedComplaint: /^(403: .*\/api\/v1\/sign-in|401: )/ });

/** Until React has taken over the form, what is typed and sent would go another way. */
async function openSignIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await expect
    .poll(() =>
      page
        .getByLabel("E-mail")
        .evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps"))),
    )
    .toBe(true);
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await openSignIn(page);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("an admin makes a person, who chooses a password, turns on a second factor, and is out when the admin says", async ({
  page,
  browser,
  api,
}, testInfo) => {
  const email = `nora-${testInfo.retry}-${Date.now()}@example.com`;
  await openAlive(page, "/settings/people");
  await page.getByRole("button", { name: "New person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nora Night");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the person" }).click();
  const first = (await dialog.getByRole("code").textContent()) ?? "";
  expect(first).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("row", { name: new RegExp(email) });
  await expect(row).toContainText("a first password");

  const theirs = await browser.newContext({ storageState: NOBODY });
  const nora = await theirs.newPage();
  await signIn(nora, email, "not the password it is");
  await expect(nora.getByRole("alert").filter({ hasText: "e-mail or the password is wrong" })).toBeVisible();
  await signIn(nora, email, first);
  await nora.getByLabel("New password").fill(OWN_PASSWORD);
  await nora.getByLabel("Once more").fill(OWN_PASSWORD);
  await nora.getByRole("button", { name: "Change it and sign in" }).click();
  await expect(nora).toHaveURL(/\/fleet/);
  await waitUntilAlive(nora);
  await nora.getByRole("button", { name: `${email}, viewer` }).click();
  await nora.getByRole("menuitem", { name: "Account" }).click();
  await expect(nora.getByRole("heading", { name: "Account" })).toBeVisible();
  await expect(nora.getByRole("row", { name: /\(this one\)/ })).toBeVisible();

  await nora.getByRole("button", { name: "Turn it on" }).click();
  const setup = nora.getByRole("dialog");
  await setup.getByLabel("Your password").fill(OWN_PASSWORD);
  await setup.getByRole("button", { name: "Go on" }).click();
  await expect(setup.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await setup.getByRole("code").textContent()) ?? "";
  const code = (nowMs = Date.now()) => codeOf(`otpauth://totp/x?secret=${secret}`, nowMs);
  await setup.getByLabel("Code", { exact: true }).fill(code());
  await setup.getByRole("button", { name: "Turn it on" }).click();
  await expect(setup.getByText("Keep these where your phone is not")).toBeVisible();
  await setup.getByRole("button", { name: "I have kept them" }).click();
  await expect(nora.getByText("On: after the password")).toBeVisible();

  const phone = await (await browser.newContext({ storageState: NOBODY })).newPage();
  await signIn(phone, email, OWN_PASSWORD);
  // A code is good once: the next one is taken already.
  await phone.getByLabel("Code", { exact: true }).fill(code(Date.now() + 30_000));
  await phone.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(phone).toHaveURL(/\/fleet/);

  await page.reload();
  await waitUntilAlive(page);
  await expect(row).toContainText("password and code");
  await row.getByRole("button", { name: `Edit ${email}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere…" }).click();
  const question = page.getByRole("dialog", { name: `Sign out everywhere: ${email}` });
  await expect(question).toContainText("is refused from the next request on");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog", { name: email, exact: true })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere…" }).click();
  await sees(page.getByText(`${email} is signed out everywhere.`), () =>
    question.getByRole("button", { name: "Sign out everywhere" }).click(),
  );
  for (const browserOfNora of [nora, phone]) {
    await browserOfNora.goto("/alerts");
    await expect(browserOfNora).toHaveURL(/\/sign-in\?next=/);
  }
  const events = await api.get(`/api/v1/audit?thing=person&thingName=${encodeURIComponent(email)}`, {
    headers: { authorization: `Bearer ${adminToken()}` },
  });
  const actions = (await events.json()).events.map(({ action }: { action: string }) => action).toReversed();
  expect(actions).toEqual([
    "person.created",
    "person.password_changed",
    "person.second_factor_enabled",
    "person.sessions_ended",
  ]);
});

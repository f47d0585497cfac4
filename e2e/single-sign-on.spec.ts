import { startProvider } from "../app/api/oidcForTests.ts";
import { expect, NOBODY, test, waitUntilAlive } from "./ballast.ts";

// Where npm test has told the application to look for its provider: lib/cli/appUnderTest.ts.
const issuer = process.env["BALLAST_E2E_OIDC"] ?? "";
const isOfProvider = new RegExp(`^left the origin: ${issuer}/`);
test.use({ storageState: NOBODY, expectedComplaint: isOfProvider });

test("single sign-on leads to the provider's page and back, signed in with the role of the groups there", async ({
  page,
  baseURL,
}) => {
  const provider = await startProvider(`${baseURL}/api/v1/sign-in/callback/oidc`, {
    port: Number(new URL(issuer).port),
    asks: true,
  });
  try {
    const subject = `ines-${Date.now()}`;
    const email = `${subject}@example.com`;
    const groups = ["fleet-operators"];
    provider.people.set(subject, { email, name: "Ines", email_verified: true, groups });
    provider.at.browser = subject;

    await page.goto("/alerts");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    const button = page.getByRole("button", { name: "Sign in with Test ID" });
    // Until React has taken it over, a press would be lost.
    await expect
      .poll(() =>
        button.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps"))),
      )
      .toBe(true);
    await button.click();
    await expect(page).toHaveURL((url) => url.origin === issuer);
    await page.getByRole("button", { name: `Go on as ${subject}` }).click();

    await expect(page).toHaveURL(`${baseURL}/alerts`);
    await waitUntilAlive(page);
    await page.getByRole("button", { name: `${email}, operator` }).click();
    await page.getByRole("menuitem", { name: "Account" }).click();
    await expect(page.getByText("single sign-on").first()).toBeVisible();
  } finally {
    await provider.close();
  }
});

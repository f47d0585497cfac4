import { expect, NOBODY, openAlive, PAGES, test } from "./ballast.ts";

const NONCE = /'nonce-([A-Za-z0-9+/=]{24})'/;

for (const { path } of PAGES)
  test(`${path} runs only scripts that are ours, by a nonce of its own`, async ({ page }) => {
    // That nothing of the page is refused by its policy, the watch over the console says.
    const [first, second] = [await page.request.get(path), await page.request.get(path)];
    const nonces = [first, second].map(
      (answer) => NONCE.exec(answer.headers()["content-security-policy"] ?? "")?.[1],
    );
    expect(nonces[0]).toBeTruthy();
    expect(nonces[0]).not.toBe(nonces[1]);
    const html = await first.text();
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonces[0]}"`);
    for (const [tag] of html.matchAll(/<style\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonces[0]}"`);
    expect(html).not.toMatch(/<[a-z][^>]* on[a-z]+=/i);
    await openAlive(page, path);
  });

test("every answer says the same of frames, types, referrers and what a page may ask of the machine", async ({
  page,
}) => {
  for (const path of ["/fleet", "/sign-in", "/icon.svg", "/api/v1/fleet", "/api/docs", "/no-such-page"]) {
    const headers = (await page.request.get(path)).headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(policy.replace("style-src-attr 'unsafe-inline'", ""), path).not.toContain("unsafe-inline");
    expect(policy, path).not.toContain("unsafe-eval");
    // Nobody has said that a proxy in front speaks TLS.
    expect(headers["strict-transport-security"], path).toBeUndefined();
  }
});

test.describe("a page that another writes into", () => {
  test.use({ storageState: NOBODY, expectedComplaint: /Content Security Policy|\/x$/ });

  test("runs none of it", async ({ page }) => {
    await page.goto("/sign-in");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.injected = true">');
      return new Promise((resolve) => setTimeout(() => resolve("injected" in window), 500));
    });
    expect(ran).toBe(false);
  });
});

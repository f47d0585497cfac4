import type { Page } from "@playwright/test";
import { whatIfHref } from "../app/(dashboard)/what-if/whatIfHref.ts";
import { expect, mapOf, mapPanel, openAlive, sees, test } from "./ballast.ts";
import {
  type HostileFleet,
  MARKUP,
  makeHostileFleet,
  NODE,
  OTHER,
  PROSE,
  REGION,
  STAMP,
  TENANT,
} from "./hostileFleet.ts";

let fleet: HostileFleet | null = null;
// Whatever happened in the test, the fleet is left as it was found.
test.afterEach(async ({ api }) => {
  await fleet?.remove();
  fleet = null;
  await api.delete("/api/v1/freeze", { data: { reason: "a browser test broke off" } });
});

const encoded = encodeURIComponent;

test("names and words of markup, scripts and styles are text on every page, and nothing else", async ({
  page,
  api,
}) => {
  test.setTimeout(300_000);
  fleet = await makeHostileFleet(api);
  const { plan, query } = fleet;
  const ran: string[] = [];
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  const region = `region=${encoded(REGION)}&${query}`;
  const stampPath = `/stamps/${encoded(STAMP)}`;
  const pages: readonly (readonly [path: string, shown: readonly string[]])[] = [
    [`/fleet?${region}`, [STAMP, OTHER, NODE]],
    [`/stamps?${region}`, [STAMP, OTHER]],
    [`${stampPath}?${query}`, [STAMP, NODE, MARKUP[4], TENANT]],
    [`/registries?${region}`, [MARKUP[0], TENANT]],
    [`/registries/${encoded(MARKUP[3])}?${query}`, [MARKUP[3], STAMP, TENANT]],
    [`/tenants/${encoded(TENANT)}?${query}`, [TENANT, STAMP, MARKUP[4]]],
    [`${whatIfHref(REGION, [...MARKUP])}&${query}`, [MARKUP[4]]],
    [`/plans/new?${region}&stamp=${encoded(STAMP)}`, [STAMP]],
    ["/plans", [STAMP]],
    [`/plans/${plan.id}`, [STAMP, OTHER, PROSE]],
    [`/plans/${plan.id}/edit`, [STAMP, OTHER, MARKUP[4]]],
    [`/plans/${plan.id}/print`, [STAMP, OTHER, MARKUP[4]]],
    [`/plans/compare?left=${plan.id}`, [STAMP]],
    [`/plans/${plan.id}/result`, [STAMP]],
    [`/plans/${plan.id}/right-sizing`, [STAMP]],
    [`/calendar?${region}`, []],
    [`/accuracy?${region}`, []],
    [`/alerts?${region}`, [STAMP, OTHER]],
    ["/plans/control", []],
    ["/reports/weekly", []],
    ["/data-health", []],
    ["/audit", [STAMP, PROSE]],
    ["/settings", [STAMP]],
    ["/settings/sources", []],
    ["/data-health/sources", []],
    ["/account", []],
  ];
  for (const [path, shown] of pages) {
    await (path.endsWith("/print") ? page.goto(path) : openAlive(page, path));
    for (const text of shown) await expect(page.getByText(text).first(), `${path}: ${text}`).toBeAttached();
    await hoverCharts(page);
    expect(await injected(page), path).toEqual([]);
  }

  await openAlive(page, `/fleet?${region}&q=${encoded(OTHER)}`);
  await mapOf(page).hover({ position: { x: 40, y: 8 } });
  await expect(mapPanel(page)).toContainText(OTHER);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("onerror");
  await expect(palette.getByRole("option", { name: MARKUP[0] }).first()).toBeVisible();
  expect(await injected(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Frozen" }).click();
  const lift = page.getByRole("dialog", { name: "Lift the freeze" });
  await expect(lift).toContainText(PROSE);
  await lift.getByLabel(/^Reason/).fill(PROSE);
  await lift.getByRole("button", { name: "Lift the freeze" }).click();
  await expect(lift).toBeHidden();
  expect(await injected(page)).toEqual([]);
  expect(ran).toEqual([]);
});

test("people, tokens and what is said of a change are text as well", async ({ page, api }) => {
  const ran: string[] = [];
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  const [image, svg] = MARKUP;

  // A token and a person, named on their pages and in what is said of them.
  const token = await (await api.post("/api/v1/tokens", { data: { name: image, role: "viewer" } })).json();
  await openAlive(page, "/settings");
  await page.getByRole("button", { name: `Sign out browsers of ${image}` }).click();
  const dialog = page.getByRole("dialog", { name: `Browsers of ${image}` });
  await sees(page.getByText(`browsers signed out of ${image}.`), () =>
    dialog.getByRole("button", { name: "Sign out its browsers" }).click(),
  );
  expect(await injected(page)).toEqual([]);
  expect((await api.delete(`/api/v1/tokens/${token.id}`)).status()).toBe(200);
  const email = `hostile-${Date.now().toString(36)}@example.com`;
  const person = await api.post("/api/v1/people", { data: { email, name: svg, role: "viewer" } });
  expect(person.status(), await person.text()).toBe(201);
  await openAlive(page, "/settings/people");
  await expect(page.getByText(svg).first()).toBeAttached();
  expect(await injected(page)).toEqual([]);
  expect(ran).toEqual([]);
});

test("a file's name, columns and cells are text in its preview, its dry run and what was refused of it", async ({
  page,
}) => {
  const ran: string[] = [];
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  const [image, svg, frame] = MARKUP;
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const ts = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000).toISOString();
  const rows = [
    ["ts", "stamp", "pool", "node", "cpu", cell(frame)],
    [ts, cell(svg), cell(image), cell(frame), "40", cell(PROSE)],
    [ts, cell(svg), cell(image), cell(frame), cell(image), cell(PROSE)],
  ];
  const text = `${rows.map((row) => row.join()).join("\n")}\n`;
  await openAlive(page, "/data-health/import");
  await page.locator('input[type="file"]').setInputFiles({
    ...{ name: `${image}.csv`, mimeType: "text/csv" },
    buffer: Buffer.from(text),
  });
  const preview = page.getByRole("region", { name: "Preview" });
  for (const shown of [svg, image, frame]) await expect(preview).toContainText(shown);
  expect(await injected(page)).toEqual([]);
  await page.getByRole("button", { name: "Dry run" }).click();
  const progress = page.getByRole("region", { name: `Dry run of ${image}.csv` });
  await expect(progress).toContainText("complete");
  await expect(progress).toContainText(`${svg}/${image}`);
  expect(await injected(page)).toEqual([]);
  await openAlive(page, "/data-health/import");
  await expect(page.getByText(`${image}.csv`).first()).toBeVisible();
  expect(await injected(page)).toEqual([]);
  expect(ran).toEqual([]);
});

/** Over the middle of every chart that is drawn, so that its tooltip is. */
async function hoverCharts(page: Page): Promise<void> {
  for (const chart of await page.locator(".recharts-wrapper").all())
    if (await chart.isVisible()) await chart.hover({ force: true });
}

/** What stands in the page that the application never writes: its own elements are known by what they may be. */
async function injected(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const told = (element: Element) => element.outerHTML.slice(0, 200);
    const all = [...document.querySelectorAll("*")];
    const strange = "img, iframe, object, embed, base, marquee, plaintext, meta[http-equiv], xss, body body";
    const led = all.filter((element) =>
      ["href", "src", "action", "formaction", "xlink:href"].some((name) => {
        const to = element.getAttribute(name);
        if (to === null) return false;
        const url = new URL(to, document.baseURI);
        return url.origin !== location.origin && url.protocol !== "blob:";
      }),
    );
    const acting = all.filter((element) =>
      element.getAttributeNames().some((name) => /^on|^srcdoc$/.test(name)),
    );
    // What the application loads later has no nonce: a script that has one may load it.
    const own = `${location.origin}/_next/`;
    const foreign = [...document.scripts].filter(({ nonce, src }) => nonce === "" && !src.startsWith(own));
    return [...document.querySelectorAll(strange), ...led, ...acting, ...foreign].map(told);
  });
}

import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { awayFromHoursEnd, expect, openAlive, POOLS, readCell, readFleet, sees, test } from "./ballast.ts";

const SCOPE = { region: "westus", poolKind: "dataproxy" };
const WHERE = `every ${SCOPE.poolKind} pool in ${SCOPE.region}`;
const POOL = "wus-a dataproxy";
const REASON = "the dataproxy caches warm up earlier";

test("a threshold says which pools it would re-classify, is saved with a reason, audited, and taken back", async ({
  page,
  api,
}) => {
  await awayFromHoursEnd();
  const { pools } = await readFleet(api);
  const concerned = pools.filter(({ region, kind }) => region === SCOPE.region && kind === SCOPE.poolKind);
  const becomeWarm = concerned.filter(
    ({ state, hotNodeP95 }) => state === "normal" && (hotNodeP95 ?? 0) >= 40,
  );
  expect(becomeWarm.map(({ stamp, pool }) => `${stamp} ${pool}`)).toContain(POOL);

  await openAlive(page, "/settings");
  const editor = await openEditor(page);
  await editor.getByLabel("warm from").fill("70");
  await expect(editor.getByRole("alert").filter({ hasText: "must rise" })).toBeVisible();
  await editor.getByLabel("warm from").fill("40");
  const preview = editor.getByRole("region", { name: "What it changes" });
  await expect(preview).toContainText(`${becomeWarm.length} of ${concerned.length} pools change`);
  await expect(preview.getByRole("listitem")).toHaveCount(becomeWarm.length);
  // In between stands an arrow, which is called “becomes”.
  await expect(preview.getByRole("listitem").filter({ hasText: POOL })).toContainText(/normal.*warm/);
  expect(await stateOf(api)).toBe("normal");

  await expect(editor.getByRole("button", { name: "Save" })).toBeDisabled();
  await editor.getByLabel(/^Reason/).fill(REASON);
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(changedValue(page)).toContainText("40\u00a0%");
  await expect(changedValue(page)).toContainText(new RegExp(`set by first admin, .*: “${REASON}”`));
  expect(await stateOf(api)).toBe("warm");
  await openAlive(page, "/fleet");
  expect(await readCell(page, POOLS, { row: new RegExp(`^${POOL} `), column: "State" })).toBe("warm");

  await openAlive(page, "/audit?thing=setting");
  const newest = page.getByRole("main").getByRole("list").getByRole("listitem").first();
  await expect(newest).toContainText("first admin");
  await expect(newest).toContainText(/setting .*thresholds for dataproxy in westus/);
  await expect(newest).toContainText(`“${REASON}”`);

  await takeBack(page);
  expect(await stateOf(api)).toBe("normal");
});

// Whatever happened in the test, the fleet is left as it was found.
test.afterEach(async ({ api }) => {
  const query = new URLSearchParams({ key: "thresholds", ...SCOPE, reason: "a browser test broke off" });
  await api.delete(`/api/v1/settings?${query}`);
});

/** The editor of the thresholds, for one kind in one region. */
async function openEditor(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Set: State thresholds" }).click();
  const editor = page.getByRole("dialog", { name: "Set state thresholds" });
  await choose(page, editor.getByRole("combobox", { name: "Pool kind" }), SCOPE.poolKind);
  await choose(page, editor.getByRole("combobox", { name: "Region" }), SCOPE.region);
  return editor;
}

function changedValue(page: Page): Locator {
  const card = page.getByRole("region", { name: "State thresholds" });
  return card.getByRole("listitem").filter({ hasText: WHERE });
}

async function takeBack(page: Page): Promise<void> {
  await openAlive(page, "/settings");
  await changedValue(page)
    .getByRole("button", { name: /^(Reset|Take back)/ })
    .click();
  const dialog = page.getByRole("dialog", { name: /state thresholds/ });
  await expect(dialog.getByRole("listitem").filter({ hasText: POOL })).toContainText(/warm.*normal/);
  await dialog.getByLabel(/^Reason/).fill("they do not, after all");
  await dialog.getByRole("button", { name: /^(Reset|Take)/ }).click();
  await expect(dialog).toBeHidden();
  await expect(changedValue(page)).toHaveCount(0);
}

async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await box.click();
  await page.getByRole("option", { name: option, exact: true }).click();
  await expect(box).toContainText(option);
}

async function stateOf(api: APIRequestContext) {
  const { pools } = await readFleet(api);
  return pools.find(({ stamp, pool }) => `${stamp} ${pool}` === POOL)?.state;
}

test("an admin signs the browsers of a token out; the token stays good", async ({
  page,
  api,
  openAs,
  playwright,
  baseURL,
}) => {
  const name = `hall-screen-${Date.now()}`;
  const made = await (await api.post("/api/v1/tokens", { data: { name, role: "viewer" } })).json();
  const browser = await playwright.request.newContext(baseURL === undefined ? {} : { baseURL });
  expect((await browser.post("/api/v1/session", { data: { token: made.secret } })).status()).toBe(201);
  expect((await browser.get("/api/v1/fleet")).status()).toBe(200);

  await openAlive(page, "/settings");
  const row = page
    .getByRole("table", { name: /^Tokens/ })
    .getByRole("row", { name: new RegExp(`^${name} `) });
  await row.getByRole("button", { name: /^Sign out browsers/ }).click();
  const dialog = page.getByRole("dialog", { name: `Browsers of ${name}` });
  await sees(page.getByText(`1 browser signed out of ${name}.`), () =>
    dialog.getByRole("button", { name: "Sign out its browsers" }).click(),
  );
  await expect(dialog).toBeHidden();

  expect((await browser.get("/api/v1/fleet")).status()).toBe(401);
  expect((await (await openAs(made.secret)).get("/api/v1/fleet")).status()).toBe(200);
  await browser.dispose();
  expect((await api.delete(`/api/v1/tokens/${made.id}`)).status()).toBe(200);
});

import type { APIRequestContext, Page } from "@playwright/test";
import { expect, openAlive, POOLS, readCell, readFleet, test } from "./ballast.ts";

const SCOPE = { region: "westus", poolKind: "dataproxy" };
const WHERE = `${SCOPE.poolKind} in ${SCOPE.region}`;
const POOL = "wus-a dataproxy";
const DEFAULT = "30 · 50 · 65 · 80\u00a0%";
const CHANGED = "30 · 40 · 65 · 80\u00a0%";

test("a threshold says which pools it would re-classify, is saved with a reason, audited, and taken back", async ({
  page,
  api,
}) => {
  const { pools } = await readFleet(api);
  const concerned = pools.filter(({ region, kind }) => region === SCOPE.region && kind === SCOPE.poolKind);
  const becomeWarm = concerned.filter(
    ({ state, hotNodeP95 }) => state === "normal" && (hotNodeP95 ?? 0) >= 40,
  );
  expect(becomeWarm.map(({ stamp, pool }) => `${stamp} ${pool}`)).toContain(POOL);

  await openAlive(page, "/settings");
  const dialog = await openThresholds(page, DEFAULT);
  await dialog.getByLabel("warm from").fill("70");
  await expect(dialog.getByRole("alert")).toContainText("must rise");
  await dialog.getByLabel("warm from").fill("40");
  await expect(dialog).toContainText(
    `${becomeWarm.length} of ${concerned.length} pools would read otherwise`,
  );
  const named = dialog.getByRole("listitem");
  await expect(named).toHaveCount(becomeWarm.length);
  await expect(named.filter({ hasText: POOL })).toContainText(/normal.*becomes.*warm/);
  expect(await stateOf(api)).toBe("normal");

  await expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
  await dialog.getByLabel(/^Reason/).fill("the dataproxy caches warm up earlier");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(thresholds(page, CHANGED)).toBeVisible();
  expect(await stateOf(api)).toBe("warm");
  await openAlive(page, "/fleet");
  expect(await readCell(page, POOLS, { row: new RegExp(`^${POOL} `), column: "State" })).toBe("warm");

  await openAlive(page, "/audit?thing=setting");
  const newest = page.getByRole("main").getByRole("list").getByRole("listitem").first();
  await expect(newest).toContainText("first admin");
  await expect(newest).toContainText(`changed the setting thresholds for ${WHERE}`);
  await expect(newest).toContainText("“the dataproxy caches warm up earlier”");

  await openAlive(page, "/settings");
  const again = await openThresholds(page, CHANGED);
  await expect(again).toContainText("Set by first admin");
  await again.getByLabel(/^Reason/).fill("they do not, after all");
  await again.getByRole("button", { name: `Take back, to ${DEFAULT}` }).click();
  await expect(thresholds(page, DEFAULT)).toBeVisible();
  expect(await stateOf(api)).toBe("normal");
});

// Whatever happened in the test, the fleet is left as it was found.
test.afterEach(async ({ api }) => {
  const query = new URLSearchParams({ key: "thresholds", ...SCOPE, reason: "a browser test broke off" });
  await api.delete(`/api/v1/settings?${query}`);
});

function thresholds(page: Page, now: string) {
  return page.getByRole("button", { name: `Change Thresholds for ${WHERE}, now ${now}` });
}

async function openThresholds(page: Page, now: string) {
  await thresholds(page, now).click();
  return page.getByRole("dialog", { name: `Thresholds for ${WHERE}` });
}

async function stateOf(api: APIRequestContext) {
  const { pools } = await readFleet(api);
  return pools.find(({ stamp, pool }) => `${stamp} ${pool}` === POOL)?.state;
}

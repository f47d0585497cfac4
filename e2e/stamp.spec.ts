import { awayFromHoursEnd, expect, numberIn, openAlive, readFleet, test } from "./ballast.ts";

const STAMP = "wus-a";
const MINUTE_MS = 60_000;

test("a stamp shows its numbers, says them in words, draws them, and names the hottest node", async ({
  page,
  api,
}) => {
  await awayFromHoursEnd();
  const { pools } = await readFleet(api, "?region=westus");
  const own = pools.filter(({ stamp }) => stamp === STAMP);
  expect(own.length).toBe(2);
  await openAlive(page, `/stamps/${STAMP}`);
  await expect(page.getByRole("heading", { level: 1, name: STAMP })).toBeVisible();

  for (const { pool, hotNodeP95, max, nodes } of own) {
    const card = page.getByRole("region", { name: `Pool ${pool}` });
    const stat = (label: string) =>
      card.locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]");
    expect(numberIn(await stat("Hot-node P95").textContent())).toBeCloseTo(hotNodeP95 ?? Number.NaN, 0);
    expect(numberIn(await stat("Maximum").textContent())).toBeCloseTo(max ?? Number.NaN, 0);
    await expect(card).toContainText(/the hottest node is below \d+\.\d\u00a0% for 95 % of the time/i);

    const chart = page.getByRole("img", { name: new RegExp(`^${pool}:`) });
    const lines = chart.locator("path.recharts-line-curve");
    await expect(lines).toHaveCount(2);
    for (const line of await lines.all()) {
      // Drawn: a day of minutes, not a stroke or two.
      expect(((await line.getAttribute("d")) ?? "").split("L").length).toBeGreaterThan(100);
    }
    await expect(page.getByRole("application", { name: new RegExp(`^${STAMP} ${pool}`) })).toBeVisible();

    const list = page.getByRole("table", { name: new RegExp(`^Nodes of ${pool}`) });
    const shares = (await list.locator("tbody td:nth-child(2)").allTextContents()).map(numberIn);
    expect(shares.length).toBe(nodes);
    expect(shares[0]).toBeGreaterThan(0);
    const known = shares.filter(Number.isFinite);
    expect(known).toEqual([...known].sort((one, other) => other - one));
  }
});

test("the one noisy minute of the worked example is told apart from the load", async ({ page }) => {
  await openAlive(page, `/stamps/${STAMP}?pool=dataproxy`);
  const card = page.getByRole("region", { name: "Pool dataproxy" });
  await expect(card).toContainText(
    /9[4-8]\.\d\u00a0% was one minute .*below 4[2-4]\.\d\u00a0% for 95 % of the time/,
  );
  await expect(page.getByRole("region", { name: "Pool registry" })).toHaveCount(0);
});

test("a node that is hot without load is named as the problem", async ({ page }) => {
  await openAlive(page, "/stamps/weu-c");
  await expect(
    page.getByText(/The hottest node is n03 in \d+.% of minutes while the pool averages/),
  ).toBeVisible();
});

test("dragging on a chart zooms every chart of the page, in the URL, and back undoes it", async ({
  page,
}) => {
  await openAlive(page, `/stamps/${STAMP}?pool=dataproxy&window=now-3h`);
  const chart = page.getByRole("img", { name: /^dataproxy:/ });
  const before = page.url();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (box === null) throw new Error("the chart is not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.up();

  await expect(page).toHaveURL(/from=.*to=/);
  const { searchParams } = new URL(page.url());
  const [from, to] = [Date.parse(searchParams.get("from") ?? ""), Date.parse(searchParams.get("to") ?? "")];
  // A fifth of the chart's width is a little more than a fifth of its 180 minutes: it has margins.
  expect((to - from) / MINUTE_MS).toBeGreaterThan(30);
  expect((to - from) / MINUTE_MS).toBeLessThan(60);
  expect(searchParams.get("pool")).toBe("dataproxy");
  expect(searchParams.has("window")).toBe(false);
  const clock = (name: "from" | "to") => searchParams.get(name)?.slice(11, 16);
  // Around midnight each end is told with its day.
  const hours = new RegExp(`${clock("from")}( – \\d+ \\w+ |–)${clock("to")} UTC`);
  const map = page.getByRole("application", { name: /dataproxy/ });
  for (const drawn of [chart, map]) {
    await expect(page.getByRole("region").filter({ has: drawn })).toContainText(hours);
  }
  await page.goBack();
  await expect(page).toHaveURL(before);
  await expect(page.getByRole("button", { name: "Time range: Last 3 h" })).toBeVisible();
});

test.describe("what does not exist", () => {
  test.use({ expectedComplaint: /^404: .*no-such/ });

  for (const address of ["/stamps/no-such-stamp", `/stamps/${STAMP}?pool=no-such-pool`, "/no-such-page"]) {
    test(`${address} says what may have happened, and leads on`, async ({ page }) => {
      const answer = await page.goto(address);
      // A stamp that exists has been found by the time its pool is missed.
      expect(answer?.status()).toBe(address.includes("pool=") ? 200 : 404);
      await expect(page.getByRole("heading", { name: /^There is no/ })).toBeVisible();
      await expect(page.getByText("retired")).toBeVisible();
      await page.getByRole("main").getByRole("link").first().click();
      await expect(page).toHaveURL(/\/(stamps|fleet)$/);
      await expect(page.getByRole("table").first()).toBeVisible();
    });
  }
});

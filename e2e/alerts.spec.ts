import { expect, openAlive, test } from "./ballast.ts";

const STAMP = "wus-a";
const SOURCE = "browser test of alerts";

test("a grave signal is an alert within a minute or two, is acknowledged with a note, and muted", async ({
  page,
  api,
}) => {
  test.setTimeout(240_000);
  const signal = {
    stamp: STAMP,
    kind: "outage",
    severity: "critical",
    from: Date.now() - 1_000,
    source: SOURCE,
  };
  expect((await api.post("/api/v1/signals", { data: { signals: [signal] } })).status()).toBe(200);
  await expect
    .poll(async () => (await (await api.get(`/api/v1/alerts?state=open&stamp=${STAMP}`)).json()).alerts, {
      timeout: 180_000,
      intervals: [2_000],
    })
    .toContainEqual(expect.objectContaining({ rule: "grave-signal", pool: null }));

  await openAlive(page, "/alerts");
  const row = page.getByRole("listitem").filter({ hasText: /wus-a:? an open signal of severity critical/ });
  await row.getByRole("button", { name: /^Acknowledge/ }).click();
  const acknowledge = page.getByRole("dialog", { name: "Acknowledge the alert" });
  await acknowledge.getByLabel(/^Note/).fill("looking into it");
  await acknowledge.getByRole("button", { name: "Acknowledge" }).click();
  await expect(row).toContainText("first admin looks after it: “looking into it”");
  await row.getByRole("button", { name: /^Mute/ }).click();
  const mute = page.getByRole("dialog", { name: "Mute the alert" });
  await mute.getByLabel(/^Reason/).fill("a test of it");
  await mute.getByRole("button", { name: "Mute" }).click();
  await expect(row).toContainText(/muted until .* by first admin: “a test of it”/);

  const end = { ...signal, to: Date.now() };
  expect((await api.post("/api/v1/signals", { data: { signals: [end] } })).status()).toBe(200);
});

test("a channel is made, its secret shown once, and a test that may not be sent says why", async ({
  page,
  api,
}) => {
  await openAlive(page, "/alerts");
  await page.getByRole("button", { name: "New channel" }).click();
  const dialog = page.getByRole("dialog", { name: "New channel" });
  await dialog.getByLabel("Name").fill("night shift");
  await dialog.getByLabel(/^Address/).fill("http://127.0.0.1:9009/hook");
  await dialog.getByRole("button", { name: "Make the channel" }).click();
  const shown = page.getByRole("dialog", { name: "The channel night shift" });
  await expect(shown).toContainText(/bhs_[\w-]{43}/);
  await shown.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Test night shift" }).click();
  await expect(page.getByText(/Not sent: the address is of this machine itself/).first()).toBeVisible();
  const { channels } = await (await api.get("/api/v1/channels")).json();
  for (const { id } of channels) await api.delete(`/api/v1/channels/${id}`);
});

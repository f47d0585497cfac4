import type { APIRequestContext } from "@playwright/test";
import { expect, openAlive, test } from "./ballast.ts";

// The last file by name, so that no other test meets its five thousand registries.
const REGISTRIES = 5_000;
const MINUTES = 60;
const STAMP = "crowded-a";
const nameOf = (registry: number) => `crowd${String(registry).padStart(4, "0")}`;

async function makeCrowdedStamp(api: APIRequestContext): Promise<{ from: string; to: string }> {
  const hourMs = 3_600_000;
  const fromMs = Math.floor(Date.now() / hourMs) * hourMs - 2 * hourMs;
  const pools = [{ name: "dataproxy", vcpusPerNode: 8 }];
  const replicas = [
    { region: "crowded", homeStamp: STAMP, boundAt: new Date(fromMs - hourMs).toISOString() },
  ];
  const inventory = await api.put("/api/v1/inventory", {
    data: {
      regions: [{ name: "crowded", stamps: [{ name: STAMP, kind: "shared", pools }] }],
      registries: Array.from({ length: REGISTRIES }, (_, at) => ({
        name: nameOf(at),
        tenant: `crowd-tenant${at % 700}`,
        replicas,
      })),
    },
    timeout: 120_000,
  });
  expect(inventory.status()).toBe(200);
  const head = { stamp: STAMP, pool: "dataproxy", from: new Date(fromMs).toISOString(), stepSeconds: 60 };
  const wave = (at: number, minute: number) => 1 + (at % 97) * (1 + Math.sin((minute + at) / 7));
  const requests = Array.from({ length: REGISTRIES }, (_, at) =>
    Array.from({ length: MINUTES }, (__, minute) => Math.round(wave(at, minute))),
  );
  const registries = requests.map((_, at) => nameOf(at));
  const load = await api.post("/api/v1/samples/load/packed", { data: { ...head, registries, requests } });
  expect(await load.json()).toMatchObject({ rejected: 0 });
  const nodes = ["n0", "n1", "n2"];
  const cpu = nodes.map((_, node) =>
    Array.from({ length: MINUTES }, (__, minute) => {
      const asked = requests.reduce((sum, row) => sum + (row[minute] ?? 0), 0);
      return Math.round(100 * (5 + node + asked / 8_000)) / 100;
    }),
  );
  const sent = await api.post("/api/v1/samples/cpu/packed", { data: { ...head, nodes, cpu } });
  expect(await sent.json()).toMatchObject({ rejected: 0 });
  const to = new Date(fromMs + MINUTES * 60_000).toISOString();
  return { from: head.from, to };
}

test("a stamp of 5,000 registries is ranked whole, and the page holds only the rows in sight", async ({
  page,
  api,
}) => {
  test.setTimeout(180_000);
  const { from, to } = await makeCrowdedStamp(api);
  await openAlive(page, `/stamps/${STAMP}?${new URLSearchParams({ from, to })}`);
  const table = page.getByRole("table", { name: `Who makes ${STAMP} hot, ranked by relief` });
  await expect(table).toHaveAttribute("aria-rowcount", String(REGISTRIES + 1));
  expect(await table.getByRole("row").count()).toBeLessThan(200);
  await page.getByPlaceholder("Registry or tenant").fill(nameOf(4_999));
  await expect(table.getByRole("link", { name: nameOf(4_999) })).toBeVisible();
});

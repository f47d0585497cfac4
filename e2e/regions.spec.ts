import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";
import { expect, NOBODY, PAGES, test } from "./ballast.ts";

const inventorySchema = z.object({
  regions: z.array(z.object({ name: z.string(), stamps: z.array(z.object({ name: z.string() })) })),
  registries: z.array(
    z.object({ name: z.string(), tenant: z.string(), replicas: z.array(z.object({ region: z.string() })) }),
  ),
});

const REGION = "westus";

/** Names of what is at home in one region, and of what is not. */
async function readNames(api: APIRequestContext) {
  const fleet = inventorySchema.parse(await (await api.get("/api/v1/inventory")).json());
  const named = (isOwn: boolean) => {
    const regions = fleet.regions.filter(({ name }) => (name === REGION) === isOwn);
    const registries = fleet.registries.filter(({ replicas }) =>
      replicas.some(({ region }) => (region === REGION) === isOwn),
    );
    return [
      ...regions.flatMap(({ name, stamps }) => [name, ...stamps.map((stamp) => stamp.name)]),
      ...registries.flatMap(({ name, tenant }) => [name, tenant]),
    ];
  };
  const own = [...new Set(named(true))];
  // A name that is part of one that may be read is found wherever that one is.
  const elsewhere = [...new Set(named(false))].filter((name) => !own.some((one) => one.includes(name)));
  return { own, elsewhere };
}

/** Everything a page is made of: what is shown, and what its scripts were handed. */
function namesIn(html: string, names: readonly string[]): string[] {
  return names.filter((name) =>
    new RegExp(`(?<![\\w-])${name.replaceAll(/[^\w]/g, "\\$&")}(?![\\w-])`).test(html),
  );
}

test.describe("somebody who is limited to a region", () => {
  test.use({ storageState: NOBODY, expectedComplaint: /^404: / });

  test("finds on no page a name of anything elsewhere, and its pages are not there", async ({
    api,
    page,
  }) => {
    const { own, elsewhere } = await readNames(api);
    expect(elsewhere.length).toBeGreaterThan(20);
    const made = await api.post("/api/v1/tokens", {
      data: { name: "west alone", role: "admin", region: REGION },
    });
    const { secret } = z.object({ secret: z.string() }).parse(await made.json());
    expect((await page.request.post("/api/v1/session", { data: { token: secret } })).status()).toBe(201);
    const told = new Set<string>();
    for (const { path } of [...PAGES, { path: "/registries" }]) {
      const html = await (await page.request.get(path)).text();
      expect(namesIn(html, elsewhere), path).toEqual([]);
      for (const name of namesIn(html, own)) told.add(name);
    }
    expect(told.size).toBeGreaterThan(20);
    const stamp = elsewhere.find((name) => /^[a-z]{3}-[a-z]$/.test(name));
    for (const name of [stamp ?? "", "no-such-stamp"]) {
      const answer = await page.request.get(`/stamps/${name}`);
      expect([name, answer.status()]).toEqual([name, 404]);
    }
    await page.goto("/fleet");
    await expect(page.getByRole("heading", { level: 1, name: "Fleet" })).toBeVisible();
    expect(namesIn(await page.content(), elsewhere)).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabaseClient, withTransaction } from "#lib/db/client.ts";
import { isDistributed } from "#lib/db/testDatabase.ts";
import { inventoryBodySchema, putInventory } from "#lib/fleet/index.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";
import { serveForTests } from "./serveForTests.ts";

const PATH = "/api/v1/inventory";
const STAMPS = (region: string, ...stamps: readonly string[]) => ({
  name: region,
  stamps: stamps.map((name) => ({ name, pools: [{ name: "dataproxy" }] })),
});

let app: TestApp;
let files: Awaited<ReturnType<typeof loadRouteFiles>>;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  files = await loadRouteFiles();
  call = apiCaller(files, app);
  const regions = [STAMPS("westus", "wus-a"), STAMPS("eastus", "eus-a")];
  expect((await call(PATH, { method: "PUT", body: { regions } })).status).toBe(200);
});
afterAll(() => app.close());

const ask = (tag: string | null, token = app.tokens.viewer) =>
  call(PATH, { token, ...(tag === null ? {} : { headers: { "if-none-match": tag } }) });

async function tagOf(token?: string): Promise<string> {
  return (await ask(null, token)).headers.get("etag") ?? "none";
}

/** As another process does it: over connections of its own, past the memory of this one. */
async function putElsewhere(body: unknown): Promise<void> {
  const client = createDatabaseClient(app.db.url);
  const author = { actor: "other", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
  try {
    const parsed = { body: inventoryBodySchema.parse(body), prune: false };
    const put = await withTransaction(client, (tx) => putInventory(tx, author, parsed));
    expect(put.ok).toBe(true);
  } finally {
    await client.close();
  }
}

async function limitedTo(region: string): Promise<string> {
  const body = { name: `only ${region}`, role: "viewer", region };
  const made = await call("/api/v1/tokens", { method: "POST", body });
  expect(made.status, made.text).toBe(201);
  return made.json.secret;
}

describe("the inventory's tag", () => {
  test("sent back is answered 304 without a body for as long as nothing has changed", async () => {
    const first = await ask(null);
    const tag = first.headers.get("etag") ?? "none";
    expect(tag).toMatch(/^W\/"[\w-]+"$/);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    const again = await ask(tag);
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    expect(again.headers.get("cache-control")).toBe("private, no-cache");
    expect((await ask(`"other", ${tag}`)).status).toBe(304);
    expect((await ask("*")).status).toBe(304);
    expect((await ask('W/"other"')).text).toBe(first.text);
    // What is set is no part of it, though it is a change of the domain.
    const body = { key: "retention", scope: { kind: "fleet" }, value: { nodeDays: 7, rollupDays: 30 } };
    await call("/api/v1/settings", { method: "PUT", body });
    expect(await tagOf()).toBe(tag);
  });

  test("is another with the next change, whichever replica makes it, and the answer is the new text", async () => {
    const tag = await tagOf();
    await putElsewhere({ regions: [STAMPS("westus", "wus-b")] });
    const changed = await ask(tag);
    expect([changed.status, changed.json.regions[1].stamps.length]).toEqual([200, 2]);
    expect((await ask(changed.headers.get("etag"))).status).toBe(304);
  });

  test.skipIf(isDistributed())(
    "of somebody who is limited to regions is that of what they see, and another's is none of theirs",
    async () => {
      const [west, east] = [await limitedTo("westus"), await limitedTo("eastus")];
      const tags = [await tagOf(), await tagOf(west), await tagOf(east)];
      expect(new Set(tags).size).toBe(3);
      for (const tag of tags) {
        const answer = await ask(tag, east);
        expect(answer.status).toBe(tag === tags[2] ? 304 : 200);
        expect(answer.text).not.toContain("wus");
      }
      await putElsewhere({ regions: [STAMPS("westus", "wus-c")] });
      // Of what happens elsewhere they are not told by their tag either.
      expect((await ask(tags[2] ?? null, east)).status).toBe(304);
      expect((await ask(tags[1] ?? null, west)).status).toBe(200);
    },
  );

  test("is kept to by the web server itself: 304 has neither a body nor the length of one", async () => {
    const server = await serveForTests(files);
    try {
      const authorization = `Bearer ${app.tokens.viewer}`;
      const answer = await fetch(server.url + PATH, {
        headers: { authorization, "if-none-match": await tagOf() },
      });
      expect([answer.status, await answer.text()]).toEqual([304, ""]);
      expect(answer.headers.has("content-length")).toBe(false);
    } finally {
      await server.close();
    }
  });
});

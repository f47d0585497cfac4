import {
  countStored,
  greedyTarget,
  loadPages,
  pagesToLoad,
  prepareFlood,
  signIn,
  steadyTarget,
} from "../lib/bench/flood/floodFleet.ts";
import { startFlood } from "../lib/bench/flood/startFlood.ts";
import { env } from "../lib/env.ts";
import { expect, test } from "./ballast.ts";

/** What pages take meanwhile, `npm run bench:load` measures: here only what is answered is counted. */
test("while one sender sends ten times what it may, pages are shown, another sender is served, and nothing is lost", async ({
  api,
  baseURL,
}) => {
  const app = {
    address: baseURL ?? "",
    adminToken: process.env["BALLAST_E2E_TOKEN"] ?? "",
    databaseUrl: process.env["BALLAST_E2E_DATABASE"] ?? "",
  };
  const nowMs = Date.now();
  const [greedy, steady] = [greedyTarget(nowMs), steadyTarget(nowMs)];
  const [greedyToken = "", steadyToken = ""] = await prepareFlood(app, [greedy, steady]);
  const asked = { pages: await pagesToLoad(app), cookie: await signIn(app) };
  const url = `${app.address}/api/v1/samples/cpu`;
  const connections = 10 * env().BALLAST_INGEST_BODIES;
  const floods = [
    await startFlood({ ...greedy, url, token: greedyToken, connections, pauseMs: 0 }),
    await startFlood({ ...steady, url, token: steadyToken, connections: 1, pauseMs: 100 }),
  ];
  const loads = await loadPages(app, { ...asked, rounds: 4 });
  const [ofGreedy, ofSteady] = await Promise.all(floods.map((one) => one.stop()));
  if (ofGreedy === undefined || ofSteady === undefined) throw new Error("both senders tell what they did");

  expect(loads.failed).toEqual([]);
  expect(Object.keys(ofSteady.statuses)).toEqual(["200"]);
  // Never 429, on which senders drop what they have, and no connection broken.
  expect(Object.keys(ofGreedy.statuses).toSorted()).toEqual(["200", "503"]);
  expect(ofGreedy.withRetryAfter).toBe(ofGreedy.statuses["503"]);
  expect(await countStored(app, greedy)).toBe(ofGreedy.acknowledged);
  expect(await countStored(app, steady)).toBe(ofSteady.acknowledged);
  expect(ofGreedy.acknowledged).toBeGreaterThan(0);
  for (const { stamp } of [greedy, steady])
    expect(
      (await api.put(`/api/v1/stamps/${stamp}/retire`, { data: { reason: "the flood is over" } })).ok(),
    ).toBe(true);
});

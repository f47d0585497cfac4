import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { address, adminToken, expect, NOBODY, test } from "./ballast.ts";

/** The command as npm runs it, against the application that runs. */
function cli(...args: string[]) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...environment } = process.env;
  return spawnSync("npm", ["run", "cli", "--", ...args], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...environment, BALLAST_URL: address(), BALLAST_TOKEN: adminToken() },
    encoding: "utf8",
  });
}

test("the command line tells what the running application does", async ({ api }) => {
  const table = cli("fleet", "--region", "westus");
  expect(table.stderr).toBe("");
  expect(table.status).toBe(0);
  expect(table.stdout).toMatch(/^REGION +STAMP +POOL +STATE +P95/);
  const told = JSON.parse(cli("fleet", "--json").stdout);
  const pools = await (await api.get("/metrics/fleet.json")).json();
  expect(told.pools.length).toBe(pools.length);
  const hot = cli("hot", "--region", "westus");
  expect(hot.status).toBe(0);
  expect(hot.stdout).toMatch(/without them it would be cooler by: \S+ −/);
  expect(cli("plan", "show", "999999").status).toBe(1);
  expect(cli("plan", "shwo").status).toBe(2);
});

test("the fleet's metrics are served to a scraper, and to nobody without a token", async ({
  api,
  playwright,
}) => {
  const told = await api.get("/metrics/fleet");
  expect(told.headers()["content-type"]).toContain("text/plain");
  expect(await told.text()).toContain('ballast_pool_hot_node_p95_percent{region="');
  const open = await api.get("/metrics/fleet", { headers: { accept: "application/openmetrics-text" } });
  expect(await open.text()).toMatch(/# EOF\n$/);
  const stranger = await playwright.request.newContext({ baseURL: address(), storageState: NOBODY });
  expect((await stranger.get("/metrics/fleet")).status()).toBe(401);
  expect((await stranger.get("/monitoring/alert-rules.yml")).status()).toBe(200);
  await stranger.dispose();
});

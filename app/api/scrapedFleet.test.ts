import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "#lib/db/launchPostgres.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "./callApiForTests.ts";
import { plantedMany, plantRegions } from "./plantRegionsForTests.ts";
import { PROMETHEUS, PROMTOOL } from "./prometheusForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";
import { serveForTests } from "./serveForTests.ts";

/** A scrape that times out takes with it all that the one before told, until the next. */
const PATIENCE = { timeout: 150_000 };
const MONITORING = join(import.meta.dirname, "../../public/monitoring");
const RULES = join(MONITORING, "alert-rules.yml");

describe.skipIf(PROMETHEUS === null)("an unmodified Prometheus that scrapes the fleet", () => {
  let app: TestApp;
  let folder: string;
  let origin: string;
  let child: ReturnType<typeof spawn>;
  let api: Awaited<ReturnType<typeof serveForTests>>;
  let hotNodeP95: number;

  beforeAll(async () => {
    app = await createTestApp();
    const files = await loadRouteFiles();
    const call = apiCaller(files, app);
    // A hundred requests take a point of one node: the first stamp's nodes stand at over 60 points, the other's far under.
    await plantRegions(call, {
      westus: {
        "wus-a": { registries: plantedMany("big", 4, 10_000) },
        "wus-b": { registries: plantedMany("small", 2, 1_000) },
      },
    });
    const { json } = await call("/api/v1/fleet");
    hotNodeP95 = json.pools.find((one: { stamp: string }) => one.stamp === "wus-a").hotNodeP95;
    expect(hotNodeP95).toBeGreaterThan(60);
    api = await serveForTests(files);
    folder = mkdtempSync(join(tmpdir(), "ballast-prometheus-"));
    // The sample rules as they are, but for their patience.
    writeFileSync(join(folder, "rules.yml"), readFileSync(RULES, "utf8").replaceAll(/for: \w+/g, "for: 0s"));
    writeFileSync(join(folder, "token"), app.tokens.viewer);
    writeFileSync(join(folder, "prometheus.yml"), prometheusConfig(new URL(api.url).host));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    child = spawn(
      PROMETHEUS ?? "",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
    await api.close();
    await app.close();
    rmSync(folder, { recursive: true });
  });

  /** What an expression gives now; empty while there is nothing, or no Prometheus yet. */
  async function query(
    expression: string,
  ): Promise<readonly { metric: Record<string, string>; value: [number, string] }[]> {
    const address = `${origin}/api/v1/query?${new URLSearchParams({ query: expression })}`;
    const answer = await fetch(address).catch(() => null);
    if (answer === null || answer.status === 503) return [];
    const told = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: readonly { metric: Record<string, string>; value: [number, string] }[] };
    };
    expect(told.error, expression).toBeUndefined();
    return told.data?.result ?? [];
  }

  test("has the hot-node P95 that the API tells, and PromQL finds the pool that is over its limit", async () => {
    const over =
      'ballast_pool_hot_node_p95_percent{window="peak"} > ignoring (window) ballast_pool_limit_percent';
    const told = async () =>
      (await query(over)).map(({ metric, value }) => ({ ...metric, value: Number(value[1]) }));
    const hot = { region: "westus", stamp: "wus-a", pool: "dataproxy", job: "ballast", value: hotNodeP95 };
    await expect.poll(told, PATIENCE).toEqual([expect.objectContaining(hot)]);
    await expect.poll(() => query("up == 1"), PATIENCE).toHaveLength(1);
  });

  test("raises the sample alerts of what is so, and no other", async () => {
    const firing = async () => {
      const alerts = await query('ALERTS{alertstate="firing"}');
      return alerts.map(({ metric }) => `${metric["alertname"]} ${metric["stamp"]}`).toSorted();
    };
    await expect.poll(firing, PATIENCE).toEqual(["BallastPoolHotNow wus-a", "BallastPoolOverLimit wus-a"]);
  });

  test("understands every expression of the sample dashboard, and has something to show for it", async () => {
    const dashboard = JSON.parse(readFileSync(join(MONITORING, "grafana-dashboard.json"), "utf8"));
    const expressions: string[] = dashboard.panels.flatMap((panel: { targets: { expr: string }[] }) =>
      panel.targets.map(({ expr }) => expr.replaceAll(/\$(region|kind)/g, ".*")),
    );
    expect(expressions.length).toBeGreaterThan(5);
    await expect.poll(async () => (await query("ballast_frozen")).length, PATIENCE).toBe(1);
    for (const expression of expressions) {
      expect(expression).not.toContain("$");
      await expect
        .poll(async () => (await query(expression)).length, { ...PATIENCE, message: expression })
        .toBeGreaterThan(0);
    }
  });
});

function prometheusConfig(target: string): string {
  return [
    "global: { scrape_interval: 5s, scrape_timeout: 5s, evaluation_interval: 1s }",
    "rule_files: [rules.yml]",
    "scrape_configs:",
    "  - job_name: ballast",
    "    metrics_path: /metrics/fleet",
    "    authorization: { credentials_file: token }",
    `    static_configs: [{ targets: ["${target}"] }]`,
    "",
  ].join("\n");
}

describe.skipIf(PROMTOOL === null)("the sample alerts, by promtool", () => {
  const promtool = (...args: string[]) => spawnSync(PROMTOOL ?? "", args, { encoding: "utf8" });

  test("are rules without a fault", () => {
    expect(promtool("check", "rules", RULES)).toMatchObject({ status: 0, stderr: "" });
  });

  test("wait as long as they say, say nothing of a pool that is unknown, and tell when nothing is told", () => {
    const folder = mkdtempSync(join(tmpdir(), "ballast-rules-"));
    const pool = 'region="r",stamp="s",pool="p"';
    const excess = (stamp: string) =>
      `{ series: 'ballast_pool_excess_points{region="r",stamp="${stamp}",pool="p",window="peak"}', values: "5x30" }`;
    const expectAt = (minutes: number, alert: string, fires: string) =>
      `      - { eval_time: ${minutes}m, alertname: ${alert}, exp_alerts: [${fires}] }`;
    const over = `{ exp_labels: { severity: warning, ${pool.replaceAll("=", ": ")}, window: peak }, exp_annotations: { summary: "s p is 5.0 points over its limit" } }`;
    const absent = `{ exp_labels: { severity: critical }, exp_annotations: { summary: "Ballast tells Prometheus nothing" } }`;
    const file = join(folder, "tests.yml");
    writeFileSync(
      file,
      [
        `rule_files: ["${RULES}"]`,
        "evaluation_interval: 1m",
        "tests:",
        "  - interval: 1m",
        "    input_series:",
        `      - ${excess("s")}`,
        `      - ${excess("thin")}`,
        `      - { series: 'ballast_pool_state{region="r",stamp="thin",pool="p",state="unknown"}', values: "1x30" }`,
        `      - { series: 'ballast_pool_state{${pool},state="unknown"}', values: "0x30" }`,
        "    alert_rule_test:",
        expectAt(9, "BallastPoolOverLimit", ""),
        expectAt(10, "BallastPoolOverLimit", over),
        expectAt(4, "BallastNotScraped", ""),
        expectAt(5, "BallastNotScraped", absent),
        "",
      ].join("\n"),
    );
    const tested = promtool("test", "rules", file);
    rmSync(folder, { recursive: true });
    expect([tested.status, tested.stderr]).toEqual([0, ""]);
  });
});

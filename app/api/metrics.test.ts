import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { observeJob } from "#lib/http/metrics.ts";
import { apiCaller } from "./callApiForTests.ts";
import { readExposition } from "./readExpositionForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "registry" }, { name: "dataproxy" }];
  const body = {
    regions: ["westus", "eastus"].map((name) => ({ name, stamps: [{ name: `${name}-a`, pools }] })),
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(() => app.close());

async function scrape() {
  const answer = await call("/metrics", { token: app.tokens.viewer });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const families = readExposition(answer.text);
  return {
    families,
    value: (key: string) => families.get(key.replace(/(_bucket|_sum|_count)?(\{.*)?$/, ""))?.samples.get(key),
  };
}

const rowAt = (cpu: unknown, more: object = {}) => ({
  ts: TEST_START_MS - 120_000,
  stamp: "westus-a",
  pool: "registry",
  node: "n0",
  cpu,
  ...more,
});

describe("GET /metrics", () => {
  test("reads as Prometheus reads it, and every family of ours says what it counts", async () => {
    const { families } = await scrape();
    const ours = [...families].filter(([name]) => name.startsWith("ballast_"));
    expect(ours.length).toBeGreaterThan(15);
    for (const [name, { help }] of ours) expect(help.length, name).toBeGreaterThan(10);
    expect(families.has("nodejs_eventloop_lag_seconds")).toBe(true);
    expect(families.get("ballast_build_info")?.samples.size).toBe(1);
  });

  test("counts what becomes of every row, rejected ones by code, and how late the newest sample is", async () => {
    const route = 'route="/api/v1/samples/cpu"';
    const before = await scrape();
    const was = (key: string) => before.value(key) ?? 0;
    const good = rowAt(50);
    const unknown = Array.from({ length: 150 }, () => rowAt(1, { stamp: "nowhere" }));
    const samples = [good, good, ...unknown, rowAt(101.5), rowAt(5, { ts: TEST_START_MS + 3_600_000 })];
    const sent = await call("/api/v1/samples/cpu", {
      method: "POST",
      token: app.tokens.ingest,
      body: { samples },
    });
    expect(sent.json).toMatchObject({ accepted: 1, duplicate: 1, rejected: 152 });
    await app.app.telemetry.ledger.flush();
    const after = await scrape();
    const moved = (key: string) => (after.value(key) ?? 0) - was(key);
    expect(moved(`ballast_intake_rows_total{${route},outcome="accepted"}`)).toBe(1);
    expect(moved(`ballast_intake_rows_total{${route},outcome="duplicate"}`)).toBe(1);
    expect(moved(`ballast_intake_rows_total{${route},outcome="rejected"}`)).toBe(152);
    // More than the hundred that an answer lists.
    expect(moved(`ballast_intake_rejected_rows_total{${route},code="unknown_stamp"}`)).toBe(150);
    expect(moved(`ballast_intake_rejected_rows_total{${route},code="out_of_range"}`)).toBe(1);
    expect(moved(`ballast_intake_rejected_rows_total{${route},code="in_the_future"}`)).toBe(1);
    expect(moved('ballast_intake_store_seconds_count{kind="cpu"}')).toBe(1);
    expect(after.value('ballast_ingest_lag_seconds{region="westus"}')).toBe(120);
    expect(after.value('ballast_ingest_lag_seconds{region="eastus"}')).toBeUndefined();
  });

  test("counts requests, statements and jobs, and what a job is doing", async () => {
    const before = await scrape();
    await call("/api/v1/fleet");
    const running = Promise.withResolvers<void>();
    const job = observeJob("a job", () => running.promise);
    const during = await scrape();
    expect(during.value('ballast_jobs_running{job="a job"}')).toBe(1);
    running.resolve();
    await job;
    await expect(observeJob("a job", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const after = await scrape();
    const moved = (key: string) => (after.value(key) ?? 0) - (before.value(key) ?? 0);
    expect(moved('ballast_http_requests_total{method="GET",route="/api/v1/fleet",status="200"}')).toBe(1);
    expect(moved('ballast_database_query_seconds_count{pool="read",kind="select"}')).toBeGreaterThan(0);
    expect(after.value('ballast_jobs_running{job="a job"}')).toBe(0);
    expect(moved('ballast_job_runs_total{job="a job",outcome="done"}')).toBe(1);
    expect(moved('ballast_job_runs_total{job="a job",outcome="failed"}')).toBe(1);
    expect(moved('ballast_job_seconds_count{job="a job"}')).toBe(2);
    expect(after.value('ballast_job_last_success_timestamp_seconds{job="a job"}')).toBeGreaterThan(1e9);
    for (const pool of ["ingest", "read", "domain"])
      for (const state of ["in_use", "idle", "waiting"])
        expect(after.value(`ballast_database_connections{pool="${pool}",state="${state}"}`)).toBeTypeOf(
          "number",
        );
  });

  test("shows the fleet as it is: pools by state, plans, the outbox, who is signed in", async () => {
    const { value } = await scrape();
    expect(value("ballast_state_readable")).toBe(1);
    const states = ["cool", "normal", "warm", "hot", "critical", "unknown"];
    const pools = states.map((state) => value(`ballast_pools{state="${state}"}`) ?? Number.NaN);
    expect(pools.reduce((sum, count) => sum + count)).toBe(4);
    expect(value('ballast_outgoing_deliveries{status="waiting"}')).toBe(0);
    expect(value("ballast_outgoing_oldest_waiting_seconds")).toBe(0);
    expect(value('ballast_sessions{by="token"}')).toBe(0);
    await call("/api/v1/session", { method: "POST", body: { token: app.tokens.viewer } });
    expect((await scrape()).value('ballast_sessions{by="token"}')).toBe(1);
  });

  test("has every metric that its README and the alerts there name", async () => {
    const readme = readFileSync(new URL("../metrics/README.md", import.meta.url), "utf8");
    const blocks = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = ""]) => block);
    expect(blocks).toHaveLength(2);
    for (const block of blocks) expect(parse(block)).toBeTypeOf("object");
    const { families } = await scrape();
    const named = new Set([...readme.matchAll(/ballast_[a-z_]+/g)].map(([name]) => name));
    expect([...named].filter((name) => !families.has(name))).toEqual([]);
    const untold = [...families.keys()].filter((name) => name.startsWith("ballast_") && !named.has(name));
    expect(untold).toEqual([]);
  });

  test("tells nothing to nobody, and nothing to a sender", async () => {
    expect((await call("/metrics", { token: "" })).status).toBe(401);
    expect((await call("/metrics", { token: app.tokens.ingest })).status).toBe(403);
  });

  test("has no label that a sender or a person could fill with names of their own", async () => {
    await call("/api/v1/samples/cpu", {
      method: "POST",
      token: app.tokens.ingest,
      body: { samples: [rowAt(1, { stamp: "made-up-stamp", node: "made-up-node" })] },
    });
    await call("/api/v1/stamps/made-up-name");
    const { text } = await call("/metrics", { token: app.tokens.viewer });
    expect(text).not.toContain("made-up");
  });
});

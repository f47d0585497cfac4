import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { minuteOf } from "#lib/core/index.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { readNodeMatrix } from "#lib/telemetry/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

const SMALL = "size=6m";
const LARGE = "size=128m";
const NODES = 60;
const MINUTES = 12;

/** A file system of a few megabytes: only root may make one, and not everywhere. */
function mountSmall(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  if (process.env["BALLAST_TEST_DATABASE_URL"] !== undefined) return null;
  const directory = mkdtempSync(join(tmpdir(), "ballast-disk-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", SMALL, "tmpfs", directory]).status === 0) return directory;
  rmdirSync(directory);
  return null;
}

const disk = mountSmall();

describe.runIf(disk !== null)("a disk that is full", () => {
  const tablespace = `ballast_small_${process.pid}`;
  let app: TestApp;
  let call: ReturnType<typeof apiCaller>;

  beforeAll(async () => {
    app = await createTestApp();
    call = apiCaller(await loadRouteFiles(), app);
    const stamps = [{ name: "wus-a", pools: [{ name: "registry" }] }];
    const body = { regions: [{ name: "westus", stamps }] };
    expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
    const { superuser } = app.db;
    await superuser.query(`create tablespace ${tablespace} location '${disk}'`);
    await superuser.query(`grant create on tablespace ${tablespace} to public`);
    // Partitions are made when their first sample comes: from now on over there.
    await superuser.query(
      `alter role ballast_app in database ${new URL(app.db.url).pathname.slice(1)} set default_tablespace = ${tablespace}`,
    );
    await superuser.query(
      `alter database ${new URL(app.db.url).pathname.slice(1)} set default_tablespace = ${tablespace}`,
    );
    await superuser.query(
      "select pg_terminate_backend(pid, 30000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    // Connections that ended are noticed at their next use.
    await vi.waitFor(async () => expect((await call("/api/v1/inventory")).status).toBe(200), {
      timeout: 30_000,
    });
  });
  afterAll(async () => {
    const { adminUrl } = inject("testServer");
    await app.close();
    const { default: pg } = await import("pg");
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`drop tablespace ${tablespace}`);
    await admin.end();
    spawnSync("umount", [disk ?? ""]);
    rmdirSync(disk ?? "");
  });

  /** The body of one hour back: all nodes, some minutes, no two values alike. */
  const bodyOf = (number: number) =>
    Array.from({ length: NODES * MINUTES }, (_, at) => ({
      ts: TEST_START_MS - number * 3_600_000 - (at % MINUTES) * 60_000,
      stamp: "wus-a",
      pool: "registry",
      node: `n${Math.floor(at / MINUTES)}`,
      cpu: (at * 7 + number * 13) % 100,
    }));
  const send = (number: number) =>
    call("/api/v1/samples/cpu", {
      method: "POST",
      token: app.tokens.ingest,
      body: { samples: bodyOf(number) },
    });

  test("is told to senders and to who looks; what was acknowledged is there when there is room, and nothing twice", async () => {
    let refused = null;
    const acknowledged: number[] = [];
    for (let number = 1; refused === null && number < 2_000; number += 1) {
      const answer = await send(number);
      if (answer.status === 200) acknowledged.push(number);
      else refused = { number, answer };
    }
    expect(refused?.answer.status).toBe(503);
    expect(Number(refused?.answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused?.answer.json).toMatchObject({ detail: expect.stringContaining("disk is full") });
    expect(app.errorLog.at(-1)).toMatchObject({ msg: "the database's disk is full" });
    expect((await call("/readyz")).json).toMatchObject({ ready: true, storing: "disk_full" });
    // Reading goes on.
    expect((await call("/api/v1/fleet")).status).toBe(200);

    expect(spawnSync("mount", ["-o", `remount,${LARGE}`, disk ?? ""]).status).toBe(0);
    const number = refused?.number ?? 0;
    for (const each of [number, number, number + 1]) expect((await send(each)).status).toBe(200);
    expect((await call("/readyz")).json).toMatchObject({ ready: true, storing: "yes" });

    const bodies = [...acknowledged, number, number + 1];
    const sent = new Map(
      bodies.flatMap((one) => bodyOf(one).map(({ node, ts, cpu }) => [`${node} ${minuteOf(ts)}`, cpu * 100])),
    );
    const pool = await app.db.prisma.pool.findFirstOrThrow();
    const window = {
      fromMinute: minuteOf(TEST_START_MS) - (number + 2) * 60,
      toMinute: minuteOf(TEST_START_MS),
    };
    const matrix = await readNodeMatrix(app.db.pool, pool.id, window);
    const stored = new Map(
      matrix?.nodes.flatMap(({ name }, at) =>
        [...(matrix.values[at] ?? [])].flatMap((value, bin): [string, number][] =>
          value < 0 ? [] : [[`${name} ${window.fromMinute + bin}`, value]],
        ),
      ),
    );
    expect(stored.size).toBe(sent.size);
    expect(stored).toEqual(sent);
    expect(acknowledged.length).toBeGreaterThan(3);
  });
});

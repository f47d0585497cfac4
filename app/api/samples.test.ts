import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forgetVerified } from "#lib/auth/index.ts";
import { createDatabaseClient } from "#lib/db/client.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller, type Call } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const body = {
    regions: [
      { name: "westus", stamps: [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }] },
    ],
    registries: [{ name: "contoso", tenant: "t", replicas: [{ region: "westus", homeStamp: "wus-a" }] }],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const send = (kind: string, sent: Call) =>
  call(`/api/v1/samples/${kind}`, { method: "POST", token: app.tokens.ingest, ...sent });
const csv = { "content-type": "text/csv" };
const at = (minute: number) => TEST_START_MS - 3_600_000 + minute * 60_000;
const row = (minute: number, cpu: unknown, more: object = {}) => ({
  ts: at(minute),
  stamp: "wus-a",
  pool: "dataproxy",
  node: "n0",
  cpu,
  ...more,
});
const hot = async (minute: number, pool = "dataproxy") => {
  const from = new Date(at(minute)).toISOString();
  const to = new Date(at(minute + 1)).toISOString();
  const answer = await call(`/api/v1/stamps/wus-a/pools/${pool}/series?from=${from}&to=${to}`);
  return answer.json.minutes[0].hot;
};

describe("CPU samples", () => {
  test("come as JSON, NDJSON and CSV, plain or compressed, and are in every later read", async () => {
    expect((await send("cpu", { body: { samples: [row(0, 43.2)] } })).json).toEqual({
      accepted: 1,
      duplicate: 0,
      rejected: 0,
      rounded: 0,
      errors: [],
    });
    const ndjson = `${JSON.stringify(row(1, 50))}\n${JSON.stringify(row(1, 60, { node: "n1" }))}\n`;
    expect(
      (await send("cpu", { body: ndjson, headers: { "content-type": "application/x-ndjson" } })).json
        .accepted,
    ).toBe(2);
    const table = `ts,stamp,pool,node,cpu\r\n${new Date(at(2)).toISOString()},wus-a,dataproxy,n0,12.34\r\n`;
    expect(
      (await send("cpu", { body: gzipSync(table), headers: { ...csv, "content-encoding": "gzip" } })).json
        .accepted,
    ).toBe(1);
    const later = table.replace(new Date(at(2)).toISOString(), String(at(3)));
    expect(
      (await send("cpu", { body: zstdCompressSync(later), headers: { ...csv, "content-encoding": "zstd" } }))
        .json.accepted,
    ).toBe(1);
    expect([await hot(0), await hot(1), await hot(2), await hot(3)]).toEqual([43.2, 60, 12.34, 12.34]);
  });

  test("sent twice change nothing and are known as duplicates", async () => {
    const body = { samples: [row(5, 10), row(5, 20, { node: "n1" })] };
    await send("cpu", { body });
    expect((await send("cpu", { body })).json).toMatchObject({ accepted: 0, duplicate: 2 });
    expect(await hot(5)).toBe(20);
  });

  test("that are bad are told apart by code, and the good ones beside them are stored", async () => {
    const samples = [
      row(6, 101),
      row(6, -1),
      row(6, 100.3),
      row(6, 5, { stamp: "nowhere" }),
      row(6, 5, { pool: "nothing" }),
      row(90, 5),
      row(-600_000, 5),
      row(6, "hot"),
      row(6, 7, { node: "n9" }),
    ];
    const { status, json } = await send("cpu", { body: { samples } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ accepted: 2, rejected: 7, rounded: 1 });
    expect(
      json.errors.map((error: { index: number; code: string }) => `${error.index} ${error.code}`),
    ).toEqual([
      "0 out_of_range",
      "1 out_of_range",
      "3 unknown_stamp",
      "4 unknown_pool",
      "5 in_the_future",
      "6 too_old",
      "7 malformed",
    ]);
    expect(await hot(6)).toBe(100);
  });

  test("in a body that cannot be read are not stored at all", async () => {
    const table = `ts,stamp,pool,node,cpu\n${at(7)},wus-a,dataproxy,n0,12\n`;
    const zipped = gzipSync(table);
    const broken = Uint8Array.from(zipped, (byte, index) => (index === 14 ? byte ^ 0xff : byte));
    const gzip = { ...csv, "content-encoding": "gzip" };
    const answers = [
      await send("cpu", { body: zipped.subarray(0, zipped.length - 4), headers: gzip }),
      await send("cpu", { body: broken, headers: gzip }),
      await send("cpu", { body: table, headers: { ...csv, "content-length": "5000" } }),
      await send("cpu", { body: table, headers: { "content-type": "application/xml" } }),
      await send("cpu", { body: table, headers: { ...csv, "content-encoding": "br" } }),
      await send("cpu", {
        body: `{"samples":[${JSON.stringify(row(7, 1))},`,
        headers: { "content-type": "application/json" },
      }),
      await send("cpu", { body: { samples: [row(7, 1)], sample: [] } }),
      await send("cpu?form=csv", { body: table, headers: csv }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([400, 400, 400, 415, 415, 400, 422, 400]);
    for (const answer of answers) expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await hot(7)).toBeNull();
  });

  test("over 100 MiB decoded are refused, however small they come", async () => {
    const bomb = gzipSync(Buffer.alloc(110_000_000, "\n"), { level: 9 });
    expect((await send("cpu", { body: bomb, headers: { ...csv, "content-encoding": "gzip" } })).status).toBe(
      413,
    );
  });

  test("are asked for again when the database is away: 503 with Retry-After, and nothing is stored", async () => {
    const away = createDatabaseClient("postgresql://nobody:x@127.0.0.1:9/none");
    installAppContext({ ...app.app, database: away });
    const known = await send("cpu", { body: { samples: [row(8, 1)] } });
    forgetVerified();
    const unknown = await send("cpu", { body: { samples: [row(8, 1)] } });
    await away.close();
    installAppContext({ ...app.app, database: app.db.client });
    for (const answer of [known, unknown]) {
      expect(answer.status).toBe(503);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(await hot(8)).toBeNull();
  });
});

test("packed CPU is stored cell by cell, a step over a minute fills its minutes, null is no data", async () => {
  const body = {
    stamp: "wus-a",
    pool: "registry",
    from: at(20),
    stepSeconds: 120,
    nodes: ["n0", "n1"],
    cpu: [
      [10, null],
      [20, 30],
    ],
  };
  expect((await send("cpu/packed", { body })).json).toMatchObject({ accepted: 3, rejected: 0 });
  expect((await send("cpu/packed", { body })).json).toMatchObject({ accepted: 0, duplicate: 3 });
  expect([await hot(20, "registry"), await hot(21, "registry"), await hot(23, "registry")]).toEqual([
    20, 20, 30,
  ]);
  expect((await send("cpu/packed", { body: { ...body, nodes: ["n0"] } })).status).toBe(422);
  expect((await send("cpu/packed", { body: "a,b\n", headers: csv })).status).toBe(415);
});

test("registry load and outcomes are taken in, the last one of a minute wins", async () => {
  const load = (requests: number) => ({
    samples: [{ ts: at(0), stamp: "wus-a", pool: "dataproxy", registry: "contoso", requests, bytes: 5 }],
  });
  expect((await send("load", { body: load(7) })).json).toMatchObject({ accepted: 1 });
  expect((await send("load", { body: load(7) })).json).toMatchObject({ duplicate: 1 });
  expect((await send("load", { body: load(8) })).json).toMatchObject({ accepted: 1 });
  const nobody = { samples: [{ ...load(1).samples[0], registry: "nobody" }] };
  expect((await send("load", { body: nobody })).json.errors[0].code).toBe("unknown_registry");
  const packed = {
    stamp: "wus-a",
    pool: "dataproxy",
    from: at(1),
    stepSeconds: 60,
    registries: ["contoso"],
    requests: [[1, 2, null]],
  };
  expect((await send("load/packed", { body: packed })).json).toMatchObject({ accepted: 2 });
  const outcome = { samples: [{ ts: at(0), stamp: "wus-a", pullP95Ms: 120, errorRate: 0.01 }] };
  expect((await send("outcome", { body: outcome })).json).toMatchObject({ accepted: 1 });
  expect((await send("outcome", { body: outcome })).json).toMatchObject({ duplicate: 1 });
});

test("what came in is counted in the app's own metrics", async () => {
  const { text } = await call("/metrics", { token: app.tokens.viewer });
  expect(text).toMatch(
    /ballast_intake_rows_total\{route="\/api\/v1\/samples\/cpu",outcome="accepted"\} [1-9]/,
  );
  expect(text).toMatch(
    /ballast_intake_rejected_rows_total\{route="\/api\/v1\/samples\/cpu",code="unknown_stamp"\} 1/,
  );
  expect(text).toMatch(
    /ballast_http_requests_total\{method="POST",route="\/api\/v1\/samples\/cpu",status="413"\} 1/,
  );
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { decodeLoad } from "#lib/telemetry/load/loadRow.ts";
import { apiCaller } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const stamps = [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }];
  const names = ["contoso", "fabrikam", ...NAMESPACES];
  const registries = names.map((name) => ({
    name,
    tenant: "t",
    replicas: [{ region: "westus", homeStamp: "wus-a" }],
  }));
  const body = { regions: [{ name: "westus", stamps }], registries };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});
beforeEach(async () => {
  await app.db.pool.query("truncate telemetry.load_minute, telemetry.log_source, telemetry.log_chunk");
});

/** Of the sample's records. */
const NAMESPACES = ["4715bf52", "9d0c842a", "9bb2c3c1", "08f6a309", "503550a5", "47cbd874", "987f5d81"];
const PLACE = "stamp=wus-a&pool=registry";
const post = (body: string, query = PLACE, type = "application/x-ndjson") =>
  call(`/api/v1/samples/load/access-log${query === "" ? "" : `?${query}`}`, {
    method: "POST",
    token: app.tokens.ingest,
    body,
    headers: { "content-type": type },
  });

const at = (second: number) => new Date(TEST_START_MS - 3_600_000 + second * 1_000).toISOString();
const record = (second: number, uri: string, more: object = {}) =>
  JSON.stringify({
    time: at(second),
    "http.request.host": "registry.example:5000",
    "http.request.uri": uri,
    "http.response.status": 200,
    "http.response.written": 1_000,
    "http.response.duration": "4.3ms",
    ...more,
  });
const lines = (...records: string[]) => `${records.join("\n")}\n`;

/** Requests and bytes by minute and registry. */
async function loads(pool = "registry"): Promise<Record<string, readonly [number, number]>> {
  const { rows } = await app.db.pool.query(
    `select l.minute, l.entries from telemetry.load_minute l join pool p on p.id = l.pool where p.name = $1`,
    [pool],
  );
  const registries = new Map(
    (await app.db.prisma.registry.findMany()).map(({ id, name }) => [id, name] as const),
  );
  const first = TEST_START_MS / 60_000 - 60;
  return Object.fromEntries(
    rows.flatMap(({ minute, entries }) =>
      [...decodeLoad(entries)].map(([id, { requests, bytes }]) => [
        `${minute - first} ${registries.get(id)}`,
        [requests ?? -1, bytes ?? -1],
      ]),
    ),
  );
}

describe("access logs", () => {
  test("one record a request, of repositories with any number of parts, counted by registry and minute", async () => {
    const answer = await post(
      lines(
        record(1, "/v2/contoso/app/manifests/latest"),
        record(2, "/v2/contoso/team/app/blobs/sha256:12?x=1", { "http.response.written": 500 }),
        record(3, "v2/contoso/tags/list", { "http.response.status": 404 }),
        record(61, "/v2/contoso/app/blobs/uploads/"),
        record(4, "/v2/fabrikam/app/referrers/sha256:1"),
        record(5, "/v2/"),
        record(6, "/v2/_catalog"),
        record(7, "/metrics"),
      ),
    );
    expect(answer.json).toMatchObject({ accepted: 5, duplicate: 0, rejected: 0 });
    expect(await loads()).toEqual({
      "0 contoso": [3, 2_500],
      "1 contoso": [1, 1_000],
      "0 fabrikam": [1, 1_000],
    });
  });

  test("pieces of one minute add up, and the same piece again counts nothing", async () => {
    const one = lines(record(1, "/v2/contoso/a/manifests/1"), record(2, "/v2/contoso/a/manifests/2"));
    const two = lines(record(3, "/v2/contoso/a/manifests/3"));
    for (const body of [one, two, one, two]) expect((await post(body)).status).toBe(200);
    expect((await post(one)).json).toMatchObject({ accepted: 0, duplicate: 2 });
    expect(await loads()).toEqual({ "0 contoso": [3, 3_000] });
  });

  test("with source and position, pieces that overlap count once, whoever sends them and in however many requests", async () => {
    const log = Array.from({ length: 6 }, (_, second) => record(second, "/v2/contoso/a/manifests/1"));
    const piece = (from: number, to: number, source = "a.log") =>
      post(lines(...log.slice(from, to)), `${PLACE}&source=${source}&position=${from}`);
    expect((await piece(0, 3)).json).toMatchObject({ accepted: 3, duplicate: 0 });
    expect((await piece(1, 5)).json).toMatchObject({ accepted: 2, duplicate: 2 });
    expect((await piece(0, 6)).json).toMatchObject({ accepted: 1, duplicate: 5 });
    expect(await loads()).toEqual({ "0 contoso": [6, 6_000] });
    expect((await piece(0, 6, "b.log")).json.accepted).toBe(6);
    const half = await post(lines(...log), `${PLACE}&source=a.log`);
    expect([half.status, half.json.errors[0].path]).toEqual([400, "position"]);
  });

  test("a piece of which nothing could be counted is counted when it is sent again and its names are known", async () => {
    const body = lines(record(0, "/v2/contoso/a/manifests/1"), record(1, "/v2/fabrikam/a/manifests/1"));
    const from = "source=web-1&position=0";
    const refused = await post(body, `stamp=nowhere&pool=registry&${from}`);
    expect([refused.json.accepted, refused.json.rejected]).toEqual([0, 2]);
    for (const expected of [
      { accepted: 2, duplicate: 0 },
      { accepted: 0, duplicate: 2 },
    ])
      expect((await post(body, `${PLACE}&${from}`)).json).toMatchObject(expected);
    expect(await loads()).toEqual({ "0 contoso": [1, 1_000], "0 fabrikam": [1, 1_000] });
  });

  test("of records refused beside counted ones, each counts when it is sent again and its names are known, and no other twice", async () => {
    const uris = Array.from(
      { length: 12 },
      (_, at) => `/v2/${at % 3 === 0 ? "late" : "contoso"}/a/manifests/1`,
    );
    const body = lines(...uris.map((uri, second) => record(second, uri)), record(20, "/v2/"));
    const froms = ["", "&source=web-2&position=0"];
    for (const from of froms)
      expect((await post(body, PLACE + from)).json).toMatchObject({ accepted: 8, rejected: 4 });
    const replicas = [{ region: "westus", homeStamp: "wus-a" }];
    const { json: inventory } = await call("/api/v1/inventory");
    const registries = [...inventory.registries, { name: "late", tenant: "t", replicas }];
    const put = await call("/api/v1/inventory", { method: "PUT", body: { ...inventory, registries } });
    expect(put.status, put.text).toBe(200);
    for (const from of froms) {
      expect((await post(body, PLACE + from)).json).toMatchObject({ accepted: 4, duplicate: 8, rejected: 0 });
      expect((await post(body, PLACE + from)).json).toMatchObject({ accepted: 0, duplicate: 12 });
    }
    expect(await loads()).toEqual({ "0 contoso": [16, 16_000], "0 late": [8, 8_000] });
  });

  test("pieces of a log that come in another order than they were written count whole", async () => {
    const log = Array.from({ length: 6 }, (_, second) => record(second, "/v2/contoso/a/manifests/1"));
    for (const [from, to] of [
      [4, 6],
      [0, 3],
      [2, 5],
      [0, 6],
    ])
      await post(lines(...log.slice(from, to)), `${PLACE}&source=c.log&position=${from}`);
    expect(await loads()).toEqual({ "0 contoso": [6, 6_000] });
  });

  test("a broken record and an unknown registry are refused by their place, the rest is counted", async () => {
    const answer = await post(
      lines(
        record(1, "/v2/contoso/a/manifests/1"),
        '{"http.request.uri":"/v2/contoso/a/manifests/1"}',
        record(2, "/v2/nobody/a/manifests/1"),
        '{"time": nonsense}',
      ),
    );
    expect(answer.json).toMatchObject({ accepted: 1, rejected: 3 });
    const errors = answer.json.errors.map(({ index, code }: { index: number; code: string }) => [
      index,
      code,
    ]);
    expect(errors).toEqual([
      [1, "malformed"],
      [2, "unknown_registry"],
      [3, "malformed"],
    ]);
    const nowhere = await post(lines(record(1, "/v2/contoso/a/manifests/1")), "");
    expect(nowhere.json.errors[0].message).toContain("stamp, pool");
  });

  test("the mapping may name the registry by its host, and the pool by what was asked for", async () => {
    const { mapping } = (await call("/api/v1/sources")).json;
    const names = {
      ...mapping.names,
      registry: [{ labels: ["http_host"], pattern: "([^.]+)\\..+", to: "$1" }],
      pool: [
        { labels: ["registry_object"], pattern: "blobs", to: "dataproxy" },
        { labels: ["registry_object"], pattern: ".+", to: "registry" },
      ],
    };
    expect(
      (await call("/api/v1/sources", { method: "PUT", body: { mapping: { ...mapping, names } } })).status,
    ).toBe(200);
    const host = { "http.request.host": "fabrikam.example.com" };
    await post(lines(record(1, "/v2/x/manifests/1", host), record(1, "/v2/x/blobs/1", host)), "stamp=wus-a");
    expect([await loads("registry"), await loads("dataproxy")]).toEqual([
      { "0 fabrikam": [1, 1_000] },
      { "0 fabrikam": [1, 1_000] },
    ]);
    expect((await call("/api/v1/sources", { method: "DELETE" })).status).toBe(200);
  });

  test("what is no JSON, or breaks off, is 400 and nothing of it is counted", async () => {
    for (const body of ["hello", lines(record(1, "/v2/contoso/a/manifests/1")).slice(0, -5)])
      expect((await post(body)).status).toBe(400);
    expect(await loads()).toEqual({});
  });

  const data = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../shared/data");
  const sample = join(data, "docker-registry", "sample_stage-dal09.json");
  test.skipIf(!existsSync(sample))(
    "the records of a production registry (skipped where they are not here)",
    async () => {
      // They are of 2017, by now past all retention: only their year is changed.
      const text = readFileSync(sample, "utf8").replaceAll(/"2017-07-01T00:/g, `"${at(0).slice(0, 11)}11:`);
      const answer = await post(text, PLACE, "application/json");
      expect(answer.json).toMatchObject({ accepted: 7, rejected: 0 });
      const counted = Object.entries(await loads());
      expect(counted.map(([key]) => key.split(" ")[1]).sort()).toEqual(NAMESPACES.toSorted());
      expect(counted.reduce((total, [, [, bytes]]) => total + bytes, 0)).toBe(
        917 + 502 + 599 + 1_681 + 524 + 9_710 + 2_193,
      );
    },
  );
});

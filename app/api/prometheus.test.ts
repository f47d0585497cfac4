import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compressSync } from "snappy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabaseClient } from "#lib/db/client.ts";
import { DEFAULT_MAPPING, type SourceMapping } from "#lib/fleet/index.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import {
  encodeWriteV1,
  encodeWriteV2,
  type SentSeries,
  WIRE_DATA,
} from "#lib/telemetry/decode/wire/wireForTests.ts";
import { apiCaller, type Call } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const stamps = [{ name: "wus-a", pools: [{ name: "dataproxy" }, { name: "registry" }] }];
  const body = { regions: [{ name: "westus", stamps }] };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const V1 = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
const V2 = { ...V1, "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request" };
const WRITE = "/api/v1/prometheus/write";
const write = (body: Uint8Array, sent: Call = {}) =>
  call(WRITE, { method: "POST", token: app.tokens.ingest, headers: V1, body, ...sent });
const packed = (
  series: readonly SentSeries[],
  encode: (series: readonly SentSeries[]) => Buffer = encodeWriteV1,
) => compressSync(encode(series));

const at = (minute: number) => TEST_START_MS - 3_600_000 + minute * 60_000;
const gauge = (
  samples: SentSeries["samples"],
  labels: Record<string, string> = {},
  more: Partial<SentSeries> = {},
): SentSeries => ({
  labels: {
    __name__: "ballast_node_cpu_ratio",
    stamp: "wus-a",
    pool: "dataproxy",
    instance: "n0",
    ...labels,
  },
  samples,
  ...more,
});
const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer)[0] ?? 0;

async function hot(minute: number, pool = "dataproxy", stamp = "wus-a"): Promise<number | null> {
  const window = [minute, minute + 1].map((one) => new Date(at(one)).toISOString());
  const path = `/api/v1/stamps/${stamp}/pools/${pool}/series?from=${window[0]}&to=${window[1]}`;
  return (await call(path)).json.minutes[0].hot;
}

async function setMapping(more: Partial<SourceMapping>): Promise<void> {
  const body = { mapping: { ...DEFAULT_MAPPING, ...more } };
  expect((await call("/api/v1/sources", { method: "PUT", body })).status).toBe(200);
}

describe("what the specification of remote write asks for", () => {
  test("1.0: 204 without a body, and the samples are in every later read; repeated, it changes nothing", async () => {
    const body = packed([gauge([[at(0), 0.432]]), gauge([[at(0), 0.5]], { instance: "n1" })]);
    for (const _ of [1, 2]) {
      const answer = await write(body);
      expect([answer.status, answer.text]).toEqual([204, ""]);
      expect(answer.headers.get("x-prometheus-remote-write-samples-written")).toBeNull();
    }
    expect(await hot(0)).toBe(50);
  });

  test("2.0: the same with the numbers written, of samples, histograms and exemplars", async () => {
    const body = packed([gauge([[at(1), 0.25]]), gauge([[at(1), 0.75]], { instance: "n1" })], encodeWriteV2);
    const answer = await write(body, { headers: V2 });
    expect(answer.status).toBe(204);
    const written = (what: string) => answer.headers.get(`x-prometheus-remote-write-${what}-written`);
    expect(["samples", "histograms", "exemplars"].map(written)).toEqual(["2", "0", "0"]);
    expect(await hot(1)).toBe(75);
  });

  test("a sender that leaves out the encoding is read, and so is one that names the message of 1.0", async () => {
    const { "content-encoding": _, ...headers } = V1;
    expect((await write(packed([gauge([[at(2), 0.1]])]), { headers })).status).toBe(204);
    const named = { ...V1, "content-type": "application/x-protobuf; proto=prometheus.WriteRequest" };
    expect((await write(packed([gauge([[at(2) + 1_000, 0.3]])]), { headers: named })).status).toBe(204);
    expect(await hot(2)).toBe(20);
  });

  test("2.0: the message may be named as RFC 9110 has parameters: quoted, in any case, behind others", async () => {
    const body = packed([gauge([[at(11), 0.6]])], encodeWriteV2);
    for (const parameters of [
      '; proto="io.prometheus.write.v2.Request"',
      ";PROTO=io.prometheus.write.v2.Request",
      "; charset=utf-8; proto=io.prometheus.write.v2.Request",
    ]) {
      const headers = { ...V1, "content-type": `application/x-protobuf${parameters}` };
      const answer = await write(body, { headers });
      expect([answer.status, answer.headers.get("x-prometheus-remote-write-samples-written")]).toEqual([
        204,
        "1",
      ]);
    }
    expect(await hot(11)).toBe(60);
  });

  test("415: another content type, none, an unknown message, another encoding", async () => {
    const body = packed([gauge([[at(3), 0.1]])]);
    for (const headers of [
      { ...V1, "content-type": "application/json" },
      { "content-encoding": "snappy" },
      { ...V1, "content-type": "application/x-protobuf;proto=io.prometheus.write.v3.Request" },
      { ...V1, "content-encoding": "gzip" },
      { ...V1, "content-encoding": "zstd" },
    ]) {
      expect((await write(body, { headers })).status, JSON.stringify(headers)).toBe(415);
    }
    expect(await hot(3)).toBeNull();
  });

  test("400: snappy or protobuf that is broken, and nothing of it is stored; 413 before a byte of too much is decoded", async () => {
    const plain = encodeWriteV1([gauge([[at(4), 0.1]]), gauge([[at(4), 0.2]], { instance: "n1" })]);
    for (const broken of [
      plain,
      compressSync(plain).subarray(0, 20),
      compressSync(plain.subarray(0, plain.length - 3)),
      new Uint8Array([0xff]),
    ])
      expect((await write(broken)).status).toBe(400);
    expect((await write(new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f, 0x00]))).status).toBe(413);
    expect(await hot(4)).toBeNull();
  });

  test("400: samples that can never be stored are named, and the good ones are stored; 2.0 says how many", async () => {
    const sent = [
      gauge([[at(5), 0.4]]),
      gauge([[at(5), 7]], { instance: "n1" }),
      gauge([[at(5), 0.9]], { stamp: "nowhere" }),
      gauge([[at(5) + 7_200_000, 0.9]], { instance: "n2" }),
      { labels: { pool: "no name" }, samples: [[at(5), 1]] as const },
    ];
    const answer = await write(packed(sent, encodeWriteV2), { headers: V2 });
    expect(answer.status).toBe(400);
    for (const word of [
      "4 samples",
      "out_of_range",
      "unknown_stamp",
      "nowhere",
      "in_the_future",
      "malformed",
    ])
      expect(answer.json.detail).toContain(word);
    expect(answer.headers.get("x-prometheus-remote-write-samples-written")).toBe("1");
    expect(await hot(5)).toBe(40);
  });

  test("NaN, stale markers, histograms, exemplars and metadata break nothing; infinity is refused", async () => {
    const more = { histograms: 2, exemplars: 1 };
    const sent = [
      gauge([[at(6), Number.NaN]], {}, more),
      gauge([[at(6), STALE]], { instance: "n1" }),
      gauge([[at(6), 0.33]], { instance: "n2" }, more),
      gauge([], {}, more),
    ];
    expect((await write(compressSync(encodeWriteV1(sent, 3)))).status).toBe(204);
    const answer = await write(packed(sent, encodeWriteV2), { headers: V2 });
    expect(answer.status).toBe(204);
    // A 204 that says less than was sent is a loss to the sender.
    const written = (what: string) => answer.headers.get(`x-prometheus-remote-write-${what}-written`);
    expect(["samples", "histograms", "exemplars"].map(written)).toEqual(["3", "6", "3"]);
    expect(await hot(6)).toBe(33);
    expect((await write(packed([gauge([[at(6), Number.POSITIVE_INFINITY]])]))).status).toBe(400);
  });

  test("samples out of order and twice in a body: the last of a second wins", async () => {
    await write(
      packed([
        gauge([
          [at(7) + 30_000, 0.2],
          [at(7), 0.4],
          [at(7) + 300, 0.6],
        ]),
      ]),
    );
    expect(await hot(7)).toBe(40);
  });

  test("what no rule names, and what no metric of the mapping is, is left out in peace", async () => {
    const sent = [
      gauge([[at(8), 0.4]], { stamp: "" }),
      { labels: { __name__: "node_memory_bytes", stamp: "wus-a" }, samples: [[at(8), 1e9]] as const },
    ];
    const answer = await write(packed(sent, encodeWriteV2), { headers: V2 });
    expect([answer.status, answer.headers.get("x-prometheus-remote-write-samples-written")]).toEqual([
      204,
      "2",
    ]);
    expect(await hot(8)).toBeNull();
  });

  test("503 with Retry-After when the database is away; afterwards the same body is stored", async () => {
    const away = createDatabaseClient("postgresql://nobody@127.0.0.1:1/none");
    const body = packed([gauge([[at(9), 0.5]])]);
    const context = { clock: () => app.clock.nowMs, log: app.app.log, checkAnswers: true };
    installAppContext({ ...context, database: away });
    const answer = await write(body);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    await away.close();
    installAppContext({ ...context, database: app.db.client });
    expect((await write(body)).status).toBe(204);
    expect(await hot(9)).toBe(50);
  });

  test("only senders may: 401 without a token, 403 for a viewer", async () => {
    const body = packed([gauge([[at(10), 0.5]])]);
    expect((await write(body, { token: "" })).status).toBe(401);
    expect((await write(body, { token: app.tokens.viewer })).status).toBe(403);
  });
});

describe("the mapping", () => {
  test("a gauge of any name, from 0 to 100, with names cut out of labels by rules", async () => {
    await setMapping({
      metrics: [{ name: "host_cpu", as: "cpu", scale: 100, where: { job: "hosts" } }],
      names: {
        ...DEFAULT_MAPPING.names,
        stamp: [{ labels: ["dc", "row"], separator: "-", pattern: "(.+)-row(\\w)", to: "$1-$2" }],
        node: [{ labels: ["instance"], separator: ";", pattern: "([^:]+)(:\\d+)?", to: "$1" }],
      },
    });
    const labels = { __name__: "host_cpu", dc: "wus", row: "rowa", pool: "registry", instance: "h7:9100" };
    const sent = [
      { labels: { ...labels, job: "hosts" }, samples: [[at(20), 61]] as const },
      { labels: { ...labels, job: "others" }, samples: [[at(20), 99]] as const },
    ];
    expect((await write(packed(sent))).status).toBe(204);
    expect(await hot(20, "registry")).toBe(61);
    const nodes = await call(`/api/v1/stamps/wus-a/pools/registry/nodes?from=${at(20)}&to=${at(21)}`);
    expect(nodes.json.nodes).toEqual(["h7"]);
  });

  test("unknown stamps are made on first sight where the setting allows it, in the region that the label names, and audited", async () => {
    const names = DEFAULT_MAPPING.names;
    const sent = (stamp: string, region: string) => packed([gauge([[at(21), 0.2]], { stamp, region })]);
    await setMapping({ names, createUnknown: true, createInRegion: null });
    expect((await write(sent("wus-new", "westus"))).status).toBe(204);
    expect(await hot(21, "dataproxy", "wus-new")).toBe(20);
    expect((await write(sent("elsewhere", "mars"))).status).toBe(400);
    const created = await app.db.prisma.auditEvent.findMany({
      where: { action: "stamp.created", thingName: "wus-new" },
    });
    expect(created).toMatchObject([{ actor: "ingest-token", actorRole: "ingest" }]);
    await setMapping({ names, createUnknown: true, createInRegion: "westus" });
    expect((await write(sent("wus-other", ""))).status).toBe(204);
    await setMapping({ names, createUnknown: false });
    expect((await write(sent("wus-third", "westus"))).status).toBe(400);
  });

  test("the preview shows what arrived and what did not match, and what another mapping would make of it", async () => {
    await setMapping({});
    await write(
      packed([
        gauge([[at(22), 0.2]], { instance: "seen" }),
        gauge([[at(22), 0.2]], { stamp: "", cell: "wus-a", instance: "nameless" }),
        gauge([[at(22), 0.2]], { stamp: "unheard-of" }),
        { labels: { __name__: "other_metric", instance: "n0" }, samples: [[at(22), 1]] },
      ]),
    );
    const preview = (mapping?: SourceMapping) =>
      call("/api/v1/sources/preview", {
        method: "POST",
        token: app.tokens.viewer,
        body: mapping === undefined ? {} : { mapping },
      });
    const row = (answer: Awaited<ReturnType<typeof preview>>, instance: string) =>
      answer.json.series.find(
        ({ labels }: { labels: Record<string, string> }) => labels["instance"] === instance,
      );
    const now = await preview();
    expect(now.status).toBe(200);
    expect(row(now, "seen")).toMatchObject({ outcome: "taken", as: "cpu", stamp: "wus-a", node: "seen" });
    expect(row(now, "nameless")).toMatchObject({ outcome: "unnamed", missing: ["stamp"] });
    expect(now.json.counts.unknown_stamp).toBeGreaterThan(0);
    expect(now.json.series.map(({ metric }: { metric: string }) => metric)).toContain("other_metric");
    const byCell = { labels: ["cell"], separator: ";", pattern: "(.+)", to: "$1" };
    const { names } = DEFAULT_MAPPING;
    const tried = await preview({ ...DEFAULT_MAPPING, names: { ...names, stamp: [...names.stamp, byCell] } });
    expect(row(tried, "nameless")).toMatchObject({ outcome: "taken", stamp: "wus-a", missing: [] });
    const broken = { ...byCell, pattern: "(?=a)a" };
    expect((await preview({ ...DEFAULT_MAPPING, names: { ...names, stamp: [broken] } })).status).toBe(400);
  });
});

describe.skipIf(!existsSync(WIRE_DATA))("recorded bodies (skipped where the data are not here)", () => {
  test.each([
    "prometheus-2.42-remote_write-1",
    "vmagent-1.79.5-remote_write-1",
    "npm-prometheus-remote-write-0.5.1-no-encoding-header",
  ])("%s is taken in with the headers that it came with", async (name) => {
    const recorded = JSON.parse(readFileSync(join(WIRE_DATA, `${name}.headers.json`), "utf8"));
    const { "content-length": _, host: __, ...headers } = recorded.headers;
    const answer = await write(readFileSync(join(WIRE_DATA, `${name}.snappy.bin`)), { headers });
    expect([answer.status, answer.text]).toEqual([204, ""]);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { OTLPMetricExporter as JsonExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtoExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { HostMetrics } from "@opentelemetry/host-metrics";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabaseClient } from "#lib/db/client.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { decodeAnswer, WIRE_DATA } from "#lib/telemetry/decode/wire/wireForTests.ts";
import { apiCaller, type Call } from "./callApiForTests.ts";
import { directRoutes } from "./directRoutes.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";
import { type SenderServer, serveRoutes } from "./senderServerForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const stamps = [{ name: "wus-a", pools: [{ name: "dataproxy" }] }];
  const registries = [{ name: "contoso", tenant: "t", replicas: [{ region: "westus", homeStamp: "wus-a" }] }];
  const body = { regions: [{ name: "westus", stamps }], registries };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});

const METRICS = "/api/v1/otlp/v1/metrics";
const PROTO = { "content-type": "application/x-protobuf" };
const post = (sent: Call) => call(METRICS, { method: "POST", token: app.tokens.ingest, ...sent });

const at = (minute: number) => TEST_START_MS - 3_600_000 + minute * 60_000;
const nanos = (ms: number) => `${ms}000000`;
const attributes = (of: Record<string, string | number>) =>
  Object.entries(of).map(([key, value]) => ({
    key,
    value: typeof value === "number" ? { intValue: String(value) } : { stringValue: value },
  }));
const PLACE = { stamp: "wus-a", pool: "dataproxy", "host.name": "n0" };

interface Point {
  readonly minute: number;
  readonly value: number;
  readonly of?: Record<string, string | number>;
  readonly from?: number;
}

function otlp(
  kind: { readonly name: string; readonly sum?: object },
  points: readonly Point[],
  resource: Record<string, string> = PLACE,
): object {
  const dataPoints = points.map(({ minute, value, of = {}, from }) => ({
    attributes: attributes(of),
    timeUnixNano: nanos(at(minute)),
    ...(from === undefined ? {} : { startTimeUnixNano: nanos(at(from)) }),
    asDouble: value,
  }));
  const data = kind.sum === undefined ? { gauge: { dataPoints } } : { sum: { ...kind.sum, dataPoints } };
  return {
    resourceMetrics: [
      {
        resource: { attributes: attributes(resource) },
        scopeMetrics: [{ scope: { name: "test" }, metrics: [{ name: kind.name, ...data }] }],
      },
    ],
  };
}

async function series(from: number, to: number): Promise<(number | null)[]> {
  const window = [from, to].map((minute) => new Date(at(minute)).toISOString());
  const answer = await call(`/api/v1/stamps/wus-a/pools/dataproxy/series?from=${window[0]}&to=${window[1]}`);
  return answer.json.minutes.map(({ hot }: { hot: number | null }) => hot);
}

describe("OTLP metrics", () => {
  test("system.cpu.utilization of each logical CPU and state becomes the node, named by attributes of its resource", async () => {
    const of = (cpu: number, state: string) => ({ "cpu.logical_number": cpu, "cpu.mode": state });
    const points = [
      ...[0.5, 0.3].map((value, cpu) => ({ minute: 0, value, of: of(cpu, "idle") })),
      ...[0.1, 0.0].map((value, cpu) => ({ minute: 0, value, of: of(cpu, "iowait") })),
      ...[0.4, 0.7].map((value, cpu) => ({ minute: 0, value, of: of(cpu, "user") })),
      // A first reading, of no time at all.
      ...["idle", "user"].map((state) => ({ minute: 2, value: 0, of: of(0, state) })),
    ];
    // A sender that tells only what a core did.
    const busy = [0.25, 0.5].map((value, cpu) => ({ minute: 1, value, of: of(cpu, "user") }));
    const metric = { name: "system.cpu.utilization" };
    for (const body of [otlp(metric, points), otlp(metric, busy, { ...PLACE, "host.name": "n1" })]) {
      const answer = await post({ body });
      expect([answer.status, answer.json]).toEqual([200, {}]);
    }
    expect(await series(0, 3)).toEqual([55, 37.5, null]);
  });

  test("system.cpu.time is counted, cumulative or anew each time; the same body again changes nothing", async () => {
    const of = { cpu: 0, state: "idle" };
    const cumulative = otlp(
      { name: "system.cpu.time", sum: { aggregationTemporality: 2, isMonotonic: true } },
      [
        { minute: 5, value: 100, of },
        { minute: 6, value: 145, of },
      ],
    );
    const delta = otlp(
      { name: "system.cpu.time", sum: { aggregationTemporality: 1, isMonotonic: true } },
      [{ minute: 8, from: 7, value: 15, of }],
      { ...PLACE, "host.name": "n1" },
    );
    for (const body of [cumulative, delta, cumulative, delta])
      expect((await post({ body })).status).toBe(200);
    expect(await series(5, 8)).toEqual([25, null, 75]);
  });

  test("a counter with a registry is its load", async () => {
    const points = [1, 2, 3].map((minute) => ({ minute, value: minute * 600, of: { registry: "contoso" } }));
    const sum = { aggregationTemporality: "AGGREGATION_TEMPORALITY_CUMULATIVE", isMonotonic: true };
    expect(
      (await post({ body: otlp({ name: "ballast_registry_requests_total", sum }, points) })).status,
    ).toBe(200);
    const load = await call(`/api/v1/registries/contoso/load?from=${at(0)}&to=${at(4)}`);
    expect(JSON.stringify(load.json)).toContain("600");
  });

  test("points that are refused are told as partial success, in the form of the request; the others are stored", async () => {
    const body = {
      resourceMetrics: [
        otlp({ name: "ballast_node_cpu_ratio" }, [{ minute: 10, value: 0.5 }]),
        otlp({ name: "ballast_node_cpu_ratio" }, [{ minute: 10, value: 0.5 }], {
          ...PLACE,
          stamp: "nowhere",
        }),
      ].flatMap((one) => Object.values(one)[0]),
    };
    const json = await post({ body });
    expect(json.status).toBe(200);
    expect(json.json.partialSuccess.rejectedDataPoints).toBe("1");
    expect(json.json.partialSuccess.errorMessage).toContain("nowhere");
    expect(await series(10, 11)).toEqual([50]);
    const states = ["idle", "user", "system"].map((state) => ({
      minute: 10,
      value: 0.3,
      of: { cpu: 0, state },
    }));
    const unknown = otlp({ name: "system.cpu.utilization" }, states, { ...PLACE, stamp: "nowhere" });
    expect((await post({ body: unknown })).json.partialSuccess.rejectedDataPoints).toBe("3");
  });

  test("the answer to protobuf is protobuf: empty, a partial success, a Status", async () => {
    const answerTo = async (body: Uint8Array, type: "ExportMetricsServiceResponse" | "Status") => {
      const [route] = directRoutes.filter(({ route: { path } }) => path === METRICS);
      const headers = { ...PROTO, authorization: `Bearer ${app.tokens.ingest}` };
      const request = new Request(`http://ballast.test${METRICS}`, {
        method: "POST",
        headers,
        body: Buffer.from(body),
      });
      const response = await route?.(request, { params: Promise.resolve({}) });
      const bytes = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer());
      expect(response?.headers.get("content-type")).toBe("application/x-protobuf");
      return { status: response?.status, says: decodeAnswer(type, bytes) };
    };
    expect(await answerTo(new Uint8Array(), "ExportMetricsServiceResponse")).toEqual({
      status: 200,
      says: {},
    });
    expect(await answerTo(metricInProtobuf("nowhere", 0.5), "ExportMetricsServiceResponse")).toMatchObject({
      status: 200,
      says: { partialSuccess: { rejectedDataPoints: 1, errorMessage: expect.stringContaining("nowhere") } },
    });
    expect(await answerTo(Buffer.from("no protobuf"), "Status")).toMatchObject({
      status: 400,
      says: { message: expect.stringContaining("no OTLP") },
    });
  });

  test("a point whose value is no number says so, and is no 0", async () => {
    const whole = otlp({ name: "ballast_node_cpu_ratio" }, [{ minute: 13, value: 0.5 }]);
    const sent = (value: string) => JSON.parse(JSON.stringify(whole).replace('"asDouble":0.5', value));
    for (const value of [
      '"asDouble":""',
      '"asInt":[]',
      '"asInt":true',
      '"asDouble":"half"',
      '"asInt":"0x1"',
    ]) {
      const { json } = await post({ body: sent(value) });
      expect([value, json.partialSuccess?.rejectedDataPoints]).toEqual([value, "1"]);
      expect(json.partialSuccess.errorMessage).toContain("no number");
    }
    for (const value of ['"asDouble":"NaN"', '"x":0'])
      expect((await post({ body: sent(value) })).json).toEqual({});
    expect(await series(13, 14)).toEqual([null]);
    expect((await post({ body: sent('"asDouble":"5e-1"') })).json).toEqual({});
    expect(await series(13, 14)).toEqual([50]);
  });

  test("415 for another type, 400 for what cannot be read, in JSON with a message; 503 while the database is away", async () => {
    expect((await post({ body: "x", headers: { "content-type": "text/plain" } })).status).toBe(415);
    const json = { "content-type": "application/json" };
    for (const body of ["{", '{"resourceMetrics":7}', '{"resourceMetrics":[null]}', "[]"]) {
      const answer = await post({ body, headers: json });
      expect([answer.status, typeof answer.json.message]).toEqual([400, "string"]);
    }
    expect(
      (await post({ body: gzipSync("{}").subarray(0, 9), headers: { ...json, "content-encoding": "gzip" } }))
        .status,
    ).toBe(400);
    const away = createDatabaseClient("postgresql://nobody@127.0.0.1:1/none");
    const context = { clock: () => app.clock.nowMs, log: app.app.log, checkAnswers: true };
    installAppContext({ ...context, database: away });
    const answer = await post({
      body: otlp({ name: "ballast_node_cpu_ratio" }, [{ minute: 11, value: 0.5 }]),
    });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    await away.close();
    installAppContext({ ...context, database: app.db.client });
  });

  test.skipIf(!existsSync(WIRE_DATA))(
    "bodies recorded from real clients are taken in (skipped where the data are not here)",
    async () => {
      for (const [file, headers] of [
        ["otel-js-metrics-1.json", { "content-type": "application/json" }],
        ["otel-js-metrics-1.pb", PROTO],
        [
          "otel-js-metrics-gzip-1.json.gz",
          { "content-type": "application/json", "content-encoding": "gzip" },
        ],
        ["otel-js-metrics-gzip-1.pb.gz", { ...PROTO, "content-encoding": "gzip" }],
        ["otlp-proto-examples-metrics.json", { "content-type": "application/json" }],
      ] as const) {
        const answer = await post({ body: readFileSync(join(WIRE_DATA, file)), headers });
        expect([file, answer.status]).toEqual([file, 200]);
      }
    },
  );
});

/** A gauge in protobuf, by hand: only what is needed for one refusal. */
function metricInProtobuf(stamp: string, value: number): Uint8Array {
  const field = (number: number, bytes: readonly number[]) => [number * 8 + 2, bytes.length, ...bytes];
  const text = (number: number, of: string) => field(number, [...Buffer.from(of)]);
  const attribute = (key: string, of: string) => [...text(1, key), ...field(2, text(1, of))];
  const resource = Object.entries({ ...PLACE, stamp }).flatMap(([key, of]) => field(1, attribute(key, of)));
  const time = [...new Uint8Array(new BigUint64Array([BigInt(nanos(at(12)))]).buffer)];
  const point = [0x19, ...time, 0x21, ...new Uint8Array(new Float64Array([value]).buffer)];
  const metric = [...text(1, "ballast_node_cpu_ratio"), ...field(5, field(1, point))];
  return Uint8Array.from(field(1, [...field(1, resource), ...field(2, field(2, metric))]));
}

describe("the real OpenTelemetry SDK with its host metrics", () => {
  let server: SenderServer;
  beforeAll(async () => {
    installAppContext({ database: app.db.client, clock: Date.now, log: app.app.log, checkAnswers: true });
    server = await serveRoutes(directRoutes);
  });
  afterAll(async () => {
    await server?.stop();
  });

  test.each([
    ["JSON", JsonExporter, "none", "sdk-json"],
    ["JSON, zipped", JsonExporter, "gzip", "sdk-json-gzip"],
    ["protobuf", ProtoExporter, "none", "sdk-proto"],
    ["protobuf, zipped", ProtoExporter, "gzip", "sdk-proto-gzip"],
  ] as const)(
    "as %s: what it measures of this machine is the node's CPU",
    async (_, Exporter, compression, node) => {
      const exporter = new Exporter({
        url: `${server.url}${METRICS}`,
        headers: { authorization: `Bearer ${app.tokens.ingest}` },
        // An enumeration of the SDK's own, of these very words.
        compression: compression as never,
      });
      // It is asked for each reading below: the interval never comes to pass.
      const reader = new PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis: 600_000,
        exportTimeoutMillis: 60_000,
      });
      const resource = resourceFromAttributes({ stamp: "wus-a", pool: "dataproxy", "host.name": node });
      const provider = new MeterProvider({ resource, readers: [reader] });
      new HostMetrics({ meterProvider: provider }).start();
      const percent = async (): Promise<number | null> => {
        const now = Date.now();
        const window = `from=${now - 600_000}&to=${now + 60_000}`;
        const { json } = await call(`/api/v1/stamps/wus-a/pools/dataproxy/nodes?${window}`);
        const row = json.values[json.nodes.indexOf(node)] ?? [];
        return row.find((value: number | null) => value !== null) ?? null;
      };
      const readings: (number | null)[] = [];
      // Its first reading of a share is of no time at all: 0 of everything, or nothing.
      for (let reading = 0; reading < 3; reading++) {
        const busyUntil = performance.now() + 50;
        while (performance.now() < busyUntil);
        await provider.forceFlush();
        readings.push(await percent());
      }
      await provider.shutdown();
      const last = readings.at(-1);
      expect(last).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(100);
    },
  );
});

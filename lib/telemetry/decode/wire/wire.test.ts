import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { compressSync } from "snappy";
import { describe, expect, test } from "vitest";
import { BodyError } from "../bodyError.ts";
import { ByteMap } from "./byteMap.ts";
import type { Labels, LeftOver, SeriesSink } from "./metricSink.ts";
import type { OtlpPoint, OtlpSink } from "./otlpSink.ts";
import { ProtoError } from "./protoReader.ts";
import { readOtlpJson } from "./readOtlpJson.ts";
import { readOtlpProto } from "./readOtlpProto.ts";
import { readWriteV1 } from "./readWriteV1.ts";
import { readWriteV2 } from "./readWriteV2.ts";
import { unpackSnappy } from "./unpackSnappy.ts";
import { encodeWriteV1, encodeWriteV2, type SentSeries, WIRE_DATA } from "./wireForTests.ts";

type Got = readonly [labels: Record<string, string> | string, tsMs: number, value: number];

/** Reads a body as the endpoint does, through a memory of label bytes that may be handed on to the next body. */
function readAll(
  body: Uint8Array,
  read: typeof readWriteV1,
  known = new ByteMap<Labels | string>(),
): { got: Got[]; counts: LeftOver; learnt: number } {
  const got: Got[] = [];
  let learnt = 0;
  const sink: SeriesSink<Labels | string> = {
    find: (view, from, to) => known.get(view, from, to),
    learn: (key, labels) => {
      learnt++;
      known.add(key, labels);
      return labels;
    },
    refuse: (message) => message,
    sample: (target, tsMs, value) =>
      got.push([typeof target === "string" ? target : Object.fromEntries(target), tsMs, value]),
  };
  return { counts: read(body, sink), got, learnt };
}

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const labels = fc
  .dictionary(
    fc.string({ minLength: 1, maxLength: 8 }),
    text.filter((one) => one !== ""),
    { maxKeys: 6 },
  )
  .map((own): Record<string, string> => {
    const { __name__: _, ["__proto__"]: __, ...rest } = own;
    return { ...rest, __name__: "metric" };
  });
const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e300, Number.POSITIVE_INFINITY));
const series: fc.Arbitrary<SentSeries> = fc.record({
  labels,
  samples: fc.array(fc.tuple(fc.integer({ min: -1e12, max: 4e12 }), value), { maxLength: 4 }),
  histograms: fc.nat({ max: 2 }),
  exemplars: fc.nat({ max: 2 }),
});

describe("remote write", () => {
  test.each([
    ["1.0", encodeWriteV1, readWriteV1],
    ["2.0", encodeWriteV2, readWriteV2],
  ] as const)(
    "%s: what an encoder of others wrote is what is read, whatever stands beside the samples",
    (_, encode, read) => {
      fc.assert(
        fc.property(fc.array(series, { maxLength: 5 }), (sent) => {
          const { got, counts } = readAll(encode(sent), read);
          expect(got).toEqual(
            sent.flatMap((one) => one.samples.map(([tsMs, number]) => [one.labels, tsMs, number])),
          );
          expect(counts.samples).toBe(got.length);
          const sum = (pick: (one: SentSeries) => number) =>
            sent.reduce((total, one) => total + pick(one), 0);
          expect(counts.histograms).toBe(sum((one) => one.histograms ?? 0));
          expect(counts.exemplars).toBe(sum((one) => one.exemplars ?? 0));
        }),
      );
    },
  );

  test.each([
    ["1.0", encodeWriteV1, readWriteV1],
    ["2.0", encodeWriteV2, readWriteV2],
  ] as const)(
    "%s: labels are worked out once, and found again by their bytes in later bodies",
    (_, encode, read) => {
      const known = new ByteMap<Labels | string>();
      const one = { labels: { __name__: "a", x: "1" }, samples: [[1, 2]] as const };
      const two = { labels: { __name__: "a", x: "2" }, samples: [[1, 3]] as const };
      expect(readAll(encode([one, two]), read, known).learnt).toBe(2);
      const again = readAll(encode([two, one]), read, known);
      expect(again.learnt).toBe(0);
      expect(again.got.map(([own]) => (own as Record<string, string>)["x"])).toEqual(["2", "1"]);
    },
  );

  test("1.0: labels that stand behind or between the samples are the series' all the same", () => {
    const sample = [0x12, 0x0b, 0x09, ...new Uint8Array(new Float64Array([7]).buffer), 0x10, 0x05];
    const label = (name: string, of: string) => {
      const pair = [0x0a, name.length, ...Buffer.from(name), 0x12, of.length, ...Buffer.from(of)];
      return [0x0a, pair.length, ...pair];
    };
    const message = [...label("__name__", "m"), ...sample, ...label("x", "y")];
    const body = Uint8Array.from([0x0a, message.length, ...message]);
    expect(readAll(body, readWriteV1).got).toEqual([[{ __name__: "m", x: "y" }, 5, 7]]);
  });

  test("labels that are none are refused with why, series by series", () => {
    const sent = (own: Record<string, string>): SentSeries => ({ labels: own, samples: [[1, 1]] });
    const body = encodeWriteV1([
      sent({ x: "no name" }),
      sent({ __name__: "m", "": "v" }),
      sent({ __name__: "m" }),
    ]);
    expect(readAll(body, readWriteV1).got.map(([own]) => own)).toEqual([
      "a series has no __name__",
      "a label has no name",
      { __name__: "m" },
    ]);
    const twice = encodeWriteV2([{ labels: { __name__: "m" }, samples: [[1, 1]] }]);
    // The two references of the one label, twice.
    const doubled = Buffer.from(twice);
    const at = doubled.indexOf(Buffer.from([0x0a, 0x02, 0x01, 0x02]));
    const grown = Buffer.concat([
      doubled.subarray(0, at - 1),
      Buffer.from([(doubled[at - 1] ?? 0) + 2, 0x0a, 0x04, 0x01, 0x02, 0x01, 0x02]),
      doubled.subarray(at + 4),
    ]);
    expect(readAll(grown, readWriteV2).got).toEqual([["the label __name__ comes twice", 1, 1]]);
  });

  test.each([
    ["1.0", encodeWriteV1, readWriteV1],
    ["2.0", encodeWriteV2, readWriteV2],
  ] as const)(
    "%s: damaged bytes end in samples or in ProtoError, never in anything else",
    (_, encode, read) => {
      fc.assert(
        fc.property(
          fc.array(series, { minLength: 1, maxLength: 3 }),
          fc.nat(),
          fc.nat(255),
          fc.nat(),
          (sent, at, byte, cut) => {
            const body = encode(sent);
            body[at % body.length] = byte;
            for (const damaged of [body, body.subarray(0, cut % (body.length + 1))]) {
              try {
                readAll(damaged, read);
              } catch (error) {
                expect(error).toBeInstanceOf(ProtoError);
              }
            }
          },
        ),
      );
    },
  );

  test("2.0: a reference past the table is an error", () => {
    const body = encodeWriteV2([{ labels: { __name__: "m" }, samples: [] }]);
    body[body.indexOf(Buffer.from([0x0a, 0x02, 0x01, 0x02])) + 3] = 9;
    expect(() => readAll(body, readWriteV2)).toThrow(/symbol 9 is not in the table/);
  });
});

describe("snappy", () => {
  test("what was packed is what is unpacked, small and large", async () => {
    for (const length of [0, 1, 1_000, 3_000_000]) {
      const plain = Buffer.alloc(length, "some text that repeats itself ");
      expect((await unpackSnappy(compressSync(plain))).equals(plain)).toBe(true);
    }
  });

  test("a length is judged before a byte is decoded: 413 over the limit, 400 for one that so few bytes cannot hold", async () => {
    const declare = (length: number) => {
      const bytes: number[] = [];
      let rest = length;
      for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
      return Buffer.from([...bytes, rest, 0xfe]);
    };
    const statusOf = (packed: Buffer) =>
      unpackSnappy(packed).then(
        () => 200,
        (error: unknown) => (error instanceof BodyError ? error.status : error),
      );
    expect(await statusOf(declare(4_294_967_295))).toBe(413);
    expect(await statusOf(declare(104_857_601))).toBe(413);
    expect(await statusOf(declare(50_000_000))).toBe(400);
    expect(await statusOf(Buffer.alloc(0))).toBe(400);
    expect(await statusOf(Buffer.from("certainly not snappy"))).toBe(400);
  });
});

const recorded = (name: string) => join(WIRE_DATA, name);

describe.skipIf(!existsSync(WIRE_DATA))("recorded bodies (skipped where the data are not here)", () => {
  const metrics = (got: readonly Got[]) =>
    new Set(got.map(([own]) => (typeof own === "string" ? own : own["__name__"])));

  test.each([
    ["prometheus-2.42-remote_write-1.snappy.bin", "node_cpu_seconds_total"],
    ["prometheus-2.42-remote_write-2.snappy.bin", "node_cpu_seconds_total"],
    ["vmagent-1.79.5-remote_write-1.snappy.bin", "node_cpu_seconds_total"],
    ["npm-prometheus-remote-write-0.5.1-no-encoding-header.snappy.bin", null],
  ])("%s is read whole", async (file, metric) => {
    const { got } = readAll(await unpackSnappy(readFileSync(recorded(file))), readWriteV1);
    expect(got.length).toBeGreaterThan(0);
    for (const [own, tsMs, number] of got) {
      expect(own).toBeTypeOf("object");
      expect(tsMs).toBeGreaterThan(1.7e12);
      expect(number).toBeGreaterThanOrEqual(0);
    }
    if (metric !== null) expect(metrics(got)).toContain(metric);
  });

  const points = (read: (sink: OtlpSink) => unknown): OtlpPoint[] => {
    const got: OtlpPoint[] = [];
    const malformed = (message: string) => expect.unreachable(message);
    read({ point: (point) => got.push(point), malformed });
    return got;
  };

  test("OTLP of the JavaScript SDK says in protobuf, in JSON and zipped what it says in JSON", () => {
    const json = points((sink) =>
      readOtlpJson(JSON.parse(readFileSync(recorded("otel-js-metrics-1.json"), "utf8")), sink),
    );
    expect(json.length).toBeGreaterThan(20);
    const cpu = json.filter(({ labels: own }) => own.get("__name__") === "system.cpu.time");
    expect(cpu.length).toBeGreaterThan(4);
    for (const { labels: own, tsMs, deltaFromMs } of cpu) {
      expect(own.get("host.name")).toBe("node-a");
      expect(own.get("system.cpu.state")).toBeTypeOf("string");
      expect(tsMs).toBeGreaterThan(1.7e12);
      expect(deltaFromMs).toBeNull();
    }
    const shape = (of: readonly OtlpPoint[]) =>
      of.map(({ labels: own }) => [...own].sort().flat().join(" ")).sort();
    const zippedJson = gunzipSync(readFileSync(recorded("otel-js-metrics-gzip-1.json.gz"))).toString();
    const zippedProto = gunzipSync(readFileSync(recorded("otel-js-metrics-gzip-1.pb.gz")));
    expect(
      shape(points((sink) => readOtlpProto(readFileSync(recorded("otel-js-metrics-1.pb")), sink))),
    ).toEqual(shape(json));
    expect(shape(points((sink) => readOtlpProto(zippedProto, sink)))).toEqual(shape(json));
    expect(shape(points((sink) => readOtlpJson(JSON.parse(zippedJson), sink)))).toEqual(shape(json));
  });

  test("times that are numbers, deltas and histograms of OpenTelemetry's own example", () => {
    const got: OtlpPoint[] = [];
    const body = JSON.parse(readFileSync(recorded("otlp-proto-examples-metrics.json"), "utf8"));
    const counts = readOtlpJson(body, { point: (point) => got.push(point), malformed: () => undefined });
    expect(
      got.map(({ labels: own, value: number, deltaFromMs }) => [own.get("__name__"), number, deltaFromMs]),
    ).toEqual([
      ["my.counter", 5, 1_544_712_660_300],
      ["my.gauge", 10, null],
    ]);
    expect(counts.otherPoints).toBeGreaterThan(0);
  });
});

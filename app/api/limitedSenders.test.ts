import { createHash } from "node:crypto";
import { compressSync } from "snappy";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isDistributed } from "#lib/db/testDatabase.ts";
import { DEFAULT_MAPPING } from "#lib/fleet/index.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { encodeWriteV1, encodeWriteV2, type SentSeries } from "#lib/telemetry/decode/wire/wireForTests.ts";
import { apiCaller, type Call } from "./callApiForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
/** Limited to westus. */
let sender: string;
let admin: string;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const pools = [{ name: "registry" }];
  const homes = [
    ["westus", "wus-a"],
    ["eastus", "eus-a"],
  ] as const;
  const body = {
    regions: homes.map(([name, stamp]) => ({ name, stamps: [{ name: stamp, pools }] })),
    registries: [
      { name: "ours", tenant: "t", replicas: [{ region: "westus", homeStamp: "wus-a" }] },
      { name: "theirs", tenant: "t", replicas: [{ region: "eastus", homeStamp: "eus-a" }] },
    ],
  };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
  const tokenOf = async (role: string) => {
    const made = await call("/api/v1/tokens", {
      method: "POST",
      body: { role, name: `${role} of the west`, region: "westus" },
    });
    expect(made.status, made.text).toBe(201);
    return made.json.secret as string;
  };
  sender = await tokenOf("ingest");
  admin = await tokenOf("admin");
});
afterAll(async () => {
  await app.close();
});
beforeEach(async () => {
  await app.db.pool.query(
    "truncate telemetry.pool_minute, telemetry.pool_hour, telemetry.load_minute, telemetry.log_source, telemetry.log_chunk",
  );
});

const at = (minute: number) => TEST_START_MS - 3_600_000 + minute * 60_000;
const iso = (minute: number) => new Date(at(minute)).toISOString();

/** Stamps that anything is stored of, whoever looks. */
async function storedStamps(): Promise<readonly string[]> {
  const { rows } = await app.db.superuser.query<{ name: string }>(
    `select distinct s.name from (select pool from telemetry.pool_minute union select pool from telemetry.load_minute) m
       join pool p on p.id = m.pool join stamp s on s.id = p.stamp_id order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** What is said of a stamp that is elsewhere must be what is said of one that is nowhere. */
function expectSameAs(ofOther: string, ofNone: string): void {
  expect(ofOther.replaceAll("eus-a", "none")).toBe(ofNone);
  expect(ofOther).not.toContain("eastus");
}

const withoutId = (text: string) => text.replaceAll(/urn:request:[\w-]+/g, "");

describe("a token that is limited to a region", () => {
  test.each([
    ["1.0", encodeWriteV1, ""],
    ["2.0", encodeWriteV2, ";proto=io.prometheus.write.v2.Request"],
  ] as const)(
    "sends only its own by remote write %s: others are as unknown as what is nowhere",
    async (_, encode, proto) => {
      const send = async (stamp: string) => {
        const of = (name: string, value: number): SentSeries => ({
          labels: { __name__: "ballast_node_cpu_ratio", stamp: name, pool: "registry", instance: "n0" },
          samples: [[at(0), value]],
        });
        const counter = (name: string): SentSeries => ({
          labels: {
            __name__: "node_cpu_seconds_total",
            ...{ stamp: name, pool: "registry", instance: "n1", cpu: "0", mode: "idle" },
          },
          samples: [
            [at(0), 100],
            [at(1), 130],
          ],
        });
        const headers = {
          "content-type": `application/x-protobuf${proto}`,
          "content-encoding": "snappy",
        };
        const body = compressSync(
          encode([of("wus-a", 0.5), of(stamp, 0.9), counter("wus-a"), counter(stamp)]),
        );
        return await call("/api/v1/prometheus/write", { method: "POST", token: sender, headers, body });
      };
      const [other, none] = [await send("eus-a"), await send("none")];
      expect([other.status, none.status]).toEqual([400, 400]);
      expectSameAs(withoutId(other.text), withoutId(none.text));
      expect(await storedStamps()).toEqual(["wus-a"]);
    },
  );

  test("the same by OTLP, as partial success", async () => {
    const send = async (stamp: string) => {
      const of = (name: string) => ({
        resource: {
          attributes: Object.entries({ stamp: name, pool: "registry", "host.name": "n0" }).map(
            ([key, value]) => ({ key, value: { stringValue: value } }),
          ),
        },
        scopeMetrics: [
          {
            scope: { name: "test" },
            metrics: [
              {
                name: "ballast_node_cpu_ratio",
                gauge: { dataPoints: [{ timeUnixNano: `${at(0)}000000`, asDouble: 0.5 }] },
              },
            ],
          },
        ],
      });
      return await call("/api/v1/otlp/v1/metrics", {
        method: "POST",
        token: sender,
        body: { resourceMetrics: [of("wus-a"), of(stamp)] },
      });
    };
    const [other, none] = [await send("eus-a"), await send("none")];
    expect([other.status, other.json.partialSuccess.rejectedDataPoints]).toEqual([200, "1"]);
    expectSameAs(other.text, none.text);
    expect(await storedStamps()).toEqual(["wus-a"]);
  });

  test("the same by access logs, also where the registry is elsewhere", async () => {
    const record = (stamp: string, registry: string) =>
      JSON.stringify({
        time: iso(0),
        stamp,
        pool: "registry",
        "http.request.uri": `/v2/${registry}/app/manifests/latest`,
        "http.response.written": 10,
      });
    const send = (...records: string[]) =>
      call("/api/v1/samples/load/access-log", {
        method: "POST",
        token: sender,
        headers: { "content-type": "application/x-ndjson" },
        body: records.join("\n"),
      });
    const ours = record("wus-a", "ours");
    const [other, none] = [
      await send(ours, record("eus-a", "theirs"), record("wus-a", "theirs")),
      await send(record("none", "nobody"), record("wus-a", "nobody")),
    ];
    expect(other.json).toMatchObject({ accepted: 1, rejected: 2 });
    expect(
      other.json.errors.map(({ index, code }: { index: number; code: string }) => [index, code]),
    ).toEqual([
      [1, "unknown_stamp"],
      [2, "unknown_registry"],
    ]);
    const messages = (errors: readonly { message: string }[]) =>
      errors.map(({ message }) => message).join("\n");
    expectSameAs(messages(other.json.errors).replaceAll("theirs", "nobody"), messages(none.json.errors));
    expect(await storedStamps()).toEqual(["wus-a"]);
  });

  // Who takes a file in reads as they may.
  test.skipIf(isDistributed())(
    "the same by a file: its rows are refused one by one, in the preview and in the list of errors",
    async () => {
      const text = `ts,stamp,pool,node,cpu\n${iso(0)},wus-a,registry,n0,5\n${iso(0)},eus-a,registry,n0,6\n${iso(0)},none,registry,n0,7\n`;
      const bytes = new TextEncoder().encode(text);
      const post = async (path: string, sent: Call) =>
        await call(`/api/v1/imports${path}`, { method: "POST", token: admin, ...sent });
      const head = Buffer.from(bytes).toString("base64");
      const seen = await post("/preview", { body: { head, isWhole: true } });
      const problems = seen.json.rows.map(
        ({ problems: [one] }: { problems: { code: string }[] }) => one?.code,
      );
      expect(problems).toEqual([undefined, "unknown_stamp", "unknown_stamp"]);
      const fingerprint = createHash("sha256").update(bytes).digest("hex");
      const file = { name: "samples.csv", bytes: bytes.length, fingerprint };
      const body = { file, head, isWhole: true, recipe: seen.json.recipe, dryRun: false, createIn: null };
      const begun = await post("", { body });
      expect(begun.status, begun.text).toBe(201);
      const { position } = begun.json;
      const sent = await post(
        `/${begun.json.id}/parts?offset=${position}&filePosition=${bytes.length}&last=true`,
        {
          body: bytes.slice(position),
          headers: { "content-type": "application/octet-stream" },
        },
      );
      expect(sent.json).toMatchObject({ state: "complete", counts: { accepted: 1, rejected: 2 } });
      const errors = await call(`/api/v1/imports/${begun.json.id}/problems.csv`, { token: admin });
      const lines = errors.text.trim().split("\r\n").slice(1);
      expect(lines).toHaveLength(2);
      const [other = "", none = ""] = lines;
      expectSameAs(other.replace(/^3,/, "4,"), none);
      expect(await storedStamps()).toEqual(["wus-a"]);
    },
  );

  test("makes nothing elsewhere, where stamps are made on first sight", async () => {
    const mapping = { ...DEFAULT_MAPPING, createUnknown: true, createInRegion: "eastus" };
    expect((await call("/api/v1/sources", { method: "PUT", body: { mapping } })).status).toBe(200);
    const of = (labels: Record<string, string>): SentSeries => ({
      labels: { __name__: "ballast_node_cpu_ratio", instance: "n0", pool: "registry", ...labels },
      samples: [[at(0), 0.5]],
    });
    const series = [
      of({ stamp: "eus-new" }),
      of({ stamp: "eus-new2", region: "eastus" }),
      of({ stamp: "eus-a", pool: "another" }),
      of({ stamp: "eus-a", pool: "another", region: "westus" }),
      of({ stamp: "wus-new", region: "westus" }),
    ];
    const headers = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
    const sent = { method: "POST", token: sender, headers, body: compressSync(encodeWriteV1(series)) };
    const answer = await call("/api/v1/prometheus/write", sent);
    expect(answer.status).toBe(400);
    const { regions } = (await call("/api/v1/inventory")).json;
    const stamps = regions.flatMap(
      ({ name, stamps: own }: { name: string; stamps: { name: string; pools: object[] }[] }) =>
        own.map((stamp) => `${name}/${stamp.name}/${stamp.pools.length}`),
    );
    expect(stamps.toSorted()).toEqual(["eastus/eus-a/1", "westus/wus-a/1", "westus/wus-new/1"]);
    expect((await call("/api/v1/sources", { method: "DELETE" })).status).toBe(200);
  });

  test("and sees in the mapping's preview nothing that others sent", async () => {
    const headers = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
    const series: SentSeries = {
      labels: { __name__: "ballast_node_cpu_ratio", stamp: "eus-a", pool: "registry", instance: "hidden" },
      samples: [[at(0), 0.5]],
    };
    const sent = { method: "POST", headers, body: compressSync(encodeWriteV1([series])) };
    expect((await call("/api/v1/prometheus/write", { ...sent, token: app.tokens.ingest })).status).toBe(204);
    const preview = await call("/api/v1/sources/preview", { method: "POST", token: admin, body: {} });
    expect([preview.status, preview.text.includes("hidden")]).toEqual([403, false]);
    const whole = await call("/api/v1/sources/preview", { method: "POST", body: {} });
    expect(whole.text).toContain("hidden");
  });
});

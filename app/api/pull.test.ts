import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withTransaction } from "#lib/db/client.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { createSource, newSourceSchema, type PullApp, pullDue, trySource } from "#lib/pull/index.ts";
import { apiCaller } from "./callApiForTests.ts";
import { type HistoricPrometheus, PROMETHEUS, startHistoric } from "./prometheusForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";

const SEAL_KEY = "a key of thirty-two characters or more";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
let pull: PullApp;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
  const { database, telemetry, clock, settings } = app.app;
  pull = { database, telemetry, clock, settings, allow: ["127.0.0.0/8"], sealKey: SEAL_KEY };
  const pools = [{ name: "p" }];
  const stamps = ["a", "b", "c", "d", "e"].map((name) => ({ name, pools }));
  const body = { regions: [{ name: "r", stamps }] };
  expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
});
afterAll(async () => {
  await app.close();
});
// What a test before left behind, where it failed, is not read by the next.
beforeEach(async () => {
  await app.db.prisma.pullSource.updateMany({ data: { retiredAt: new Date(0), enabled: false } });
});

const iso = (minute: number) => new Date(TEST_START_MS + minute * 60_000).toISOString();

/** Every turn that there is to do, whatever it takes. */
const pullAll = () => pullDue(pull, { untilMs: Number.POSITIVE_INFINITY });

async function make(source: object) {
  const answer = await call("/api/v1/pull-sources", { method: "POST", body: source });
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.json;
}

const remove = (id: number) => call(`/api/v1/pull-sources/${id}`, { method: "DELETE" });

async function read(id: number) {
  const { sources } = (await call("/api/v1/pull-sources")).json;
  return sources.find((source: { id: number }) => source.id === id);
}

async function stored(stamp: string, [from, to]: [number, number]) {
  const answer = await call(`/api/v1/stamps/${stamp}/pools/p/nodes?from=${iso(from)}&to=${iso(to)}`);
  const { nodes, values } = answer.json;
  return Object.fromEntries(nodes.map((node: string, at: number) => [node, values[at]]));
}

const FIRST = -240;
const LAST = 120;

/** A gauge a node and minute, shares of one; and counters of two cores, idle for as much as the node's number says. */
function history(): string {
  const lines = ["# TYPE node_load gauge"];
  for (const stamp of ["a", "b", "c", "nowhere"]) {
    for (const node of [0, 1]) {
      for (let minute = FIRST; minute < LAST; minute += 1) {
        const at = TEST_START_MS / 1_000 + minute * 60;
        lines.push(
          `node_load{stamp="${stamp}",pool="p",instance="n${node}:9100"} ${gauge(node, minute)} ${at}`,
        );
      }
    }
  }
  lines.push(`node_load{job="stray"} 0.5 ${TEST_START_MS / 1_000}`, "# TYPE node_cpu_seconds counter");
  for (const node of [0, 1]) {
    for (const cpu of [0, 1]) {
      for (let minute = FIRST; minute < LAST; minute += 1) {
        const at = TEST_START_MS / 1_000 + minute * 60;
        const idle = (minute - FIRST) * 60 * (node === 0 ? 0.25 : 0.5 + cpu * 0.25);
        lines.push(
          `node_cpu_seconds_total{stamp="d",pool="p",instance="n${node}",cpu="${cpu}",mode="idle"} ${idle} ${at}`,
        );
      }
    }
  }
  return `${lines.join("\n")}\n# EOF\n`;
}

const gauge = (node: number, minute: number) => (((minute - FIRST) % 50) + node) / 100;
const percents = (node: number, [from, to]: [number, number]) =>
  Array.from({ length: to - from }, (_, at) => Math.round(gauge(node, from + at) * 10_000) / 100);

describe.skipIf(PROMETHEUS === null)("a real Prometheus", () => {
  let prometheus: HistoricPrometheus;
  beforeAll(async () => {
    prometheus = await startHistoric(history());
  });
  afterAll(async () => {
    await prometheus.close();
  });
  const ofStamp = (stamp: string, more: object = {}) => ({
    name: `pull of ${stamp}`,
    url: prometheus.url,
    query: `node_load{stamp="${stamp}"}`,
    scale: 100,
    coversBefore: false,
    ...more,
  });

  test("is read from now on, goes on after an outage of its own, with no hole and no double", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make(ofStamp("a"));
    app.clock.nowMs = TEST_START_MS + 10 * 60_000 + 31_000;
    await pullAll();
    expect(await read(source.id)).toMatchObject({
      readUntil: iso(9),
      accepted: 18,
      rejected: 0,
      lastError: null,
    });
    await prometheus.stop();
    app.clock.nowMs += 15 * 60_000;
    await pullAll();
    expect(await read(source.id)).toMatchObject({
      readUntil: iso(9),
      lastError: expect.stringContaining("could not be reached"),
    });
    await prometheus.start();
    app.clock.nowMs += 20 * 60_000;
    // Two replicas at once.
    await Promise.all([pullAll(), pullAll()]);
    const now = await read(source.id);
    expect(now).toMatchObject({ readUntil: iso(44), accepted: 88, lastError: null });
    expect(now.lastSeen).toMatchObject({ series: 2, nodes: 2, unmatchedCount: 0 });
    expect(await stored("a", [0, 44])).toEqual({ n0: percents(0, [0, 44]), n1: percents(1, [0, 44]) });
    const again = await pullAll();
    expect(again).toMatchObject({ accepted: 0, failures: 0 });
    await remove(source.id);
  });

  test("is read each minute, though the turn of the job comes earlier in its minute than the last one did", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make(ofStamp("b", { everyMinutes: 1 }));
    app.clock.nowMs = TEST_START_MS + 5 * 60_000 + 800;
    expect(await pullAll()).toMatchObject({ accepted: 6, failures: 0 });
    app.clock.nowMs = TEST_START_MS + 6 * 60_000 + 200;
    expect(await pullAll()).toMatchObject({ accepted: 2, failures: 0 });
    await remove(source.id);
  });

  test("a range of its past is read once, in parts, is cancelled and gone on with", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make(ofStamp("b", { enabled: false }));
    const begun = await call(`/api/v1/pull-sources/${source.id}/backfills`, {
      method: "POST",
      body: { from: iso(-200), to: iso(-20) },
    });
    expect(begun.json).toMatchObject({ state: "running", share: 0, from: iso(-200), to: iso(-20) });
    const twice = await call(`/api/v1/pull-sources/${source.id}/backfills`, {
      method: "POST",
      body: { from: iso(-200), to: iso(-20) },
    });
    expect(twice.status).toBe(409);
    const cancelled = await call(`/api/v1/backfills/${begun.json.id}/cancel`, { method: "POST" });
    expect(cancelled.json.state).toBe("cancelled");
    expect(await pullAll()).toMatchObject({ ranges: 0 });
    await call(`/api/v1/backfills/${begun.json.id}/resume`, { method: "POST" });
    // As many series as leave room for an hour in one answer.
    const lastSeen = { series: 6_600, nodes: 2, twice: 0, unmatched: [], unmatchedCount: 0, unknown: [] };
    await app.db.prisma.pullSource.update({ where: { id: source.id }, data: { lastSeen } });
    await Promise.all([pullAll(), pullAll()]);
    const [backfill] = (await read(source.id)).backfills;
    expect(backfill).toMatchObject({ state: "complete", share: 1, accepted: 360, duplicate: 0, rejected: 0 });
    expect(await stored("b", [-200, -20])).toEqual({
      n0: percents(0, [-200, -20]),
      n1: percents(1, [-200, -20]),
    });
    await call(`/api/v1/pull-sources/${source.id}/backfills`, {
      method: "POST",
      body: { from: iso(-200), to: iso(-20) },
    });
    await pullAll();
    expect((await read(source.id)).backfills[0]).toMatchObject({
      state: "complete",
      accepted: 0,
      duplicate: 360,
    });
    await remove(source.id);
  });

  test("counters of cores become the node's utilisation by the query that stands there by default", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make({ name: "rates", url: prometheus.url });
    app.clock.nowMs += 6 * 60_000;
    await pullAll();
    expect(await stored("d", [0, 4])).toEqual({ n0: [75, 75, 75, 75], n1: [37.5, 37.5, 37.5, 37.5] });
    await remove(source.id);
  });

  test("what no label names, and what the inventory does not have, is told, and stored once it is made", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make(ofStamp("nowhere", { query: 'node_load{stamp=~"nowhere|"}' }));
    app.clock.nowMs += 3 * 60_000;
    await pullAll();
    const seen = await read(source.id);
    expect(seen.lastSeen).toMatchObject({
      unmatchedCount: 1,
      unmatched: [{ __name__: "node_load", job: "stray" }],
      unknown: ["nowhere/p"],
    });
    expect(seen.rejected).toBe(2);
    const made = await call(`/api/v1/pull-sources/${source.id}`, {
      method: "PATCH",
      body: { createIn: "r" },
    });
    expect(made.status).toBe(200);
    app.clock.nowMs += 2 * 60_000;
    await pullAll();
    expect(Object.keys(await stored("nowhere", [0, 5]))).toEqual(["n0", "n1"]);
    await remove(source.id);
  });

  test("is asked once before it is kept: what matches, what does not, and its own words for a bad query", async () => {
    app.clock.nowMs = TEST_START_MS + 60_000;
    const labels = {
      stamp: { label: "stamp" },
      pool: { value: "p" },
      node: { label: "instance", withoutPort: true },
    };
    const trial = { url: prometheus.url, labels, scale: 100 };
    const found = await trySource(pull, { ...trial, query: 'node_load{stamp=~"a|nowhere|"}' });
    expect(found.ok && found.value).toMatchObject({
      error: null,
      series: 5,
      matchedCount: 4,
      unmatchedCount: 1,
    });
    expect(found.ok && found.value.matched[0]).toMatchObject({
      stamp: "a",
      pool: "p",
      node: "n0",
      isInRange: true,
    });
    const bad = await trySource(pull, { ...trial, query: "rate(" });
    expect(bad.ok && bad.value.error).toMatch(/400.*parse error/);
  });

  test("steps under a minute are averaged into minutes, one over a minute fills its minutes", async () => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make(ofStamp("c", { stepSeconds: 15 }));
    app.clock.nowMs += 5 * 60_000;
    await pullAll();
    expect((await stored("c", [0, 4]))["n0"]).toEqual(percents(0, [0, 4]));
    await call(`/api/v1/pull-sources/${source.id}`, { method: "PATCH", body: { stepSeconds: 300 } });
    app.clock.nowMs += 12 * 60_000;
    await pullAll();
    const value = percents(0, [5, 6])[0];
    expect((await stored("c", [5, 10]))["n0"]).toEqual(Array.from({ length: 5 }, () => value));
  });
});

describe("whatever answers", () => {
  let server: http.Server;
  let answer: (request: http.IncomingMessage, response: http.ServerResponse) => void;
  let url = "";
  beforeAll(async () => {
    server = http.createServer((request, response) => answer(request, response));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const failsWith = async (more: object, words: RegExp, allow = ["127.0.0.0/8"]) => {
    app.clock.nowMs = TEST_START_MS;
    const source = await make({ name: `odd ${Math.random()}`, url, ...more });
    app.clock.nowMs += 5 * 60_000;
    const counts = await pullDue({ ...pull, allow }, { untilMs: Number.POSITIVE_INFINITY });
    expect(counts).toMatchObject({ failures: 1, accepted: 0 });
    expect(await read(source.id)).toMatchObject({
      lastError: expect.stringMatching(words),
      readUntil: iso(0),
    });
    await remove(source.id);
  };

  test("an address that is not public is not asked, unless it is allowed", async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.end();
    };
    await failsWith({}, /^Not asked: the address is of this machine itself/, []);
    expect(asked).toBe(0);
  });

  test.each<[string, typeof answer, RegExp]>([
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "/" }).end(),
      /redirects are not followed/,
    ],
    ["a page", (_, response) => response.end("<html>"), /nothing that a Prometheus answers/],
    ["a refusal", (_, response) => response.writeHead(401).end("{}"), /is the token or password right/],
    [
      "a refusal by what stands before it",
      (_, response) => response.writeHead(401).end("Unauthorized\n"),
      /^It answered 401: is the token or password right/,
    ],
    [
      "a page of what stands before it",
      (_, response) => response.writeHead(502).end("<html><h1>Bad Gateway</h1></html>"),
      /^It answered 502 and no reason/,
    ],
    [
      "another address of it",
      (_, response) => response.writeHead(404).end("404 page not found"),
      /its own, without \/api\/v1/,
    ],
    [
      "a number",
      (_, response) => response.end('{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}'),
      /one value a node/,
    ],
    ["a broken connection", (request) => request.socket.destroy(), /could not be reached/],
  ])("%s is told in words, and changes nothing", async (_, answered, words) => {
    answer = answered;
    await failsWith({}, words);
  });

  test("the secret is sealed, goes to the server it was given for and to no other, and is never answered", async () => {
    const seen: (string | undefined)[] = [];
    answer = (request, response) => {
      seen.push(request.headers.authorization);
      response.end('{"status":"success","data":{"resultType":"matrix","result":[]}}');
    };
    app.clock.nowMs = TEST_START_MS;
    const signIn = { by: "basic", user: "reader", password: "correct horse" };
    const body = newSourceSchema.parse({ name: "with a secret", url, signIn });
    const author = { actor: "admin", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
    const made = await withTransaction(app.db.client, (tx) =>
      createSource(tx, author, { body, sealKey: SEAL_KEY, limits: null }),
    );
    if (!made.ok) throw new Error(made.error.detail);
    const { id } = made.value;
    const row = await app.db.prisma.pullSource.findUniqueOrThrow({ where: { id } });
    expect([row.url, row.secret]).toEqual(["url", "secret"].map(() => expect.stringMatching(/^sealed:/)));
    app.clock.nowMs += 5 * 60_000;
    await pullAll();
    const header = `Basic ${Buffer.from("reader:correct horse").toString("base64")}`;
    expect(seen).toEqual([header]);
    const other = await pullDue({ ...pull, sealKey: `${SEAL_KEY}x` }, { untilMs: Number.POSITIVE_INFINITY });
    expect(other).toMatchObject({ ranges: 0 });
    for (const told of [await call("/api/v1/pull-sources"), await call("/api/v1/audit?limit=100")]) {
      expect(told.text).not.toContain("horse");
      expect(told.text).not.toContain(header.slice("Basic ".length));
    }
    const trial = {
      id,
      url: url.replace("127.0.0.1", "localhost"),
      query: "up",
      labels: body.labels,
      scale: 1,
    };
    await trySource({ ...pull, allow: ["127.0.0.0/8", "::1/128"] }, trial);
    await trySource(pull, { ...trial, url });
    expect(seen.slice(1).filter((sent) => sent !== undefined)).toEqual([header]);
    const elsewhere = { url: "https://prometheus.example.com/" };
    const moved = await call(`/api/v1/pull-sources/${id}`, { method: "PATCH", body: elsewhere });
    expect(moved.json).toMatchObject({ receiver: "https://prometheus.example.com", signInBy: "none" });
  });

  test("an answer that is too long is asked for by halves", async () => {
    const spans: number[] = [];
    answer = (request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const form = new URLSearchParams(body);
        const minutes =
          (Date.parse(form.get("end") ?? "") - Date.parse(form.get("start") ?? "")) / 60_000 + 1;
        spans.push(minutes);
        if (minutes > 4)
          response
            .writeHead(422)
            .end(
              '{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}',
            );
        else response.end('{"status":"success","data":{"resultType":"matrix","result":[]}}');
      });
    };
    app.clock.nowMs = TEST_START_MS;
    const source = await make({ name: "large", url, delaySeconds: 0 });
    app.clock.nowMs += 9 * 60_000;
    expect(await pullAll()).toMatchObject({ failures: 0 });
    expect(spans[0]).toBe(9);
    expect(spans.filter((minutes) => minutes <= 4).reduce((sum, minutes) => sum + minutes, 0)).toBe(9);
    expect((await read(source.id)).readUntil).toBe(iso(9));
    await remove(source.id);
  });
});

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { Admission } from "./admission.ts";
import { afterPeople } from "./peopleFirst.ts";
import { RequestLimits } from "./requestLimits.ts";
import { WorkLane } from "./workLane.ts";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Served {
  readonly address: string;
  /** Lets those answer that wait, and whoever comes after. */
  readonly open: () => void;
  readonly seen: string[];
  /** Also those that wait for their turn. */
  readonly come: string[];
}

async function serveWith({
  addressRequests = 1_000,
  lane = new WorkLane({ atOnce: 2, waiting: 2, ofOne: 3 }),
  pagesOfAddress = 100,
} = {}): Promise<Served> {
  const limits = new RequestLimits({
    requestsPerMinute: 1,
    failuresPerMinute: 1,
    addressRequestsPerMinute: addressRequests,
  });
  const admission = new Admission(limits, lane, pagesOfAddress);
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const come: string[] = [];
  server = createServer((incoming, outgoing) => {
    const address = String(incoming.headers["x-from"] ?? "203.0.113.9");
    come.push(incoming.url ?? "");
    void admission.admit({ incoming, outgoing, address }, async () => {
      seen.push(incoming.url ?? "");
      if (incoming.url?.startsWith("/slow")) await gate.promise;
      outgoing.end("answered");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { address: `http://127.0.0.1:${port}`, open: gate.resolve, seen, come };
}

const ask = async (served: Served, path: string, from: string, cookie = "") => {
  const answer = await fetch(served.address + path, { headers: { "x-from": from, cookie } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

describe("requests of one address", () => {
  test("beyond so many are answered 429: a problem to a program, words to a browser", async () => {
    const served = await serveWith({ addressRequests: 2 });
    for (const path of ["/fleet", "/api/v1/fleet"])
      expect((await ask(served, path, "198.51.100.1")).status).toBe(200);
    const page = await ask(served, "/fleet", "198.51.100.1");
    expect([page.status, page.headers.get("content-type")]).toEqual([429, "text/plain; charset=utf-8"]);
    expect(page.text).toContain("2 requests a minute");
    const program = await ask(served, "/api/v1/fleet", "198.51.100.1");
    expect(program.headers.get("content-type")).toBe("application/problem+json");
    expect(JSON.parse(program.text)).toMatchObject({
      status: 429,
      detail: expect.stringContaining("2 requests"),
    });
    for (const { headers } of [page, program]) expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(served, "/fleet", "198.51.100.2")).status).toBe(200);
  });

  test("do not count samples, files and probes", async () => {
    const served = await serveWith({ addressRequests: 1 });
    for (const path of ["/api/v1/samples/cpu", "/_next/static/a.js", "/healthz", "/readyz"])
      for (let turn = 0; turn < 3; turn++) expect((await ask(served, path, "198.51.100.1")).status).toBe(200);
  });
});

describe("pages", () => {
  test("are made so many at once; one person does not keep the others out, and who comes too late is told when to come", async () => {
    const served = await serveWith();
    const greedy = Array.from({ length: 3 }, () => ask(served, "/slow", "198.51.100.1"));
    await until(() => served.seen.length === 1 && served.come.length === 3);
    const other = ask(served, "/slow", "198.51.100.2");
    await until(() => served.seen.length === 2);
    // One of the greedy one's is made, two wait: that is all it may have, and all that may wait.
    expect((await ask(served, "/slow", "198.51.100.1")).status).toBe(429);
    const late = await ask(served, "/slow", "198.51.100.3");
    expect(late.status).toBe(503);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(served, "/api/v1/fleet", "198.51.100.3")).status).toBe(200);
    served.open();
    for (const answer of await Promise.all([...greedy, other])) expect(answer.status).toBe(200);
    expect((await ask(served, "/slow", "198.51.100.3")).status).toBe(200);
  });

  test("of one address are not all that wait, whatever cookies it makes up", async () => {
    const lane = new WorkLane({ atOnce: 1, waiting: 5, ofOne: 2 });
    const served = await serveWith({ lane, pagesOfAddress: 3 });
    const asked = Array.from({ length: 3 }, (_, at) =>
      ask(served, "/slow", "198.51.100.1", `ballast_session=made-up-${at}`),
    );
    await until(() => served.come.length === 3);
    const refused = await ask(served, "/slow", "198.51.100.1", "ballast_session=made-up-3");
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    const other = ask(served, "/slow", "198.51.100.2", "ballast_session=theirs");
    served.open();
    for (const answer of await Promise.all([...asked, other])) expect(answer.status).toBe(200);
    const again = await ask(served, "/slow", "198.51.100.1", "ballast_session=made-up-3");
    expect(again.status).toBe(200);
  });

  test("that are being made let one chunk of samples go on at a time, and without any samples wait for nobody", async () => {
    const served = await serveWith();
    expect(afterPeople(0)).toBeUndefined();
    const page = ask(served, "/slow", "198.51.100.1");
    await until(() => served.seen.length === 1);
    let decoded = 0;
    const rounds: number[] = [];
    const chunks = Array.from({ length: 20 }, async () => {
      await afterPeople(0);
      decoded++;
    });
    while (decoded < 20) {
      const before = decoded;
      await new Promise((resolve) => setImmediate(resolve));
      rounds.push(decoded - before);
    }
    await Promise.all(chunks);
    // A round may see the end of one turn and the beginning of the next, never all that wait.
    expect(Math.max(...rounds)).toBeLessThanOrEqual(2);
    served.open();
    await page;
    await until(() => afterPeople(0) === undefined);
  });
});

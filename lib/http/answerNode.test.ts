import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerNode } from "./answerNode.ts";
import type { RouteFunction } from "./routeDefinition.ts";

/** What the route under test was asked, told back. */
const echo = Object.assign(
  async (asked: Request): Promise<Response> => {
    const body = await asked.text().catch((error: unknown) => `broken: ${String(error)}`);
    seen.push(body);
    const { pathname, search } = new URL(asked.url);
    const padding = "y".repeat(Number(asked.headers.get("x-padding") ?? 0));
    const told = { method: asked.method, pathname, search, bytes: body.length, padding };
    return new Response(JSON.stringify(told), {
      status: 201,
      headers: [
        ["content-type", "application/json"],
        ["x-token", asked.headers.get("authorization") ?? ""],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    });
  },
  {
    route: {
      method: "POST",
      path: "/echo",
      role: "open",
      summary: "echo",
      status: 201,
      tabular: false,
      bodies: {},
      idempotent: false,
    },
  } as const satisfies Pick<RouteFunction, "route">,
);

const seen: string[] = [];
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => void answerNode(echo, incoming, outgoing));
  server.listen(0);
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterAll(() => server.close());

async function post(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; json: unknown }> {
  const outgoing = request({
    port,
    path: "/echo?x=1",
    method: "POST",
    headers: { authorization: "Bearer t", ...headers },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    json: JSON.parse(decoded(incoming.headers["content-encoding"], Buffer.concat(chunks)).toString()),
  };
}

function decoded(coding: string | undefined, body: Buffer): Buffer {
  return coding === "gzip" ? gunzipSync(body) : body;
}

describe("a route answered by Node's own server", () => {
  it.each([0, 10, 300_000])("meets the whole request, with a body of %i bytes", async (bytes) => {
    const answer = await post("x".repeat(bytes));
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ method: "POST", pathname: "/echo", search: "?x=1", bytes, padding: "" });
    expect(answer.headers).toMatchObject({ "x-token": "Bearer t", "set-cookie": ["a=1", "b=2"] });
  });

  it("meets a GET, which has no body", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/echo?x=1`);
    expect(await answer.json()).toMatchObject({ method: "GET", search: "?x=1", bytes: 0 });
  });

  it.each([
    ["large", 5_000, "gzip, br", "gzip"],
    ["large", 5_000, "*", "gzip"],
    ["large", 5_000, "br;q=1, gzip;q=0.5", "gzip"],
    ["large", 5_000, "gzip;q=0", undefined],
    ["large", 5_000, "br", undefined],
    ["large", 5_000, "", undefined],
    ["small", 10, "gzip", undefined],
  ])("compresses a %s answer (%i bytes) for who takes %j: %s", async (_size, padding, accepted, coding) => {
    const answer = await post("", { "x-padding": String(padding), "accept-encoding": accepted });
    expect(answer.json).toMatchObject({ padding: "y".repeat(padding) });
    expect(answer.headers["content-encoding"]).toBe(coding);
    expect(answer.headers["vary"]).toBe(padding > 1_000 ? "accept-encoding" : undefined);
  });

  it.each([
    ["small", 100, 50],
    ["large", 300_000, 200_000],
  ])("meets a %s body that breaks off as an error, never as its end", async (_size, promised, sent) => {
    seen.length = 0;
    const socket = connect(port);
    socket.write(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: ${promised}\r\n\r\n${"x".repeat(sent)}`);
    socket.end();
    await expect.poll(() => seen.length).toBe(1);
    expect(seen[0]).toMatch(/^broken: /);
    socket.destroy();
  });
});

/** Answers without reading, after the first chunk, or after it was cancelled. */
function refuserOf(reading: "nothing" | "a chunk" | "a chunk, then cancels"): RouteFunction {
  return Object.assign(
    async (asked: Request): Promise<Response> => {
      const reader = reading === "nothing" ? undefined : asked.body?.getReader();
      await reader?.read();
      if (reading === "a chunk, then cancels") await reader?.cancel();
      return new Response("later", { status: 503, headers: { "retry-after": "2" } });
    },
    { route: echo.route },
  );
}

describe("a body that is answered before its end", () => {
  it.each(["nothing", "a chunk", "a chunk, then cancels"] as const)(
    "of which %s was read leaves the connection good for the next request",
    async (reading) => {
      const refuser = createServer(
        (incoming, outgoing) => void answerNode(refuserOf(reading), incoming, outgoing),
      );
      refuser.listen(0);
      await once(refuser, "listening");
      const address = refuser.address();
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const ports: (number | undefined)[] = [];
      for (let turn = 0; turn < 3; turn++) {
        const outgoing = request({
          agent,
          port: typeof address === "object" && address !== null ? address.port : 0,
          method: "POST",
          headers: { "content-length": 1_000_000 },
        });
        outgoing.end(Buffer.alloc(1_000_000));
        const [incoming] = await once(outgoing, "response");
        expect(incoming.statusCode).toBe(503);
        ports.push(incoming.socket.localPort);
        incoming.resume();
        await once(incoming, "end");
      }
      expect(new Set(ports).size).toBe(1);
      agent.destroy();
      refuser.close();
    },
  );

  it("and has far too much left is not read to its end", async () => {
    const refuser = createServer(
      (incoming, outgoing) => void answerNode(refuserOf("a chunk"), incoming, outgoing),
    );
    refuser.listen(0);
    await once(refuser, "listening");
    const address = refuser.address();
    const outgoing = request({
      port: typeof address === "object" && address !== null ? address.port : 0,
      method: "POST",
      headers: { "content-length": 10_000_000_000 },
    });
    outgoing.on("error", () => undefined);
    const closed = once(outgoing, "close");
    const chunk = Buffer.alloc(1_000_000);
    const pour = (): void => {
      while (!outgoing.destroyed && outgoing.write(chunk));
    };
    outgoing.on("drain", pour);
    pour();
    await closed;
    refuser.close();
  });
});

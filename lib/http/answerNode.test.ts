import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerNode } from "./answerNode.ts";
import type { RouteFunction } from "./routeDefinition.ts";

/** What the route under test was asked, told back. */
const echo = Object.assign(
  async (asked: Request): Promise<Response> => {
    const body = await asked.text().catch((error: unknown) => `broken: ${String(error)}`);
    seen.push(body);
    const { pathname, search } = new URL(asked.url);
    return new Response(JSON.stringify({ method: asked.method, pathname, search, bytes: body.length }), {
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
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; json: unknown }> {
  const outgoing = request({
    port,
    path: "/echo?x=1",
    method: "POST",
    headers: { authorization: "Bearer t" },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    json: JSON.parse(Buffer.concat(chunks).toString()),
  };
}

describe("a route answered by Node's own server", () => {
  it.each([0, 10, 300_000])("meets the whole request, with a body of %i bytes", async (bytes) => {
    const answer = await post("x".repeat(bytes));
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ method: "POST", pathname: "/echo", search: "?x=1", bytes });
    expect(answer.headers).toMatchObject({ "x-token": "Bearer t", "set-cookie": ["a=1", "b=2"] });
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

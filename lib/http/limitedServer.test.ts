import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { type ConnectionLimits, createLimitedServer } from "./limitedServer.ts";

const servers: ReturnType<typeof createLimitedServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Short enough to wait for; that they come at all is what is asked. */
const SHORT: Partial<ConnectionLimits> = { headersMs: 200, requestMs: 400, checkMs: 50 };

async function serveWith(limits: Partial<ConnectionLimits>): Promise<{ port: number; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createLimitedServer((incoming, outgoing) => {
    text(incoming).then(
      (body) => {
        bodies.push(body);
        outgoing.end("taken");
      },
      () => undefined,
    );
  }, limits);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, bodies };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** All that comes until the server closes. */
async function heard(socket: Socket): Promise<string> {
  let said = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    said += chunk;
  });
  // Not `once`: a connection that is reset is closed as well.
  await new Promise((resolve) => socket.once("close", resolve));
  return said;
}

test("a client that never ends its headers is answered 408 and closed", async () => {
  const { port } = await serveWith(SHORT);
  const socket = await open(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  expect(await heard(socket)).toMatch(/^HTTP\/1\.1 408 /);
});

test("a client that sends its body byte by byte is closed, and no part of it is taken for the whole", async () => {
  const { port, bodies } = await serveWith(SHORT);
  const socket = await open(port);
  socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  const dripping = setInterval(() => socket.write("x"), 20);
  expect(await heard(socket)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  clearInterval(dripping);
  expect(bodies).toEqual([]);
});

test("a client that does not take its answer is closed, and what is left of it is held no longer", async () => {
  const ends = Promise.withResolvers<boolean>();
  const answer = Buffer.alloc(32 * 1_048_576, "y");
  const server = createLimitedServer(
    (_, outgoing) => {
      outgoing.once("close", () => ends.resolve(outgoing.writableFinished));
      outgoing.setHeader("content-length", answer.length);
      outgoing.end(answer);
    },
    { answerMs: 200 },
  );
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = await open(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  expect(await ends.promise).toBe(false);
  // What came of it is less than was announced: it is not taken for the whole.
  expect((await heard(socket)).length).toBeLessThan(answer.length);
});

test("an answer that is taken in time is whole, and the connection is there for the next request", async () => {
  const { port } = await serveWith({ answerMs: 60_000 });
  const socket = await open(port);
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await once(socket, "data");
  socket.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  expect(await heard(socket)).toMatch(/taken$/);
});

test("a hundred slow clients do not keep a quick one from its answer", async () => {
  const { port } = await serveWith({ headersMs: 60_000, requestMs: 60_000 });
  const slow = await Promise.all(Array.from({ length: 100 }, () => open(port)));
  for (const socket of slow) socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx");
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "whole" });
  expect(await answer.text()).toBe("taken");
  for (const socket of slow) socket.destroy();
});

test("headers that are too large are answered 431", async () => {
  const { port } = await serveWith({ headerBytes: 4_096 });
  const socket = await open(port);
  socket.write(`GET / HTTP/1.1\r\nHost: a\r\nX-Large: ${"x".repeat(5_000)}\r\n\r\n`);
  expect(await heard(socket)).toMatch(/^HTTP\/1\.1 431 /);
});

test("connections beyond the most are closed at once, and one that ends makes room", async () => {
  const { port } = await serveWith({ connections: 2 });
  const [first] = [await open(port), await open(port)];
  const third = await open(port);
  expect(await heard(third)).toBe("");
  first?.destroy();
  const statuses: number[] = [];
  // The server hears of the end in its own time.
  while (!statuses.includes(200)) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    statuses.push(answer?.status ?? 0);
  }
  expect(statuses.at(-1)).toBe(200);
});

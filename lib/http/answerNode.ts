import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RouteFunction } from "./routeDefinition.ts";

/** A body up to this is read whole before its route is called: a stream costs more than so few bytes. */
const READ_WHOLE_BYTES = 65_536;

/** An answer from this size on is compressed for who takes gzip. */
const COMPRESS_BYTES = 1_400;
/** The fastest: on a local network what a higher level saves is not worth half of its time. */
const compress = promisify(gzip);
const COMPRESSION = { level: 1 };

/**
 * Answers a request of Node's own server with a route, without a framework between them: the same function that the
 * framework calls, with the same request.
 */
export async function answerNode(
  route: RouteFunction,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await route(await requestOf(incoming, outgoing), { params: Promise.resolve({}) });
  const plain = Buffer.from(await response.arrayBuffer());
  const isCompressed = plain.length >= COMPRESS_BYTES && takesGzip(incoming);
  const body = isCompressed ? await compress(plain, COMPRESSION) : plain;
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers)
    if (name === "set-cookie") outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  if (isCompressed) outgoing.setHeader("content-encoding", "gzip");
  if (plain.length >= COMPRESS_BYTES) outgoing.appendHeader("vary", "accept-encoding");
  // Of 304 it would be the length of what is not sent.
  if (response.status !== 304) outgoing.setHeader("content-length", body.length);
  outgoing.end(body);
  drain(incoming);
}

/** RFC 9110: named, or by `*`, and not with a weight of 0. */
function takesGzip({ headers }: IncomingMessage): boolean {
  const codings = String(headers["accept-encoding"] ?? "").split(",");
  const weights = new Map(
    codings.map((coding) => {
      const [name = "", ...parameters] = coding.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

async function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Request> {
  const gone = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  const method = incoming.method ?? "GET";
  const body = method === "GET" ? null : await bodyOf(incoming);
  return new Request(`http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`, {
    method,
    headers: headersOf(incoming),
    signal: gone.signal,
    ...(body === null ? {} : { body, duplex: "half" }),
  });
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  const { rawHeaders } = incoming;
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return headers;
}

async function bodyOf(
  incoming: IncomingMessage,
): Promise<Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null> {
  const length = Number(incoming.headers["content-length"] ?? Number.NaN);
  if (!(length <= READ_WHOLE_BYTES)) return streamOf(incoming);
  if (length === 0) return null;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch (error) {
    // Broken off: for the route to meet where it reads, and to answer.
    return new ReadableStream({ start: (controller) => controller.error(error) });
  }
  return Buffer.concat(chunks);
}

/** Chunk by chunk as it is asked for, so that the sender is held back while one is worked on; before that, nothing. */
function streamOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let isWanted = true;
  incoming.pause();
  return new ReadableStream(
    {
      start: (controller) => {
        incoming.on("data", (chunk: Buffer) => {
          incoming.pause();
          controller.enqueue(chunk);
        });
        incoming.once("end", () => isWanted && controller.close());
        incoming.once("error", (error) => controller.error(error));
      },
      pull: () => {
        incoming.resume();
      },
      cancel: () => {
        isWanted = false;
        incoming.removeAllListeners("data");
      },
    },
    { highWaterMark: 0 },
  );
}

/** What a sender may still send of a body that was answered before its end, so that it comes to read the answer. */
const MOST_DRAINED_BYTES = 8 * 1_048_576;

/**
 * Reads the rest of a body past, so that the connection can take its next request; one that has much left is closed. Node
 * does that for bodies that were not touched at all.
 */
function drain(incoming: IncomingMessage): void {
  if (incoming.complete) return;
  let left = MOST_DRAINED_BYTES;
  incoming.removeAllListeners("data");
  incoming.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) incoming.destroy();
  });
  incoming.resume();
}

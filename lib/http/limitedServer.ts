import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";

/** What a connection may take before it is closed. */
export interface ConnectionLimits {
  /** For all headers to come, from the first byte on. */
  readonly headersMs: number;
  /** For the whole request to come, its body included. */
  readonly requestMs: number;
  /** For an answer to be taken, from when all of it is made. */
  readonly answerMs: number;
  /** From an answer to the next request. */
  readonly idleMs: number;
  /** How often connections are looked at for the first two. */
  readonly checkMs: number;
  readonly headerBytes: number;
  readonly connections: number;
}

const LIMITS: ConnectionLimits = {
  headersMs: 15_000,
  // 100 MiB of samples over a line of 4 Mbit/s.
  requestMs: 240_000,
  // As much of an answer.
  answerMs: 240_000,
  // Longer than the minute after which proxies give up an idle connection: whoever gives it up first must not be us, since
  // a request that is on its way by then is lost.
  idleMs: 75_000,
  checkMs: 5_000,
  headerBytes: 16_384,
  connections: 20_000,
};

/**
 * Node's own server, with every limit said: a client that sends its headers or its body byte by byte is answered 408 and
 * closed, headers that are too large 431, a connection beyond the most is closed at once, and so is one that does not take its
 * answer, which stands in memory until then.
 */
export function createLimitedServer(
  listener: RequestListener,
  limits: Partial<ConnectionLimits> = {},
): Server {
  const set = { ...LIMITS, ...limits };
  const server = createServer(
    {
      headersTimeout: set.headersMs,
      requestTimeout: set.requestMs,
      keepAliveTimeout: set.idleMs,
      connectionsCheckingInterval: set.checkMs,
      maxHeaderSize: set.headerBytes,
    },
    (incoming, outgoing) => {
      closeUntaken(outgoing, set.answerMs);
      listener(incoming, outgoing);
    },
  );
  server.maxConnections = set.connections;
  return server;
}

/** From `prefinish` on nothing of the answer is still to be made: the client alone says how long it takes. */
function closeUntaken(outgoing: ServerResponse, answerMs: number): void {
  outgoing.once("prefinish", () => {
    const timer = setTimeout(() => outgoing.destroy(), answerMs);
    outgoing.once("close", () => clearTimeout(timer));
  });
}

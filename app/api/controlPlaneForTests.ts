import { createHmac, timingSafeEqual } from "node:crypto";
import http from "node:http";

/** What it was asked to do, under one key. */
interface Operation {
  readonly key: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies whose shape is what they are about to assert
  readonly asked: any;
  /** How often it was sent, and its result asked for. */
  sent: number;
  polled: number;
}

export interface FakeControlPlane {
  readonly url: string;
  /** By key, in the order of their first arrival: the same key is the same operation. */
  readonly operations: Map<string, Operation>;
  /** Requests whose signature was not right. */
  readonly forged: string[];
  /** What the next requests to change a home are answered; when it is used up, received. */
  readonly answers: number[];
  /** Where results can be asked for: null = it calls back instead. */
  resultsAt: ((key: string) => string) | null;
  /** What it says of an operation when it is asked. */
  result: (operation: Operation) => object | number;
  close(): Promise<void>;
}

/** A control plane as its owner would write one, by what the documentation says and nothing else. */
export async function startControlPlane(secret: string): Promise<FakeControlPlane> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const signed = request.method === "GET" ? (request.url ?? "") : body;
      if (!verify(request.headers["ballast-signature"], signed, secret)) {
        plane.forged.push(request.url ?? "");
        response.writeHead(401).end();
      } else if (request.method === "GET") tell(request.url ?? "", response);
      else receive(String(request.headers["idempotency-key"]), body, response);
    });
  });

  function receive(key: string, body: string, response: http.ServerResponse): void {
    const known = plane.operations.get(key) ?? { key, asked: JSON.parse(body), sent: 0, polled: 0 };
    known.sent += 1;
    plane.operations.set(key, known);
    const status = plane.answers.shift() ?? 202;
    const location = plane.resultsAt?.(key);
    response.writeHead(status, status === 202 && location !== undefined ? { location } : {}).end();
  }

  function tell(url: string, response: http.ServerResponse): void {
    const operation = plane.operations.get(decodeURIComponent(url.split("/").at(-1) ?? ""));
    if (operation !== undefined) operation.polled += 1;
    const answer = operation === undefined ? 404 : plane.result(operation);
    if (typeof answer === "number") response.writeHead(answer).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const plane: FakeControlPlane = {
    url: `http://127.0.0.1:${port}/homes`,
    operations: new Map(),
    forged: [],
    answers: [],
    resultsAt: null,
    result: () => ({ state: "pending" }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return plane;
}

function verify(header: string | string[] | undefined, signed: string, secret: string): boolean {
  const [, seconds = "", sent = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(header)) ?? [];
  const expected = createHmac("sha256", secret).update(`${seconds}.${signed}`).digest();
  return sent !== "" && timingSafeEqual(Buffer.from(sent, "hex"), expected);
}

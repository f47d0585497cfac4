import { createHmac, timingSafeEqual } from "node:crypto";
import http from "node:http";

export interface Received {
  readonly headers: http.IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies whose shape is what they are about to assert
  readonly json: any;
  readonly isSigned: boolean;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** What the next requests are answered; 200 when it is used up. */
  readonly answers: (number | "redirect" | "hang up" | "endless" | "never")[];
  close(): Promise<void>;
}

/** A receiver as a user would write one: it verifies the signature by what the documentation says, and nothing else. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver["answers"] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { headers } = request;
      received.push({ headers, json: JSON.parse(body), isSigned: verify(headers, body, secret) });
      const answer = answers.shift() ?? 200;
      if (answer === "never") return;
      if (answer === "hang up") request.socket.destroy();
      else if (answer === "redirect") response.writeHead(307, { location: request.url ?? "/" }).end();
      else if (answer === "endless") {
        response.writeHead(200);
        const write = () => !response.destroyed && response.write("x".repeat(16_384), write);
        write();
      } else response.writeHead(answer).end("thank you");
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function verify(headers: http.IncomingHttpHeaders, body: string, secret: string): boolean {
  const [, seconds = "", sent = ""] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["ballast-signature"])) ?? [];
  const expected = createHmac("sha256", secret).update(`${seconds}.${body}`).digest();
  return sent !== "" && timingSafeEqual(Buffer.from(sent, "hex"), expected);
}

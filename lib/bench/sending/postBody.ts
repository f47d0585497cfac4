import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";

export interface PostAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends one body and reads the whole answer; with node:http, which costs the sender least. Rejects where nobody answers. */
export function postBody(
  { url, agent, headers }: { url: string; agent: Agent; headers: OutgoingHttpHeaders },
  body: string | Buffer,
): Promise<PostAnswer> {
  return new Promise((answered, failed) => {
    const sized = { ...headers, "content-length": Buffer.byteLength(body) };
    const outgoing = request(url, { method: "POST", agent, headers: sized }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("error", failed);
      incoming.on("end", () =>
        answered({ status: incoming.statusCode ?? 0, headers: incoming.headers, text }),
      );
    });
    outgoing.on("error", failed);
    outgoing.end(body);
  });
}

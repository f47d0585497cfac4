import type { z } from "zod";
import { writeCsv } from "./csv.ts";
import type { Arrival } from "./handleRequest.ts";
import { writeJsonInPieces } from "./jsonPieces.ts";
import type { AnswerForm } from "./negotiate.ts";
import type { RouteDefinition } from "./routeDefinition.ts";
import { Written } from "./written.ts";

/** What a handler answered, or an earlier one to the same key. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly replayed: boolean;
}

/** The answer in the form that was asked for. All of it is made when it goes out: it is never cut off by an error. */
export async function renderAnswer<A extends z.ZodType>(
  definition: Pick<
    RouteDefinition<z.ZodType, z.ZodType, z.ZodType, A>,
    "response" | "csv" | "renderAs" | "writeJson" | "redirectsTo" | "answerType"
  >,
  answered: Answered,
  { headers, sent, arrival }: { headers: Headers; sent: { readonly form: AnswerForm }; arrival: Arrival },
): Promise<Response> {
  if (!definition.response) return new Response(null, { status: 204, headers });
  const { status } = answered;
  const check = (json: string) => {
    if (arrival.app.checkAnswers) definition.response?.parse(JSON.parse(json));
  };
  if (answered.body instanceof Written) {
    const { contentType } = answered.body;
    if (contentType === "application/json" && !definition.answerType) check(answered.body.text());
    headers.set("content-type", contentType);
    return answerWritten(answered.body, { status, headers, asked: arrival.request.headers });
  }
  // It came from the handler, or from its own earlier answer to the same key: it has the type of the schema.
  const body = answered.body as z.output<A>;
  if (definition.redirectsTo) {
    headers.set("location", definition.redirectsTo(body));
    return new Response(null, { status: 303, headers });
  }
  const writeJson = definition.writeJson ?? writeJsonInPieces;
  if (arrival.app.checkAnswers) check(String(Buffer.from(await writeJson(body))));
  if (definition.renderAs) {
    const { contentType, text } = definition.renderAs(body);
    headers.set("content-type", contentType);
    return new Response(text, { status, headers });
  }
  headers.set("vary", "Accept");
  linkNextPage(headers, body, arrival.request.url);
  if (sent.form === "csv" && definition.csv) {
    headers.set("content-type", "text/csv; charset=utf-8; header=present");
    return new Response(await writeCsv(definition.csv(body)), { status, headers });
  }
  headers.set("content-type", "application/json");
  return new Response(await writeJson(body), { status, headers });
}

/**
 * With its ETag, where it has a digest; 304 where the client names it. A client may keep it but has to ask each time, nobody
 * else may: another caller sees other regions. Weak, because it may be compressed on its way out.
 */
function answerWritten(
  written: Written,
  { status, headers, asked }: { status: number; headers: Headers; asked: Headers },
): Response {
  if (written.digest === null) return new Response(written.stream(), { status, headers });
  const tag = `W/"${written.digest}"`;
  headers.set("etag", tag);
  headers.set("cache-control", "private, no-cache");
  if (!names(asked.get("if-none-match"), tag)) return new Response(written.stream(), { status, headers });
  headers.delete("content-type");
  return new Response(null, { status: 304, headers });
}

/** RFC 9110: `*`, or a list in which it stands; strong or weak makes no difference. */
function names(ifNoneMatch: string | null, tag: string): boolean {
  const listed = (ifNoneMatch ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return listed.includes("*") || listed.includes(tag.replace(/^W\//, ""));
}

/** RFC 8288: where the answer goes on, for CSV too, which has no other place to say that it does. */
function linkNextPage(headers: Headers, body: unknown, address: string): void {
  if (typeof body !== "object" || body === null || !("nextCursor" in body)) return;
  if (typeof body.nextCursor !== "string") return;
  const next = new URL(address);
  next.searchParams.set("cursor", body.nextCursor);
  headers.set("link", `<${next.pathname}${next.search}>; rel="next"`);
}

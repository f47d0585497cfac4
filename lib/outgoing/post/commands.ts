import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { whyRefused } from "../refuseAddress.ts";
import { SIGNATURE_HEADER, signBody } from "../signature.ts";

/** The whole of a delivery, from the name's resolution to the end of the answer. */
const ANSWERS_WITHIN_MS = 10_000;
/** What is read of an answer at most: little in it is needed. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

export interface SignedPost {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly idempotencyKey: string;
  readonly nowMs: number;
  /** Networks that are not public and may be sent to all the same. */
  readonly allow: readonly string[];
}

/** A question without a body. What is signed in its place is its path, with what follows it. */
export type SignedAsk = Pick<SignedPost, "url" | "secret" | "nowMs" | "allow">;

/** What became of it. `isFinal`: trying again would end the same way. The error never holds the address or the secret. */
export type PostOutcome =
  | { readonly ok: true; readonly status: number; readonly location: string | null; readonly text: string }
  | { readonly ok: false; readonly status: number | null; readonly error: string; readonly isFinal: boolean };

/**
 * Sends a signed body. The name is resolved once, the address judged, and that very address connected to, so that a name
 * cannot lead elsewhere between the look and the leap. Redirects are refused, time and the answer's size limited. Only a
 * 2xx counts as received.
 */
export async function postSigned(post: SignedPost): Promise<PostOutcome> {
  const { body, idempotencyKey } = post;
  return await exchange(post, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": idempotencyKey,
      [SIGNATURE_HEADER]: signBody(post.secret, post),
    },
  });
}

/** Asks a question, signed and guarded in the same way. */
export async function askSigned(ask: SignedAsk): Promise<PostOutcome> {
  const { pathname, search } = new URL(ask.url);
  const signed = { body: `${pathname}${search}`, nowMs: ask.nowMs };
  const headers = { accept: "application/json", [SIGNATURE_HEADER]: signBody(ask.secret, signed) };
  return await exchange(ask, { method: "GET", body: "", headers });
}

interface Message {
  readonly method: "POST" | "GET";
  readonly body: string;
  readonly headers: http.OutgoingHttpHeaders;
}

async function exchange(to: Pick<SignedPost, "url" | "allow">, message: Message): Promise<PostOutcome> {
  const url = new URL(to.url);
  const found = await resolve(url.hostname, to.allow);
  if ("error" in found) return { ok: false, status: null, ...found };
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  try {
    return judge(await send(url, { message, found, signal }));
  } catch (error) {
    return { ok: false, status: null, error: wordsOf(error, signal), isFinal: false };
  }
}

interface Found {
  readonly address: string;
  readonly family: 4 | 6;
}

async function resolve(
  hostname: string,
  allow: readonly string[],
): Promise<Found | { readonly error: string; readonly isFinal: boolean }> {
  const name = hostname.replace(/^\[|\]$/g, "");
  const addresses = await lookup(name, { all: true, verbatim: true }).catch(() => []);
  const [first] = addresses;
  if (first === undefined) return { error: "The receiver’s name leads nowhere.", isFinal: false };
  // One that is refused among several is reason enough: the name is not to be trusted.
  for (const { address } of addresses) {
    const why = whyRefused(address, allow);
    if (why !== null)
      return { error: `Not sent: ${why}. BALLAST_OUTGOING_ALLOW may allow its network.`, isFinal: true };
  }
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

interface Sending {
  readonly message: Message;
  readonly found: Found;
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

function send(url: URL, { message, found, signal }: Sending): Promise<Answer> {
  const pinned: LookupFunction = (_hostname, options, callback) => {
    if (options.all === true) callback(null, [found]);
    else callback(null, found.address, found.family);
  };
  const { promise, resolve: settle, reject } = Promise.withResolvers<Answer>();
  const request = (url.protocol === "https:" ? https : http).request(
    url,
    {
      method: message.method,
      signal,
      agent: false,
      lookup: pinned,
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      headers: { "user-agent": "Ballast", ...message.headers },
    },
    (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_LIMIT_BYTES) answer.destroy();
        else chunks.push(chunk);
      });
      answer.on("error", reject);
      // The status came with the head: an answer that is too long was received nevertheless.
      answer.on("close", () =>
        settle({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? null,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    },
  );
  request.on("error", reject);
  request.end(message.body);
  return promise;
}

function judge({ status, ...answer }: Answer): PostOutcome {
  if (status >= 200 && status < 300) return { ok: true, status, ...answer };
  if (status >= 300 && status < 400)
    return { ok: false, status, error: `It answered ${status}: redirects are not followed.`, isFinal: true };
  const isGone = status === 410;
  return { ok: false, status, error: `It answered ${status}${isGone ? ": gone" : ""}.`, isFinal: isGone };
}

/** Words for a failed connection: never the library's own, which may repeat the address. */
function wordsOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `It did not answer within ${ANSWERS_WITHIN_MS / 1_000} s.`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `It could not be reached${/^[A-Z_0-9]{2,40}$/.test(code) ? ` (${code})` : ""}.`;
}

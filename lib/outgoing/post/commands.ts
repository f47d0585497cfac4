import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { whyRefused } from "../refuseAddress.ts";
import { SIGNATURE_HEADER, signBody } from "../signature.ts";

/** The whole of a delivery, from the name's resolution to the end of the answer. */
const ANSWERS_WITHIN_MS = 10_000;
/** What is read of an answer at most: nothing in it is needed. */
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

/** What became of it. `isFinal`: trying again would end the same way. The error never holds the address or the secret. */
export type PostOutcome =
  | { readonly ok: true; readonly status: number }
  | { readonly ok: false; readonly status: number | null; readonly error: string; readonly isFinal: boolean };

/**
 * Sends a signed body. The name is resolved once, the address judged, and that very address connected to, so that a name
 * cannot lead elsewhere between the look and the leap. Redirects are refused, time and the answer's size limited. Only a
 * 2xx counts as received.
 */
export async function postSigned(post: SignedPost): Promise<PostOutcome> {
  const url = new URL(post.url);
  const found = await resolve(url.hostname, post.allow);
  if ("error" in found) return { ok: false, status: null, ...found };
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  try {
    return judge(await send(url, { post, found, signal }));
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
  readonly post: SignedPost;
  readonly found: Found;
  readonly signal: AbortSignal;
}

function send(url: URL, { post, found, signal }: Sending): Promise<number> {
  const { body, secret, nowMs, idempotencyKey } = post;
  const pinned: LookupFunction = (_hostname, options, callback) => {
    if (options.all === true) callback(null, [found]);
    else callback(null, found.address, found.family);
  };
  const { promise, resolve: settle, reject } = Promise.withResolvers<number>();
  const request = (url.protocol === "https:" ? https : http).request(
    url,
    {
      method: "POST",
      signal,
      agent: false,
      lookup: pinned,
      ...(isIP(url.hostname) === 0 && { servername: url.hostname }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Ballast",
        "idempotency-key": idempotencyKey,
        [SIGNATURE_HEADER]: signBody(secret, { body, nowMs }),
      },
    },
    (answer) => {
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > ANSWER_LIMIT_BYTES) answer.destroy();
      });
      answer.on("error", reject);
      // The status came with the head: an answer that is too long was received nevertheless.
      answer.on("close", () => settle(answer.statusCode ?? 0));
    },
  );
  request.on("error", reject);
  request.end(body);
  return promise;
}

function judge(status: number): PostOutcome {
  if (status >= 200 && status < 300) return { ok: true, status };
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

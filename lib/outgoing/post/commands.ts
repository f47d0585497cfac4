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
  /** How a name is resolved; left out: as the machine does. */
  readonly lookUp?: LookUp;
}

type LookUp = (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const lookUpAll: LookUp = (name) => lookup(name, { all: true, verbatim: true });

/** A question without a body. What is signed in its place is its path, with what follows it. */
export type SignedAsk = Pick<SignedPost, "url" | "secret" | "nowMs" | "allow" | "lookUp">;

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

/** A question to a server that has a way of its own to know us; what it answers may be long. */
export interface GuardedAsk {
  readonly url: string;
  /** Networks that are not public and may be asked all the same. */
  readonly allow: readonly string[];
  readonly headers: http.OutgoingHttpHeaders;
  /** Sent by POST, as a form. */
  readonly form: URLSearchParams;
  readonly answersWithinMs: number;
  readonly answerLimitBytes: number;
}

/** What it answered, whatever the status; or why nothing can be said, in words that hold neither address nor secret. */
export type GuardedAnswer =
  | { readonly ok: true; readonly status: number; readonly text: string }
  | { readonly ok: false; readonly error: string; readonly isTooLong: boolean };

/** Asks, guarded in the same way: the address judged and pinned, redirects not followed, time and length limited. */
export async function askGuarded(ask: GuardedAsk): Promise<GuardedAnswer> {
  const url = new URL(ask.url);
  const signal = AbortSignal.timeout(ask.answersWithinMs);
  const found = await resolve(bareName(url), { allow: ask.allow, signal, words: ASKED });
  if ("error" in found) return { ok: false, error: found.error, isTooLong: false };
  const body = ask.form.toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    accept: "application/json",
    ...ask.headers,
  };
  const { answerLimitBytes } = ask;
  try {
    const message: Message = { method: "POST", body, headers };
    const answer = await send(url, { message, found, signal, answerLimitBytes });
    if (answer.isCut) {
      const limit = `${Math.round(answerLimitBytes / 1_048_576)} MiB`;
      return { ok: false, error: `Its answer is longer than ${limit}.`, isTooLong: true };
    }
    if (answer.status >= 300 && answer.status < 400) {
      const error = `It answered ${answer.status}: redirects are not followed.`;
      return { ok: false, error, isTooLong: false };
    }
    return { ok: true, status: answer.status, text: answer.text };
  } catch (error) {
    const words = wordsOf(error, signal, ask.answersWithinMs);
    return { ok: false, error: words, isTooLong: false };
  }
}

interface Message {
  readonly method: "POST" | "GET";
  readonly body: string;
  readonly headers: http.OutgoingHttpHeaders;
}

async function exchange(
  to: Pick<SignedPost, "url" | "allow" | "lookUp">,
  message: Message,
): Promise<PostOutcome> {
  const url = new URL(to.url);
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  const found = await resolve(bareName(url), { ...to, signal });
  if ("error" in found) return { ok: false, status: null, ...found };
  try {
    return judge(await send(url, { message, found, signal, answerLimitBytes: ANSWER_LIMIT_BYTES }));
  } catch (error) {
    const words = wordsOf(error, signal, ANSWERS_WITHIN_MS);
    return { ok: false, status: null, error: words, isFinal: false };
  }
}

/** How it is said that there is nowhere to go, by what was meant to be done there. */
interface NowhereWords {
  readonly nameless: string;
  readonly refused: string;
}

const SENT: NowhereWords = { nameless: "The receiver’s name leads nowhere.", refused: "Not sent" };
const ASKED: NowhereWords = {
  nameless: "The server’s name leads nowhere: is its address right?",
  refused: "Not asked",
};

interface Found {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The host as addresses are written elsewhere: without the brackets of version 6. */
function bareName({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

async function resolve(
  name: string,
  {
    allow,
    lookUp = lookUpAll,
    signal,
    words = SENT,
  }: Pick<SignedPost, "allow" | "lookUp"> & { readonly signal: AbortSignal; readonly words?: NowhereWords },
): Promise<Found | { readonly error: string; readonly isFinal: boolean }> {
  // A look-up cannot be stopped, but need not be waited for.
  const tooLate = new Promise<[]>((settle) =>
    signal.addEventListener("abort", () => settle([]), { once: true }),
  );
  const addresses = await Promise.race([lookUp(name).catch(() => []), tooLate]);
  const [first] = addresses;
  if (first === undefined) return { error: words.nameless, isFinal: false };
  // One that is refused among several is reason enough: the name is not to be trusted.
  for (const { address } of addresses) {
    const why = whyRefused(address, allow);
    if (why !== null)
      return {
        error: `${words.refused}: ${why}. BALLAST_OUTGOING_ALLOW may allow its network.`,
        isFinal: true,
      };
  }
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

interface Sending {
  readonly message: Message;
  readonly found: Found;
  readonly signal: AbortSignal;
  readonly answerLimitBytes: number;
}

interface Answer {
  /** It was longer than is read. */
  readonly isCut: boolean;
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

function send(url: URL, { message, found, signal, answerLimitBytes }: Sending): Promise<Answer> {
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
      ...(isIP(bareName(url)) === 0 && { servername: url.hostname }),
      headers: { "user-agent": "Ballast", ...message.headers },
    },
    (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > answerLimitBytes) answer.destroy();
        else chunks.push(chunk);
      });
      answer.on("error", reject);
      // The status came with the head: an answer that is too long was received nevertheless.
      answer.on("close", () =>
        settle({
          isCut: size > answerLimitBytes,
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

function judge({ status, isCut: _, ...answer }: Answer): PostOutcome {
  if (status >= 200 && status < 300) return { ok: true, status, ...answer };
  if (status >= 300 && status < 400)
    return { ok: false, status, error: `It answered ${status}: redirects are not followed.`, isFinal: true };
  const isGone = status === 410;
  return { ok: false, status, error: `It answered ${status}${isGone ? ": gone" : ""}.`, isFinal: isGone };
}

/** Words for a failed connection: never the library's own, which may repeat the address. */
function wordsOf(error: unknown, signal: AbortSignal, withinMs: number): string {
  if (signal.aborted) return `It did not answer within ${withinMs / 1_000} s.`;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `It could not be reached${/^[A-Z_0-9]{2,40}$/.test(code) ? ` (${code})` : ""}.`;
}

import { createHmac } from "node:crypto";
import { createPerson, type NewPerson } from "#lib/auth/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import type { TestApp } from "#lib/http/appForTests.ts";
import type { apiCaller, CallAnswer } from "./callApiForTests.ts";

export const GOOD_PASSWORD = "seven quiet lighthouses";

const AUTHOR = { actor: "cli", actorRole: "admin", requestId: null };

/** Somebody with a password of their own. */
export async function makePersonForTest(
  { db, clock }: Pick<TestApp, "db" | "clock">,
  {
    role = "viewer",
    regions = null,
    email,
    name = "Someone Else",
  }: Partial<NewPerson> & { readonly email: string },
): Promise<string> {
  const author = { ...AUTHOR, atMs: clock.nowMs };
  const made = await withTransaction(db.client, (tx) =>
    createPerson(tx, author, { email, name, role, regions, given: GOOD_PASSWORD }),
  );
  if (!made.ok) throw new Error(made.error.detail);
  return made.value.id;
}

/** What a browser does with cookies: keeps what it is given, forgets what is taken back. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  take(answer: Pick<CallAnswer, "headers"> | Response): void {
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = "", ...attributes] = cookie.split("; ");
      const parting = pair.indexOf("=");
      const name = pair.slice(0, parting);
      const isGone = attributes.some((one) => /^max-age=0$/i.test(one));
      if (isGone) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(parting + 1));
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  value(name: string): string | undefined {
    return this.#cookies.get(name);
  }
}

export type Send = (
  path: string,
  body?: unknown,
  call?: { method?: string; from?: string },
) => Promise<CallAnswer>;

/** A browser on our own pages: each call with its cookies, and what comes back kept. */
export function browserOf(call: ReturnType<typeof apiCaller>, jar = new Jar()): { send: Send; jar: Jar } {
  return {
    jar,
    send: async (path, body, { method = body === undefined ? "GET" : "POST", from = "203.0.113.1" } = {}) => {
      const headers = { cookie: jar.header, "sec-fetch-site": "same-origin", "x-forwarded-for": from };
      const answer = await call(path, {
        method,
        token: "",
        headers,
        ...(body === undefined ? {} : { body }),
      });
      jar.take(answer);
      return answer;
    },
  };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code that an app shows for an otpauth address (RFC 6238: SHA-1, 30 s, six digits). */
export function codeOf(uri: string, nowMs = Date.now()): string {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(nowMs / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

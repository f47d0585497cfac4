import { type Credential, PERSON_COOKIE } from "../auth/index.ts";

export const SESSION_COOKIE = "ballast_session";

/**
 * The token or session a request comes with. A token wins: a script that sends one means it. Of the two kinds of session
 * that of a token: a person who plays one of the demo's people is that one meanwhile. null = none.
 */
export function readCredential(headers: Headers): Credential | null {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const [, secret = ""] = /^Bearer +([^\s]+)$/i.exec(authorization.trim()) ?? [];
    return { secret, by: "bearer", holder: "token" };
  }
  const cookies = headers.get("cookie");
  return credentialOfCookies((name) => readCookie(cookies, name));
}

/** The same of a page, which has its cookies only. */
export function credentialOfCookies(read: (name: string) => string | null): Credential | null {
  const session = read(SESSION_COOKIE);
  if (session !== null && session !== "") return { secret: session, by: "session", holder: "token" };
  const person = read(PERSON_COOKIE);
  return person === null || person === "" ? null : { secret: person, by: "session", holder: "person" };
}

export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key = "", ...value] = part.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return null;
}

/** The address that a request came from: whoever serves the app has settled it. */
export function addressOf(headers: Headers): string {
  return headers.get("x-forwarded-for") ?? "unknown";
}

/**
 * Whether a request that carries a cookie was made by one of our own pages. Browsers send Sec-Fetch-Site with every
 * request and Origin with every one that changes something; one that has neither did not come from a page of ours.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  const host = headers.get("x-forwarded-host") ?? headers.get("host");
  if (origin === null || host === null) return false;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Read by no script, sent to no other site, and only over TLS where the sign-in was. */
export function sessionCookie(
  secret: string,
  {
    maxAgeSeconds,
    secure,
    name = SESSION_COOKIE,
  }: { readonly maxAgeSeconds: number; readonly secure: boolean; readonly name?: string },
): string {
  const attributes = [`${name}=${secret}`, "Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${maxAgeSeconds}`];
  return [...attributes, ...(secure ? ["Secure"] : [])].join("; ");
}

/** What a proxy in front says of the browser's connection; without one the app itself speaks plain HTTP. */
export function isOverTls(headers: Headers): boolean {
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Access, authenticate, authorize, type Caller, PERSON_COOKIE } from "../auth/index.ts";
import { type AppContext, appContext, callersOf } from "./appContext.ts";
import { credentialOfCookies } from "./credentials.ts";
import { limitApp } from "./limitedApp.ts";

/** Who looks at a page: the session of the browser, or null when nobody is signed in. Asked once a request. */
export const pageCaller = cache(async (): Promise<Caller | null> => {
  const jar = await cookies();
  // As it was sent: what is kept in memory of a session is kept by that, for pages and routes alike.
  const credential = credentialOfCookies((name) => encodedValue(jar.get(name)?.value));
  if (credential === null) return null;
  const app = appContext();
  return await authenticate(callersOf(app), credential, app.clock());
});

/** The cookie of the person's session that this page was asked for with; null = none. */
export async function ownPersonCookie(): Promise<string | null> {
  return encodedValue((await cookies()).get(PERSON_COOKIE)?.value);
}

function encodedValue(value: string | undefined): string | null {
  return value === undefined ? null : encodeURIComponent(value);
}

/**
 * The app as whoever looks at a page meets it, limited to their regions: what every page and its loaders read from. To nobody
 * there is no region.
 */
export const pageApp = cache(
  async (): Promise<AppContext> => limitApp(appContext(), (await pageCaller()) ?? { regions: [] }),
);

/** Where the browser reaches the app, for commands to copy: scheme, name and port. */
export async function pageOrigin(): Promise<string> {
  const given = await headers();
  const host = given.get("x-forwarded-host") ?? given.get("host") ?? "";
  const scheme = given.get("x-forwarded-proto") === "https" ? "https" : "http";
  // It goes into a line for a shell: a name and a port, and nothing else.
  return /^[\w.:[\]-]+$/.test(host) ? `${scheme}://${host}` : "http://localhost:3000";
}

/**
 * Who looks at a page that needs a role (reading pages: `viewer`). Nobody signed in: to the sign-in page, and back to
 * `returnTo` (an address of ours, with its query) afterwards. Too small a role: null, and the page says so.
 */
export async function requirePageCaller(access: Access, returnTo: string): Promise<Caller | null> {
  const caller = await pageCaller();
  if (!caller) redirect(`/sign-in?next=${encodeURIComponent(returnTo)}`);
  return authorize(caller.role, access) ? caller : null;
}

export { safeReturnTo } from "./returnTo.ts";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { type Access, authenticate, authorize, type Caller } from "../auth/index.ts";
import { appContext } from "./appContext.ts";
import { SESSION_COOKIE } from "./credentials.ts";

/** Who looks at a page: the session of the browser, or null when nobody is signed in. */
export async function pageCaller(): Promise<Caller | null> {
  const secret = (await cookies()).get(SESSION_COOKIE)?.value;
  if (secret === undefined) return null;
  const { database, clock } = appContext();
  return await authenticate(database.pools.ingest, { secret, by: "session" }, clock());
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

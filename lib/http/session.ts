import { z } from "zod";
import {
  authenticate,
  type Caller,
  endSession,
  forgetVerified,
  type StartedSession,
  startSession,
  type whoSchema,
} from "../auth/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { addressOf, isSameOrigin, readCookie, SESSION_COOKIE, sessionCookie } from "./credentials.ts";
import type { HandlerContext } from "./routeDefinition.ts";

export const signInSchema = z.strictObject({ token: z.string().max(200).describe("a token's secret") });

type Context<Body> = HandlerContext<undefined, undefined, Body>;

/** Who this token or session is; nulls for nobody. */
export async function whoAmI({
  caller,
}: Context<undefined>): Promise<Result<z.output<typeof whoSchema>, Failure>> {
  return ok({ actor: caller?.actor ?? null, role: caller?.role ?? null });
}

/**
 * Signs a browser in with a token: the cookie holds a new secret, never the token. Only from our own page, so that
 * nobody is signed in as someone else unawares. `forbidden` for a token that is not good.
 */
export async function signIn(
  context: Context<z.output<typeof signInSchema>>,
): Promise<Result<{ actor: string; role: Caller["role"] }, Failure>> {
  const { app, author, body, db, headers, nowMs } = context;
  const fromPage = headers.has("sec-fetch-site") || headers.has("origin");
  if (fromPage && !isSameOrigin(headers)) {
    return err({ code: "forbidden", detail: "Sign in from our own page." });
  }
  const caller = await authenticate(
    app.database.pools.ingest,
    { secret: body.token.trim(), by: "bearer" },
    nowMs,
  );
  if (!caller) {
    const counted = await app.limits.noteFailure(addressOf(headers));
    if (!counted.ok) return counted;
    return err({
      code: "forbidden",
      detail: "This token is unknown, revoked or expired. Make another with `npm run token`.",
    });
  }
  if (caller.role === "ingest") {
    return err({
      code: "forbidden",
      detail: "This token can only send samples. Sign in with a viewer's or a greater one.",
    });
  }
  const signedIn = { ...author, actor: caller.actor, actorRole: caller.role };
  const session = await startSession(db, signedIn, caller);
  setSessionCookie(context, session);
  return ok({ actor: caller.actor, role: caller.role });
}

/** Hands the browser a session that has just begun. */
export function setSessionCookie(
  { headers, nowMs, reply }: Pick<Context<unknown>, "headers" | "nowMs" | "reply">,
  session: StartedSession,
): void {
  const maxAgeSeconds = Math.floor((session.expiresAtMs - nowMs) / 1_000);
  reply.header("set-cookie", sessionCookie(session.secret, { maxAgeSeconds, secure: isOverTls(headers) }));
}

/** What a proxy in front says of the browser's connection; without one the app itself speaks plain HTTP. */
function isOverTls(headers: Headers): boolean {
  return headers.get("x-forwarded-proto")?.split(",")[0]?.trim() === "https";
}

/** Signs the browser out. Nobody signed in: nothing to do. */
export async function signOut(context: Context<undefined>): Promise<Result<undefined, Failure>> {
  const { author, caller, db, headers } = context;
  const secret = readCookie(headers.get("cookie"), SESSION_COOKIE);
  if (secret !== null && caller?.by === "session") {
    if (!isSameOrigin(headers)) return err({ code: "forbidden", detail: "Sign out from our own page." });
    context.afterCommit(forgetVerified);
    await endSession(db, author, secret);
  }
  context.reply.header("set-cookie", sessionCookie("", { maxAgeSeconds: 0, secure: isOverTls(headers) }));
  return ok(undefined);
}

import { z } from "zod";
import {
  authenticate,
  type Caller,
  endSession,
  forgetVerified,
  PERSON_COOKIE,
  personIdOf,
  recordSignOut,
  type StartedSession,
  startSession,
  tokenIdOf,
  type whoSchema,
} from "../auth/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { callersOf } from "./appContext.ts";
import {
  addressOf,
  isOverTls,
  isSameOrigin,
  readCookie,
  SESSION_COOKIE,
  sessionCookie,
} from "./credentials.ts";
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
    callersOf(app),
    { secret: body.token.trim(), by: "bearer", holder: "token" },
    nowMs,
  );
  const tokenId = caller === null ? null : tokenIdOf(caller);
  if (caller === null || tokenId === null) {
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
  const session = await startSession(db, signedIn, {
    tokenId,
    actor: caller.actor,
    sessionDays: app.people.parts.sessionDays,
  });
  setSessionCookie(context, session);
  return ok({ actor: caller.actor, role: caller.role });
}

/** Hands the browser a session that has just begun. */
export function setSessionCookie(
  { headers, reply }: Pick<Context<unknown>, "headers" | "reply">,
  { secret, maxAgeSeconds }: StartedSession,
): void {
  reply.header("set-cookie", sessionCookie(secret, { maxAgeSeconds, secure: isOverTls(headers) }));
}

/** Signs the browser out: of a token's session, of a person's, of both. Nobody signed in: nothing to do. */
export async function signOut(context: Context<undefined>): Promise<Result<undefined, Failure>> {
  const { app, author, caller, db, headers } = context;
  const cookies = headers.get("cookie");
  const secret = readCookie(cookies, SESSION_COOKIE);
  const hasPerson = readCookie(cookies, PERSON_COOKIE) !== null;
  if ((secret !== null || hasPerson) && !isSameOrigin(headers))
    return err({ code: "forbidden", detail: "Sign out from our own page." });
  if (caller?.by === "session") {
    context.afterCommit(forgetVerified);
    if (secret !== null) await endSession(db, author, secret);
    if (hasPerson) {
      const { api } = await app.people.plain();
      await app.people.within(db, () => api.signOut({ headers }));
      if (personIdOf(caller) !== null) await recordSignOut(db, author);
    }
  }
  const gone = { maxAgeSeconds: 0, secure: isOverTls(headers) };
  context.reply.header("set-cookie", sessionCookie("", gone));
  if (hasPerson) context.reply.header("set-cookie", sessionCookie("", { ...gone, name: PERSON_COOKIE }));
  return ok(undefined);
}

import type { z } from "zod";
import {
  endSession,
  forgetVerified,
  type newPasswordBodySchema,
  PASSWORD_CHANGE_NEEDED,
  PERSON_COOKIE,
  PERSON_DISABLED,
  recordSignIn,
  replacePassword,
  type SignInAnswer,
  type secondFactorBodySchema,
  type signInBodySchema,
  spendCode,
} from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { withTransaction } from "../../db/client.ts";
import {
  addressOf,
  isOverTls,
  isSameOrigin,
  readCookie,
  SESSION_COOKIE,
  sessionCookie,
} from "../credentials.ts";
import type { HandlerContext } from "../routeDefinition.ts";
import { askBetterAuth, passCookies, type Refusal } from "./askBetterAuth.ts";

type Context<Body> = HandlerContext<undefined, undefined, Body>;
export type SignInContext = Pick<Context<unknown>, "app" | "author" | "headers" | "reply" | "nowMs">;

const NEXT_SECOND_FACTOR: SignInAnswer = { next: "second_factor", actor: null, role: null };
const NEXT_NEW_PASSWORD: SignInAnswer = { next: "new_password", actor: null, role: null };

/** Only from our own page, so that nobody is signed in as someone else unawares; scripts, which send neither, may. */
export function refuseOtherSites(headers: Headers): Result<undefined, Failure> {
  const fromPage = headers.has("sec-fetch-site") || headers.has("origin");
  if (!fromPage || isSameOrigin(headers)) return ok(undefined);
  return err({ code: "forbidden", detail: "Sign in from our own page." });
}

/**
 * Signs in with e-mail and password, or says what is asked for before that. `forbidden` for a wrong one, in the same words
 * and after the same work where there is no such person; `too_often` after too many.
 */
export async function signInWithPassword(
  context: Context<z.output<typeof signInBodySchema>>,
): Promise<Result<SignInAnswer, Failure>> {
  const attempt = { account: context.body.email, address: addressOf(context.headers) };
  const may = await admit(context, attempt);
  if (!may.ok) return may;
  const asked = await askForPassword(context, context.body);
  if (!asked.ok) {
    if (asked.error.code !== PASSWORD_CHANGE_NEEDED) return err(failureOf(asked.error));
    await context.app.signInLimits.forgive(attempt);
    return ok(NEXT_NEW_PASSWORD);
  }
  await context.app.signInLimits.forgive(attempt);
  passCookies(asked.value.headers, context);
  if ("twoFactorRedirect" in asked.value.response) return ok(NEXT_SECOND_FACTOR);
  return await finish(context, asked.value.response.user.id);
}

/**
 * Puts one's own password in place of one that somebody else made, and signs in with it. Refusals as above; `invalid` for
 * a password that is not good enough.
 */
export async function signInWithNewPassword(
  context: Context<z.output<typeof newPasswordBodySchema>>,
): Promise<Result<SignInAnswer, Failure>> {
  const { app, author, body } = context;
  const attempt = { account: body.email, address: addressOf(context.headers) };
  const may = await admit(context, attempt);
  if (!may.ok) return may;
  const seen = await askForPassword(context, body);
  if (seen.ok || seen.error.code !== PASSWORD_CHANGE_NEEDED) {
    if (!seen.ok) return err(failureOf(seen.error));
    return err({ code: "conflict", detail: "This password is your own already: sign in with it." });
  }
  await app.signInLimits.forgive(attempt);
  const own = { ...author, actor: body.email };
  const { email, password: oldPassword, newPassword } = body;
  const replaced = await withTransaction(app.database, (tx) =>
    replacePassword(tx, own, { email, oldPassword, newPassword }),
  );
  if (!replaced.ok) return replaced;
  forgetVerified();
  return await signInWithPassword({ ...context, body: { email, password: newPassword } });
}

/** The code of the app, or a backup code, after the password. `forbidden` for a wrong one, `too_often` after too many. */
export async function signInWithSecondFactor(
  context: Context<z.output<typeof secondFactorBodySchema>>,
): Promise<Result<SignInAnswer, Failure>> {
  const { app, headers, body } = context;
  const attempt = { account: `code of ${addressOf(headers)}`, address: addressOf(headers) };
  const may = await admit(context, attempt);
  if (!may.ok) return may;
  const { api } = await app.people.plain();
  // A session that the browser has already is not asked for a code: that of whoever is signing in is.
  const asking = { headers: withoutSession(headers), returnHeaders: true } as const;
  const { code } = body;
  const asked = /^\d{6}$/.test(code)
    ? await askOnce(app, code, () => api.verifyTOTP({ ...asking, body: { code } }))
    : await askBetterAuth(() => api.verifyBackupCode({ ...asking, body: { code } }));
  if (!asked.ok) return err("detail" in asked.error ? asked.error : failureOf(asked.error));
  await app.signInLimits.forgive(attempt);
  passCookies(asked.value.headers, context);
  return await finish(context, asked.value.response.user.id);
}

/** Carries a refusal out of a transaction, which then has changed nothing. */
class Spent extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

/**
 * A session begins with a code that is spent in the same transaction: where it was spent before, there is none, and the
 * next code may still be given. What is counted of wrong ones stays counted.
 */
async function askOnce<Answer extends { readonly user: { readonly id: string } }>(
  { database, people }: SignInContext["app"],
  code: string,
  ask: () => Promise<{ readonly headers: Headers; readonly response: Answer }>,
) {
  try {
    return await withTransaction(database, async (tx) => {
      const asked = await people.within(tx, () => askBetterAuth(ask));
      if (!asked.ok) return asked;
      const spent = await spendCode(tx, people, { personId: asked.value.response.user.id, code });
      if (!spent.ok) throw new Spent(spent.error);
      return asked;
    });
  } catch (error) {
    if (error instanceof Spent) return err(error.failure);
    throw error;
  }
}

function withoutSession(headers: Headers): Headers {
  const kept = (headers.get("cookie") ?? "")
    .split(";")
    .filter((one) => one.split("=")[0]?.trim() !== PERSON_COOKIE);
  const without = new Headers(headers);
  without.set("cookie", kept.join(";"));
  return without;
}

async function admit(
  { app, headers }: SignInContext,
  attempt: { readonly account: string; readonly address: string },
): Promise<Result<undefined, Failure>> {
  const ours = refuseOtherSites(headers);
  return ours.ok ? await app.signInLimits.take(attempt) : ours;
}

async function askForPassword(
  { app, headers }: SignInContext,
  { email, password }: { readonly email: string; readonly password: string },
) {
  const { api } = await app.people.plain();
  return await askBetterAuth(() =>
    api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  );
}

/** The session has begun: it is in the audit, and one of a token that the browser had besides is over. */
export async function finish(
  context: SignInContext,
  personId: string,
): Promise<Result<SignInAnswer, Failure>> {
  const { app, author, headers, reply } = context;
  const former = readCookie(headers.get("cookie"), SESSION_COOKIE);
  const person = await withTransaction(app.database, async (tx) => {
    if (former !== null) await endSession(tx, author, former);
    return await recordSignIn(tx, author, personId);
  });
  if (former !== null) {
    forgetVerified();
    reply.header("set-cookie", sessionCookie("", { maxAgeSeconds: 0, secure: isOverTls(headers) }));
  }
  return ok({ next: "done", actor: person.actor, role: person.role });
}

/** better-auth's refusals in our words. What it has no word for is a mistake of ours. */
export function failureOf({ code, status }: Refusal): Failure {
  const detail = WORDS[code];
  if (detail !== undefined)
    return { code: status === 429 ? "too_often" : "forbidden", detail, ...pauseOf(status) };
  if (status < 500) return { code: "forbidden", detail: "This is refused. Sign in again." };
  throw new Error(`better-auth answered ${status} ${code}`);
}

const LOCKED_SECONDS = 15 * 60;

function pauseOf(status: number) {
  return status === 429 ? { retryAfterSeconds: LOCKED_SECONDS } : {};
}

const WORDS: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "The e-mail or the password is wrong.",
  INVALID_EMAIL: "The e-mail or the password is wrong.",
  PASSWORD_TOO_LONG: "The e-mail or the password is wrong.",
  INVALID_PASSWORD: "The password is wrong.",
  [PERSON_DISABLED]: "This person is disabled. Ask an admin.",
  [PASSWORD_CHANGE_NEEDED]: "The password was made by somebody else: choose your own first.",
  INVALID_CODE: "The code is wrong. Codes change every 30 seconds; is the clock of your phone right?",
  INVALID_BACKUP_CODE: "The code is wrong. A backup code is good once.",
  INVALID_TWO_FACTOR_COOKIE: "This took too long: begin again with the password.",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "Too many wrong codes: begin again with the password.",
  ACCOUNT_TEMPORARILY_LOCKED: "Too many wrong codes: this account takes none for 15 minutes.",
  TOTP_NOT_ENABLED: "There is no second factor to be asked for.",
  BACKUP_CODES_NOT_ENABLED: "There is no second factor to be asked for.",
};

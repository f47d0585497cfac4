import type { z } from "zod";
import {
  type AccountView,
  appendPersonEvent,
  type backupCodesSchema,
  endPersonSessions,
  forgetVerified,
  hashOfCookie,
  judgePassword,
  PERSON_COOKIE,
  type PersonDeed,
  type passwordChangeSchema,
  type passwordProofSchema,
  personIdOf,
  readAccount,
  type secondFactorBodySchema,
  type secondFactorSetupSchema,
  type sessionIdSchema,
  spendCode,
} from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { addressOf, readCookie } from "../credentials.ts";
import type { HandlerContext } from "../routeDefinition.ts";
import { askBetterAuth, passCookies, type Refusal } from "./askBetterAuth.ts";
import { failureOf } from "./signIn.ts";

type Context<Body = undefined, Params = undefined> = HandlerContext<Params, undefined, Body>;

/** One's own account. `not_found` for a token, which is nobody. */
export async function ownAccount(context: Context): Promise<Result<AccountView, Failure>> {
  const person = ownId(context);
  if (!person.ok) return person;
  const account = await readAccount(context.db, { personId: person.value, cookie: ownCookie(context) });
  return account === null ? nobody() : ok(account);
}

function ownId({ caller }: Pick<Context<unknown>, "caller">): Result<string, Failure> {
  const id = caller === null ? null : personIdOf(caller);
  return id === null ? nobody() : ok(id);
}

function nobody(): Result<never, Failure> {
  return err({
    code: "not_found",
    detail: "A token has no account: sign in as a person, with e-mail and password.",
  });
}

function ownCookie({ headers }: Pick<Context<unknown>, "headers">): string | null {
  return readCookie(headers.get("cookie"), PERSON_COOKIE);
}

/** Changes one's password; every other browser is signed out, and this one has a new session. `invalid` for a bad one. */
export async function changeOwnPassword(
  context: Context<z.output<typeof passwordChangeSchema>>,
): Promise<Result<undefined, Failure>> {
  const { body, headers } = context;
  return await withProof(context, {
    deed: "person.password_changed",
    before: (owner) => judgePassword(body.newPassword, owner),
    ask: (api) =>
      api.changePassword({ body: { ...body, revokeOtherSessions: true }, headers, returnHeaders: true }),
    give: () => undefined,
  });
}

type Proof = Context<z.output<typeof passwordProofSchema>>;

/** Makes a secret for one-time codes, which counts once a code of it has been given. The password has to be given again. */
export async function beginSecondFactor(
  context: Proof,
): Promise<Result<z.output<typeof secondFactorSetupSchema>, Failure>> {
  const { body, headers } = context;
  return await withProof(context, {
    deed: null,
    ask: (api) => api.enableTwoFactor({ body: { ...body, method: "totp" }, headers, returnHeaders: true }),
    give: (answer) =>
      answer.method === "totp"
        ? { uri: answer.totpURI, backupCodes: answer.backupCodes }
        : { uri: "", backupCodes: [] },
  });
}

/** The first code: from now on one is asked for at each sign-in. The session is a new one. */
export async function confirmSecondFactor(
  context: Context<z.output<typeof secondFactorBodySchema>>,
): Promise<Result<undefined, Failure>> {
  const { body, headers } = context;
  return await withProof(context, {
    deed: "person.second_factor_enabled",
    ask: (api) => api.verifyTOTP({ body, headers, returnHeaders: true }),
    after: (personId) => spendCode(context.db, context.app.people, { personId, code: body.code }),
    give: () => undefined,
  });
}

/** No code is asked for any more. The password has to be given again. The session is a new one. */
export async function endSecondFactor(context: Proof): Promise<Result<undefined, Failure>> {
  const { body, headers } = context;
  return await withProof(context, {
    deed: "person.second_factor_disabled",
    ask: (api) => api.disableTwoFactor({ body, headers, returnHeaders: true }),
    give: () => undefined,
  });
}

/** New backup codes; those of before are good no more. The password has to be given again. */
export async function makeBackupCodes(
  context: Proof,
): Promise<Result<z.output<typeof backupCodesSchema>, Failure>> {
  const { body, headers } = context;
  return await withProof(context, {
    deed: "person.backup_codes_made",
    ask: (api) => api.generateBackupCodes({ body, headers, returnHeaders: true }),
    give: ({ backupCodes }) => ({ backupCodes }),
  });
}

type Api = Awaited<ReturnType<Context["app"]["people"]["plain"]>>["api"];

interface Step<Response, Answer> {
  /** For the audit; null = nothing has come of it yet. */
  readonly deed: PersonDeed | null;
  /** What is wrong before better-auth is asked; null = nothing. */
  readonly before?: (owner: { email: string; name: string }) => string | null;
  readonly ask: (api: Api) => Promise<{ readonly headers: Headers; readonly response: Response }>;
  /** What may still be wrong once better-auth has agreed: then all that it did is undone. */
  readonly after?: (personId: string) => Promise<Result<undefined, Failure>>;
  readonly give: (response: Response) => Answer;
}

/**
 * Something that better-auth does to one's own account, in the transaction of the request, with its event. What is given
 * as a proof is counted like a sign-in: a browser that was left alone is no place to guess the password.
 */
async function withProof<Response, Answer>(
  context: Pick<Context<unknown>, "app" | "author" | "caller" | "db" | "headers" | "reply" | "afterCommit">,
  step: Step<Response, Answer>,
): Promise<Result<Answer, Failure>> {
  const { app, author, db, headers } = context;
  const id = ownId(context);
  if (!id.ok) return id;
  const owner = await db.person.findUnique({ where: { id: id.value } });
  if (owner === null) return nobody();
  const wrong = step.before?.(owner) ?? null;
  if (wrong !== null) return err({ code: "invalid", detail: wrong });
  const attempt = { account: owner.email, address: addressOf(headers) };
  const may = await app.signInLimits.take(attempt);
  if (!may.ok) return may;
  const { api } = await app.people.plain();
  const asked = await askBetterAuth(() => app.people.within(db, () => step.ask(api)));
  if (!asked.ok) return err(refusalOf(asked.error));
  const agreed = (await step.after?.(id.value)) ?? ok(undefined);
  if (!agreed.ok) return agreed;
  await app.signInLimits.forgive(attempt);
  if (step.deed !== null) await appendPersonEvent(db, author, { deed: step.deed, email: owner.email });
  passCookies(asked.value.headers, context);
  context.afterCommit(forgetVerified);
  return ok(step.give(asked.value.response));
}

/** Who is signed in already is not refused as nobody is: what is wrong is what was sent. */
function refusalOf(refusal: Refusal): Failure {
  const known = REFUSALS[refusal.code];
  return known === undefined ? failureOf(refusal) : { code: "conflict", detail: known };
}

const REFUSALS: Readonly<Record<string, string>> = {
  CREDENTIAL_ACCOUNT_NOT_FOUND: "You sign in by single sign-on, and have no password here.",
  TOTP_ALREADY_ENABLED: "A second factor is asked of you already: end that one first.",
  TOTP_NOT_ENABLED: "There is no second factor: begin one first.",
  TWO_FACTOR_NOT_ENABLED: "There is no second factor: begin one first.",
};

/** Signs out one of one's own browsers; this one, too. `not_found`. */
export async function endOwnSession(
  context: Context<undefined, z.output<typeof sessionIdSchema>>,
): Promise<Result<{ ended: number }, Failure>> {
  return await endOwn(context, { only: context.params.id });
}

/** Signs out all of one's other browsers. */
export async function endOtherSessions(context: Context): Promise<Result<{ ended: number }, Failure>> {
  const cookie = ownCookie(context);
  return await endOwn(context, cookie === null ? {} : { exceptHash: hashOfCookie(cookie) });
}

async function endOwn(
  context: Pick<Context<unknown>, "caller" | "author" | "db" | "afterCommit">,
  which: { readonly only?: string; readonly exceptHash?: string },
): Promise<Result<{ ended: number }, Failure>> {
  const id = ownId(context);
  if (!id.ok) return id;
  context.afterCommit(forgetVerified);
  return await endPersonSessions(context.db, context.author, { personId: id.value, ...which });
}

import { z } from "zod";
import {
  endSessionsOfSubject,
  forgetVerified,
  grantFromProvider,
  PERSON_COOKIE,
  PROVIDER_ID,
} from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import { safeReturnTo } from "../returnTo.ts";
import type { HandlerContext } from "../routeDefinition.ts";
import { passCookies } from "./askBetterAuth.ts";
import { finish, refuseOtherSites } from "./signIn.ts";

export const oidcStartSchema = z.strictObject({
  next: z.string().max(2_000).optional().describe("an address of this app to come back to"),
});
export const oidcStartedSchema = z.strictObject({ url: z.string().describe("of the provider: go there") });

/** What providers send back; what else they add is theirs. */
export const oidcCallbackSchema = z.looseObject({
  code: z.string().max(8_000).optional(),
  state: z.string().max(1_000).optional(),
  iss: z.string().max(1_000).optional(),
  error: z.string().max(200).optional(),
  error_description: z.string().max(2_000).optional(),
});
export const redirectSchema = z.strictObject({ location: z.string() });

type Redirect = z.output<typeof redirectSchema>;

/** Where the browser is to go to sign in at the provider; what it comes back with is bound to this browser by a cookie. */
export async function startOidc(
  context: HandlerContext<undefined, undefined, z.output<typeof oidcStartSchema>>,
): Promise<Result<z.output<typeof oidcStartedSchema>, Failure>> {
  const { app, headers, body } = context;
  const ours = refuseOtherSites(headers);
  if (!ours.ok) return ours;
  const auth = await app.people.withProvider();
  if (!auth.ok) return auth;
  const { response, headers: answered } = await auth.value.api.signInSocial({
    body: {
      provider: PROVIDER_ID,
      callbackURL: safeReturnTo(body.next),
      errorCallbackURL: "/sign-in",
      disableRedirect: true,
    },
    headers,
    returnHeaders: true,
  });
  passCookies(answered, context);
  if (response.url === undefined) throw new Error("better-auth began no sign-in");
  return ok({ url: response.url });
}

type CallbackContext = HandlerContext<undefined, z.output<typeof oidcCallbackSchema>, undefined>;

/**
 * The browser is back from the provider. Whoever it names is signed in with the role and the regions that their groups
 * have now; who has none, or is refused otherwise, is told so on the sign-in page.
 */
export async function finishOidc(context: CallbackContext): Promise<Result<Redirect, Failure>> {
  const { app } = context;
  const auth = await app.people.withProvider();
  if (!auth.ok) return auth;
  const done = await withTransaction(app.database, (db) =>
    app.people.within(db, () => exchange(context, { db, api: auth.value.api })),
  );
  if (!done.ok) forgetVerified();
  if (!done.ok) return ok({ location: `/sign-in?problem=${encodeURIComponent(done.error)}` });
  const { answer, person, hasChanged, location } = done.value;
  if (hasChanged) forgetVerified();
  passCookies(answer.headers, context);
  await finish(context, person.id);
  return ok({ location });
}

type Auth = Extract<
  Awaited<ReturnType<CallbackContext["app"]["people"]["withProvider"]>>,
  { ok: true }
>["value"];

interface Exchange {
  readonly db: Transaction;
  readonly api: Auth["api"];
}

/** One transaction: whoever is made, their role and the session; of somebody refused, that the state is used up. */
async function exchange({ app, author, headers, query }: CallbackContext, { db, api }: Exchange) {
  const answer = await api.callbackOAuth({
    params: { id: PROVIDER_ID },
    query,
    headers,
    method: "GET",
    asResponse: true,
  });
  const location = answer.headers.get("location") ?? "/sign-in";
  const told = app.people.told();
  if (told === null) return err(problemIn(location));
  const { grant, subject } = told;
  if (!grant.ok) {
    // Whoever had a role, and has none any more, is not to go on in another browser either.
    await endSessionsOfSubject(db, author, subject);
    return grant;
  }
  if (!hasSession(answer.headers)) return err(problemIn(location));
  const granted = await grantFromProvider(db, author, { subject, grant: grant.value });
  return ok({ ...granted, answer, location: safeReturnTo(location) });
}

function hasSession(headers: Headers): boolean {
  return headers.getSetCookie().some((cookie) => new RegExp(`^${PERSON_COOKIE}=[^;]+`).test(cookie));
}

/** better-auth says by a word in the address what was wrong. */
function problemIn(location: string): string {
  return new URL(location, "http://ballast.invalid").searchParams.get("error")?.toLowerCase() ?? "unknown";
}

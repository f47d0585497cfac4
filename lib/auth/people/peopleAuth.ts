import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac, randomBytes } from "node:crypto";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { symmetricDecrypt } from "better-auth/crypto";
import { type BetterAuthOptions, betterAuth } from "better-auth/minimal";
import { type GenericOAuthConfig, genericOAuth, twoFactor } from "better-auth/plugins";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { DatabaseClient, Transaction } from "../../db/client.ts";
import { decideGrant, type Grant, type GrantRefusal } from "./decideGrant.ts";
import { hashSessionSecrets } from "./hashSessionSecrets.ts";
import { type OidcSettings, oidcProvider } from "./oidcProvider.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./passwordRules.ts";

/** The cookie of a person's session. */
export const PERSON_COOKIE = "ballast_person";
/** Everything better-auth would answer by itself stands under it; only our own routes are served (see the README). */
export const SIGN_IN_PATH = "/api/v1/sign-in";

export interface PeopleAuthParts {
  readonly client: Pick<DatabaseClient, "prisma">;
  /** Signs cookies and encrypts second factors; null = a key that stands in the database. */
  readonly sealKey: string | null;
  readonly sessionDays: number;
  readonly idleMinutes: number;
  /** Where browsers reach the app; without single sign-on nothing depends on it. */
  readonly publicUrl: string | null;
  readonly oidc: OidcSettings | null;
  readonly log: { warn(facts: object, message: string): void };
}

/** What a piece of better-auth's work is part of. */
interface Work {
  readonly db: Transaction;
  /** By the provider, in this sign-in. */
  told: Told | null;
}

/** Of whom the provider told, and what their groups grant. */
export interface Told {
  readonly subject: string;
  readonly grant: Result<Grant, GrantRefusal>;
}

const EXAMPLE_URL = "http://localhost";
const DAY_SECONDS = 86_400;

/** Refusals of ours in the middle of better-auth's work, by the code it hands on. */
export const PERSON_DISABLED = "PERSON_DISABLED";
export const PASSWORD_CHANGE_NEEDED = "PASSWORD_CHANGE_NEEDED";

/**
 * better-auth over this database: passwords, sessions, second factors, single sign-on. One per process. It is never
 * served: routes of ours call its functions, and `within` has it work in the transaction that the audit's event is in.
 */
export class PeopleAuth {
  readonly parts: PeopleAuthParts;
  readonly #work = new AsyncLocalStorage<Work>();
  #plain: Promise<Auth> | null = null;
  #withProvider: Promise<Result<Auth, Failure>> | null = null;

  constructor(parts: PeopleAuthParts) {
    this.parts = parts;
  }

  /** Without single sign-on: nobody's provider has to be there for it. */
  async plain(): Promise<Auth> {
    this.#plain ??= this.#make([]).catch((error: unknown) => {
      this.#plain = null;
      throw error;
    });
    return await this.#plain;
  }

  /** With the provider, asked for what it can at the first call. `not_found` without one, `unavailable` when it is away. */
  async withProvider(): Promise<Result<Auth, Failure>> {
    const { oidc } = this.parts;
    if (oidc === null)
      return err({ code: "not_found", detail: "There is no single sign-on here: sign in with a password." });
    this.#withProvider ??= this.#makeWithProvider(oidc);
    const made = await this.#withProvider.catch((error: unknown) => {
      this.#withProvider = null;
      throw error;
    });
    if (!made.ok) this.#withProvider = null;
    return made;
  }

  /** What one-time codes are made from, as it is stored of a second factor. */
  async openSecret(sealed: string): Promise<string> {
    const { secretConfig } = await (await this.plain()).$context;
    return await symmetricDecrypt({ key: secretConfig, data: sealed });
  }

  /** Everything better-auth does in `work` is done in this transaction. */
  async within<T>(db: Transaction, work: () => Promise<T>): Promise<T> {
    return await this.#work.run({ db, told: null }, work);
  }

  /** What the provider said of whoever signs in, inside `within`; null before it has. */
  told(): Told | null {
    return this.#work.getStore()?.told ?? null;
  }

  async #makeWithProvider(oidc: OidcSettings): Promise<Result<Auth, Failure>> {
    const provider = await oidcProvider(oidc, (claims) => {
      const told = { subject: claims.sub, grant: decideGrant(claims, oidc.rules) };
      const work = this.#work.getStore();
      if (work !== undefined) work.told = told;
      return told.grant.ok;
    });
    if (!provider.ok) {
      this.parts.log.warn({ issuer: oidc.issuer, detail: provider.error.detail }, "single sign-on is away");
      return provider;
    }
    return ok(await this.#make([provider.value]));
  }

  async #make(providers: GenericOAuthConfig[]): Promise<Auth> {
    const { client, log, publicUrl, sessionDays } = this.parts;
    const current = (): Transaction => this.#work.getStore()?.db ?? client.prisma;
    const auth = makeAuth({
      database: current,
      secret: await this.#secret(),
      baseURL: publicUrl ?? EXAMPLE_URL,
      sessionSeconds: sessionDays * DAY_SECONDS,
      providers,
      warn: (message) => log.warn({ from: "better-auth" }, message),
    });
    await auth.$context;
    return auth;
  }

  /** Made anew from the key for this one purpose: what is sealed otherwise cannot be read with it. */
  async #secret(): Promise<string> {
    const { client, sealKey } = this.parts;
    if (sealKey !== null) return createHmac("sha256", sealKey).update("people").digest("base64url");
    const secret = randomBytes(32).toString("base64url");
    await client.prisma
      .$executeRaw`insert into person_key (secret) values (${secret}) on conflict do nothing`;
    return (await client.prisma.personKey.findUniqueOrThrow({ where: { id: 1 } })).secret;
  }
}

export type Auth = ReturnType<typeof makeAuth>;

interface AuthParts {
  readonly database: () => Transaction;
  readonly secret: string;
  readonly baseURL: string;
  readonly sessionSeconds: number;
  readonly providers: GenericOAuthConfig[];
  readonly warn: (message: string) => void;
}

/** The tokens of the provider are used once, to know who it is: none is kept. */
const WITHOUT_TOKENS = {
  ...{ accessToken: null, refreshToken: null, idToken: null },
  ...{ accessTokenExpiresAt: null, refreshTokenExpiresAt: null },
};

function makeAuth({ database, secret, baseURL, sessionSeconds, providers, warn }: AuthParts) {
  const adapter = prismaAdapter(followCurrent(database), { provider: "postgresql", transaction: false });
  return betterAuth({
    appName: "Ballast",
    baseURL,
    basePath: SIGN_IN_PATH,
    secret,
    database: (options: BetterAuthOptions) => hashSessionSecrets(adapter(options)),
    telemetry: { enabled: false },
    // Ours counts every route, by account and address: lib/http/signInLimits.ts.
    rateLimit: { enabled: false },
    logger: { level: "warn", log: (level, message) => level === "error" && warn(message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: { modelName: "person" },
    account: {
      modelName: "personAccount",
      // An e-mail that the provider tells is no proof of owning the account of that name here.
      accountLinking: { enabled: false, disableImplicitLinking: true },
    },
    session: {
      modelName: "personSession",
      // The absolute end; the idle limit is ours (queries.ts), since a page cannot set a cookie anew.
      expiresIn: sessionSeconds,
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    verification: { modelName: "personVerification", storeIdentifier: "hashed" },
    databaseHooks: {
      session: { create: { before: (session) => refuseSession(database(), session.userId) } },
      account: {
        create: { before: async (account) => ({ data: { ...account, ...WITHOUT_TOKENS } }) },
        update: { before: async (account) => ({ data: { ...account, ...WITHOUT_TOKENS } }) },
      },
    },
    advanced: {
      cookiePrefix: "ballast",
      cookies: { session_token: { name: PERSON_COOKIE } },
      // `Secure` is added where the browser's connection is: lib/http/people/cookies.ts.
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: ["x-forwarded-for"] },
    },
    plugins: [
      twoFactor({ issuer: "Ballast", twoFactorTable: "personSecondFactor" }),
      genericOAuth({ config: providers }),
    ],
  });
}

/** No session for whoever is disabled, or has a password that somebody else made: whichever way they come. */
async function refuseSession(db: Transaction, personId: string): Promise<void> {
  const person = await db.person.findUnique({ where: { id: personId } });
  if (person === null || person.disabledAt !== null)
    throw new APIError("FORBIDDEN", { code: PERSON_DISABLED, message: "This person is disabled." });
  if (person.mustChangePassword)
    throw new APIError("FORBIDDEN", {
      code: PASSWORD_CHANGE_NEEDED,
      message: "The password must be changed.",
    });
}

/** Prisma's client as better-auth takes it: the transaction under way, where there is one. */
function followCurrent(database: () => Transaction): Transaction {
  return new Proxy({} as Transaction, {
    get: (_, property) => Reflect.get(database(), property),
    has: (_, property) => Reflect.has(database(), property),
  });
}

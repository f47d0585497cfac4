import type { GenericOAuthConfig } from "better-auth/plugins";
import { z } from "zod";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Claims, GrantRules } from "./decideGrant.ts";

/** The one provider of single sign-on, as the environment names it. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What its button says. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly rules: GrantRules;
}

export const PROVIDER_ID = "oidc";

const WAIT_MS = 10_000;

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
});
type Discovery = z.output<typeof discoverySchema>;

/**
 * The provider as better-auth takes it: the code flow with PKCE, state and nonce, the ID token's signature, issuer,
 * audience and time checked. `admit` is handed the claims of the checked token with those of the userinfo endpoint, and
 * says whether whoever it is gets in, before anything is written of them. `unavailable` when the provider does not answer, or answers for another issuer.
 */
export async function oidcProvider(
  settings: OidcSettings,
  admit: (claims: z.output<typeof claimsSchema>) => boolean,
): Promise<Result<GenericOAuthConfig, Failure>> {
  const discoveryUrl = `${settings.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const discovered = await discover(discoveryUrl, settings.issuer);
  if (!discovered.ok) return discovered;
  return ok({
    providerId: PROVIDER_ID,
    name: settings.name,
    discoveryUrl,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    scopes: [...settings.scopes],
    pkce: true,
    requireIdTokenVerification: true,
    getUserInfo: async ({ idToken, accessToken }) => {
      const claims = await readClaims(discovered.value, { idToken, accessToken });
      if (claims === null || !admit(claims)) return null;
      return {
        id: claims.sub,
        sub: claims.sub,
        email: emailOf(claims),
        emailVerified: claims["email_verified"] === true,
        name: nameOf(claims),
      };
    },
  });
}

async function discover(url: string, issuer: string): Promise<Result<Discovery, Failure>> {
  const away = (why: string) =>
    err({
      code: "unavailable" as const,
      detail: `The provider of single sign-on ${why}. Sign in with a password.`,
    });
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(WAIT_MS), redirect: "error" });
    const parsed = discoverySchema.safeParse(await answer.json());
    if (!answer.ok || !parsed.success) return away("does not describe itself at its issuer's address");
    if (parsed.data.issuer !== issuer)
      return away("calls itself another issuer than BALLAST_OIDC_ISSUER does");
    return ok(parsed.data);
  } catch {
    return away("does not answer");
  }
}

/**
 * Of the ID token, which has been checked before it comes here, and of the userinfo endpoint, where providers put what is
 * too long for a token. What both say counts as the token has it. null without a token, or when both tell of others.
 */
async function readClaims(
  { userinfo_endpoint: endpoint }: Discovery,
  {
    idToken,
    accessToken,
  }: { readonly idToken?: string | undefined; readonly accessToken?: string | undefined },
): Promise<z.output<typeof claimsSchema> | null> {
  if (idToken === undefined) return null;
  const ofToken = claimsSchema.parse(
    JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString()),
  );
  if (endpoint === undefined || accessToken === undefined) return ofToken;
  const answer = await fetch(endpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(WAIT_MS),
    redirect: "error",
  });
  if (!answer.ok) return ofToken;
  const ofEndpoint = claimsSchema.safeParse(await answer.json().catch(() => null));
  if (!ofEndpoint.success) return ofToken;
  return ofEndpoint.data.sub === ofToken.sub ? { ...ofEndpoint.data, ...ofToken } : null;
}

const claimsSchema = z.looseObject({ sub: z.string().min(1) });

/** Entra ID tells an e-mail only of those who have a mailbox; the name they sign in with has its form. */
function emailOf(claims: Claims): string | null {
  for (const name of ["email", "preferred_username", "upn"]) {
    const parsed = z.email().max(254).safeParse(claims[name]);
    if (parsed.success) return parsed.data.toLowerCase();
  }
  return null;
}

function nameOf(claims: Claims): string {
  const { name } = claims;
  const told = typeof name === "string" ? name.replaceAll(/\p{Cc}/gu, " ").trim() : "";
  return told === "" ? (emailOf(claims)?.split("@")[0] ?? "") : told.slice(0, 100);
}

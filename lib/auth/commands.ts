import { randomBytes } from "node:crypto";
import { type Author, appendAudit } from "../audit/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { ApiTokenView, CreatedToken, NewToken } from "./apiToken.ts";
import { isLimited, toApiTokenView } from "./queries.ts";
import {
  formatSessionSecret,
  formatTokenSecret,
  hashSecret,
  SECRET_BYTES,
  visiblePrefix,
} from "./tokenSecret.ts";

const DAY_MS = 86_400_000;
/** What the audit calls who is neither a token nor a person, and the token of the first start: nobody else is called so. */
const RESERVED_NAMES: readonly string[] = ["cli", "system", "first admin"];

/**
 * Makes a token. Its secret is in the answer and nowhere else. `invalid` when it would be expired at once, or limited to what
 * is no region; `forbidden` where whoever makes it is limited to regions and it would not be.
 */
export async function createApiToken(
  tx: Transaction,
  author: Author,
  token: NewToken,
): Promise<Result<CreatedToken, Failure>> {
  if (token.expiresAt !== undefined && token.expiresAt <= author.atMs) {
    return err({
      code: "invalid",
      detail: "expiresAt has passed already: a token must be usable for a while.",
    });
  }
  if (RESERVED_NAMES.includes(token.name) && author.actor !== "cli")
    return err({ code: "invalid", detail: `${token.name} is a name of Ballast itself: choose another.` });
  const region = await findRegion(tx, token.region);
  if (!region.ok) return region;
  const secret = formatTokenSecret(randomBytes(SECRET_BYTES));
  const row = await tx.apiToken.create({
    data: {
      name: token.name,
      role: token.role,
      regionId: region.value?.id ?? null,
      prefix: visiblePrefix(secret),
      secretHash: hashSecret(secret),
      createdAt: new Date(author.atMs),
      createdBy: author.actor,
      expiresAt: token.expiresAt === undefined ? null : new Date(token.expiresAt),
    },
    include: { region: { select: { name: true } } },
  });
  const after = {
    id: row.id,
    role: row.role,
    region: row.region?.name ?? null,
    prefix: row.prefix,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
  await appendAudit(tx, author, [{ action: "token.created", thing: "token", thingName: row.name, after }]);
  return ok({ ...toApiTokenView(row), secret });
}

/** The region that a token is to be limited to; null = to none. Whoever is limited knows no other than theirs. */
async function findRegion(
  tx: Transaction,
  name: string | undefined,
): Promise<Result<{ readonly id: number } | null, Failure>> {
  if (name === undefined) {
    if (!(await isLimited(tx))) return ok(null);
    const detail = "You are limited to regions, and so are the tokens that you make: name the region.";
    return err({ code: "forbidden", detail });
  }
  const region = await tx.region.findFirst({ where: { name, retiredAt: null }, select: { id: true } });
  if (region !== null) return ok(region);
  const message = `names ${name}, which is no region`;
  return err({ code: "invalid", detail: `region ${message}.`, errors: [{ path: "region", message }] });
}

/**
 * Takes a token back: it and every session begun with it end. Revoking again changes nothing. `not_found`. The caller
 * forgets what is believed (`forgetVerified`) once this has committed: before, it would be believed anew.
 */
export async function revokeApiToken(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<ApiTokenView, Failure>> {
  const revokedAt = new Date(author.atMs);
  const { count } = await tx.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt } });
  const row = await tx.apiToken.findUnique({
    where: { id },
    include: { region: { select: { name: true } } },
  });
  if (!row) return err({ code: "not_found", detail: `There is no token ${id}.` });
  if (count === 1) {
    await tx.session.deleteMany({ where: { tokenId: id } });
    const before = { id, role: row.role, prefix: row.prefix };
    await appendAudit(tx, author, [{ action: "token.revoked", thing: "token", thingName: row.name, before }]);
  }
  return ok(toApiTokenView(row));
}

export interface StartedSession {
  readonly secret: string;
  /** Until its absolute end. */
  readonly maxAgeSeconds: number;
}

/**
 * Signs a browser in with a token that has just been checked. It ends with the token at the latest. Sessions live by the
 * machine's clock, as people's do: the demo's, put ahead by days, ends none.
 */
export async function startSession(
  tx: Transaction,
  author: Author,
  {
    sessionDays,
    ...token
  }: { readonly tokenId: number; readonly actor: string; readonly sessionDays: number },
): Promise<StartedSession> {
  const secret = formatSessionSecret(randomBytes(SECRET_BYTES));
  const now = new Date();
  const maxAgeSeconds = (sessionDays * DAY_MS) / 1_000;
  await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
  await tx.session.create({
    data: {
      secretHash: hashSecret(secret),
      tokenId: token.tokenId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionDays * DAY_MS),
    },
  });
  await appendAudit(tx, author, [{ action: "session.started", thing: "session", thingName: token.actor }]);
  return { secret, maxAgeSeconds };
}

/** Signs a browser out. Ending a session that has ended changes nothing. To be followed by `forgetVerified`, as above. */
export async function endSession(tx: Transaction, author: Author, secret: string): Promise<void> {
  const { count } = await tx.session.deleteMany({ where: { secretHash: hashSecret(secret) } });
  if (count > 0) {
    await appendAudit(tx, author, [{ action: "session.ended", thing: "session", thingName: author.actor }]);
  }
}

/**
 * Signs out every browser that was signed in with a token; the token itself stays good. Answers how many. `not_found`. To be
 * followed by `forgetVerified`, as above.
 */
export async function endTokenSessions(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<{ ended: number }, Failure>> {
  const token = await tx.apiToken.findUnique({ where: { id }, select: { name: true } });
  if (token === null) return err({ code: "not_found", detail: `There is no token ${id}.` });
  const { count } = await tx.session.deleteMany({ where: { tokenId: id } });
  if (count > 0)
    await appendAudit(tx, author, [
      { action: "token.sessions_ended", thing: "token", thingName: token.name, before: { id } },
    ]);
  return ok({ ended: count });
}

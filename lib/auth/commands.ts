import { randomBytes } from "node:crypto";
import { type Author, appendAudit } from "../audit/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { ApiTokenView, CreatedToken, NewToken } from "./apiToken.ts";
import { toApiTokenView } from "./queries.ts";
import type { Caller } from "./roles.ts";
import {
  formatSessionSecret,
  formatTokenSecret,
  hashSecret,
  SECRET_BYTES,
  visiblePrefix,
} from "./tokenSecret.ts";

/** A browser stays signed in for this long, whatever it does. */
const SESSION_HOURS = 24 * 7;

/** Makes a token. Its secret is in the answer and nowhere else. `invalid` when it would be expired at once. */
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
  const secret = formatTokenSecret(randomBytes(SECRET_BYTES));
  const row = await tx.apiToken.create({
    data: {
      name: token.name,
      role: token.role,
      prefix: visiblePrefix(secret),
      secretHash: hashSecret(secret),
      createdAt: new Date(author.atMs),
      createdBy: author.actor,
      expiresAt: token.expiresAt === undefined ? null : new Date(token.expiresAt),
    },
  });
  const after = {
    id: row.id,
    role: row.role,
    prefix: row.prefix,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
  await appendAudit(tx, author, [{ action: "token.created", thing: "token", thingName: row.name, after }]);
  return ok({ ...toApiTokenView(row), secret });
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
  const row = await tx.apiToken.findUnique({ where: { id } });
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
  readonly expiresAtMs: number;
}

/** Signs a browser in as the caller, whose token has just been checked. It ends with the token at the latest. */
export async function startSession(tx: Transaction, author: Author, caller: Caller): Promise<StartedSession> {
  const secret = formatSessionSecret(randomBytes(SECRET_BYTES));
  const expiresAtMs = author.atMs + SESSION_HOURS * 3_600_000;
  const now = new Date(author.atMs);
  await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
  await tx.session.create({
    data: {
      secretHash: hashSecret(secret),
      tokenId: caller.tokenId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(expiresAtMs),
    },
  });
  await appendAudit(tx, author, [{ action: "session.started", thing: "session", thingName: caller.actor }]);
  return { secret, expiresAtMs };
}

/** Signs a browser out. Ending a session that has ended changes nothing. To be followed by `forgetVerified`, as above. */
export async function endSession(tx: Transaction, author: Author, secret: string): Promise<void> {
  const { count } = await tx.session.deleteMany({ where: { secretHash: hashSecret(secret) } });
  if (count > 0) {
    await appendAudit(tx, author, [{ action: "session.ended", thing: "session", thingName: author.actor }]);
  }
}

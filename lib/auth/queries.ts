import type pg from "pg";
import type { z } from "zod";
import { type Paging, takePage } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { ApiToken } from "../db/generated/client.ts";
import type { ApiTokenView, apiTokenListSchema } from "./apiToken.ts";
import type { Caller, Role } from "./roles.ts";
import { hashSecret, looksLikeSecret } from "./tokenSecret.ts";

/**
 * How long a checked secret is believed without asking again. Revoking in this process forgets all of them at once;
 * a token revoked by another process (another replica of the app) is refused after this long at the latest.
 */
const BELIEVED_MS = 1_000;
/** How often a token's last use is written down. */
const LAST_USED_MS = 60_000;
/** Far more senders than one app has; a flood of wrong secrets cannot grow it, since those are not kept. */
const MOST_KEPT = 10_000;

interface Verified {
  readonly caller: Caller;
  readonly checkedAtMs: number;
  readonly expiresAtMs: number;
}

/** One per process: Next bundles this module more than once, and every copy must forget when one does. */
interface VerifiedCache {
  readonly bySecret: Map<string, Verified>;
  /** Counts the times everything was forgotten: an answer asked for before that is not kept after it. */
  generation: number;
}

function verifiedCache(): VerifiedCache {
  const shared: { ballastVerified?: VerifiedCache } = globalThis as typeof globalThis & {
    ballastVerified?: VerifiedCache;
  };
  shared.ballastVerified ??= { bySecret: new Map(), generation: 0 };
  return shared.ballastVerified;
}

/** After a revocation or a sign-out: the next request of anyone is checked against the database. */
export function forgetVerified(): void {
  const cache = verifiedCache();
  cache.bySecret.clear();
  cache.generation += 1;
}

interface Credential {
  readonly secret: string;
  readonly by: Caller["by"];
}

/**
 * Who holds a secret, or null when nobody does: unknown, revoked, expired. A thousand requests a second with one token
 * ask the database once a second. Throws what the database throws; a token is never believed because it is down.
 */
export async function authenticate(
  pool: pg.Pool,
  credential: Credential,
  nowMs: number,
): Promise<Caller | null> {
  if (!looksLikeSecret(credential.secret)) return null;
  const cache = verifiedCache();
  // Real elapsed time, not the app's clock: a clock that is held still must not keep a revoked token alive.
  const elapsedMs = performance.now();
  const key = credential.by + credential.secret;
  const known = cache.bySecret.get(key);
  if (known && elapsedMs - known.checkedAtMs < BELIEVED_MS)
    return nowMs < known.expiresAtMs ? known.caller : null;
  const { generation } = cache;
  const verified = await verify(pool, credential, nowMs);
  if (!verified) {
    cache.bySecret.delete(key);
    return null;
  }
  if (cache.generation === generation) {
    if (cache.bySecret.size >= MOST_KEPT) cache.bySecret.clear();
    cache.bySecret.set(key, { ...verified, checkedAtMs: elapsedMs });
  }
  return verified.caller;
}

interface TokenRow {
  id: number;
  name: string;
  role: Role;
  expires_at: Date | null;
  last_used_at: Date | null;
  session_id: number | null;
  session_expires_at: Date | null;
}

const BY_TOKEN = {
  name: "auth-by-token",
  text: `select id, name, role, expires_at, last_used_at, null::int as session_id, null::timestamptz as session_expires_at
    from api_token where secret_hash = $1 and revoked_at is null`,
};
const BY_SESSION = {
  name: "auth-by-session",
  text: `select token.id, token.name, token.role, token.expires_at, token.last_used_at, session.id as session_id,
      session.expires_at as session_expires_at
    from session join api_token token on token.id = session.token_id
    where session.secret_hash = $1 and token.revoked_at is null`,
};

async function verify(
  pool: pg.Pool,
  { secret, by }: Credential,
  nowMs: number,
): Promise<Omit<Verified, "checkedAtMs"> | null> {
  const statement = by === "bearer" ? BY_TOKEN : BY_SESSION;
  const { rows } = await pool.query<TokenRow>({ ...statement, values: [Buffer.from(hashSecret(secret))] });
  const row = rows[0];
  if (!row) return null;
  const expiresAtMs = Math.min(
    row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    row.session_expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  if (nowMs >= expiresAtMs) return null;
  if (row.last_used_at === null || nowMs - row.last_used_at.getTime() >= LAST_USED_MS) {
    await noteUse(pool, row, nowMs);
  }
  return { caller: { actor: row.name, role: row.role, tokenId: row.id, by }, expiresAtMs };
}

/** Only ever forward, and by one writer of many: the row is not touched when another has noted the same minute. */
async function noteUse(pool: pg.Pool, row: TokenRow, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  const before = new Date(nowMs - LAST_USED_MS);
  await pool.query(
    "update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at <= $3)",
    [row.id, now, before],
  );
  if (row.session_id === null) return;
  await pool.query("update session set last_seen_at = $2 where id = $1 and last_seen_at <= $3", [
    row.session_id,
    now,
    before,
  ]);
}

/** Every token there has ever been, in the order in which they were made. */
export async function listApiTokens(
  db: Transaction,
  paging: Paging,
): Promise<z.output<typeof apiTokenListSchema>> {
  const rows = await db.apiToken.findMany({ orderBy: { id: "asc" } });
  const { items, nextCursor } = takePage(rows, ({ id }) => String(id).padStart(10, "0"), paging);
  return { tokens: items.map(toApiTokenView), nextCursor };
}

export function toApiTokenView(row: Omit<ApiToken, "secretHash">): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

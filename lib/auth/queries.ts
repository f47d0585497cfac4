import type pg from "pg";
import type { z } from "zod";
import { domainVersionOf } from "../audit/index.ts";
import { type Paging, takePage } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { ApiToken } from "../db/generated/client.ts";
import type { ApiTokenView, apiTokenListSchema } from "./apiToken.ts";
import type { PeopleAuth } from "./people/peopleAuth.ts";
import { verifyPerson } from "./people/queries.ts";
import type { Caller, Role } from "./roles.ts";
import { hashSecret, looksLikeSecret } from "./tokenSecret.ts";

/**
 * How long a checked secret is believed while nothing of the domain changes. Whatever changes who may do what is audited, and
 * with the first event after the check it is checked anew: so a token that was revoked, by whichever process, is refused by
 * all of them from then on. The time is for what an administrator changes by hand, past the audit.
 */
const BELIEVED_MS = 1_000;
/** How often a token's last use is written down. */
const LAST_USED_MS = 60_000;
/** Far more senders than one app has; a flood of wrong secrets cannot grow it, since those are not kept. */
const MOST_KEPT = 10_000;

interface Verified {
  readonly caller: Caller;
  readonly checkedAtMs: number;
  /** Of the domain, before it was checked. */
  readonly version: string;
  readonly expiresAtMs: number;
}

/** One per process: Next bundles this module more than once, and every copy must forget when one does. */
interface VerifiedCache {
  /** By secret. */
  byPool: WeakMap<pg.Pool, Map<string, Verified>>;
}

function verifiedCache(): VerifiedCache {
  const shared: { ballastVerified?: VerifiedCache } = globalThis as typeof globalThis & {
    ballastVerified?: VerifiedCache;
  };
  shared.ballastVerified ??= { byPool: new WeakMap() };
  return shared.ballastVerified;
}

function believedOf(pool: pg.Pool): Map<string, Verified> {
  const { byPool } = verifiedCache();
  const known = byPool.get(pool) ?? new Map<string, Verified>();
  byPool.set(pool, known);
  return known;
}

/** After a revocation or a sign-out: the next request of anyone is checked against the database. */
export function forgetVerified(): void {
  verifiedCache().byPool = new WeakMap();
}

export interface Credential {
  readonly secret: string;
  readonly by: Caller["by"];
  /** Whose it is, if it is anybody's: a token's, with the sessions begun with one, or a person's. */
  readonly holder: "token" | "person";
}

/** Where callers are looked up. */
export interface CallerSource {
  readonly pool: pg.Pool;
  readonly people: PeopleAuth;
}

/**
 * Who holds a secret, or null when nobody does: unknown, revoked, expired, as it was committed when this was called. Throws
 * what the database throws; a token is never believed because it is down.
 */
export async function authenticate(
  source: CallerSource,
  credential: Credential,
  nowMs: number,
): Promise<Caller | null> {
  if (!isPlausible(credential)) return null;
  const { version } = await domainVersionOf(source.pool).asOf();
  const believed = believedOf(source.pool);
  // Real elapsed time, not the app's clock: a clock that is held still must not keep a revoked token alive.
  const elapsedMs = performance.now();
  const key = credential.holder + credential.by + credential.secret;
  const known = believed.get(key);
  if (known?.version === version && elapsedMs - known.checkedAtMs < BELIEVED_MS)
    return nowMs < known.expiresAtMs ? known.caller : null;
  const verified = await verify(source, credential, nowMs);
  if (!verified) {
    believed.delete(key);
    return null;
  }
  if (believed.size >= MOST_KEPT) believed.clear();
  // Under the version of before the check: where something changed since, it is checked once more.
  believed.set(key, { ...verified, version, checkedAtMs: elapsedMs });
  return verified.caller;
}

/** Secrets of people carry a signature behind theirs: it is checked first of all. */
const LONGEST_COOKIE = 400;

function isPlausible({ secret, holder }: Credential): boolean {
  return holder === "token"
    ? looksLikeSecret(secret)
    : /^[\w.%+/=-]+$/.test(secret) && secret.length < LONGEST_COOKIE;
}

type Checked = Pick<Verified, "caller" | "expiresAtMs">;

async function verify(
  { pool, people }: CallerSource,
  credential: Credential,
  nowMs: number,
): Promise<Checked | null> {
  if (credential.holder === "token")
    return credential.by === "bearer"
      ? await verifyToken(pool, credential.secret, nowMs)
      : await verifySession(pool, credential.secret, { nowMs, idleMinutes: people.parts.idleMinutes });
  const caller = await verifyPerson(people, credential.secret);
  // Looked at anew each second, with its limits.
  return caller === null ? null : { caller, expiresAtMs: Number.POSITIVE_INFINITY };
}

interface TokenRow {
  id: number;
  name: string;
  role: Role;
  region_id: number | null;
  expires_at: Date | null;
  last_used_at: Date | null;
}

interface SessionRow extends TokenRow {
  session_id: number;
  session_expires_at: Date;
  session_seen_at: Date;
}

const BY_TOKEN = {
  name: "auth-by-token",
  text: `select id, name, role, region_id, expires_at, last_used_at from api_token where secret_hash = $1 and revoked_at is null`,
};
const BY_SESSION = {
  name: "auth-by-session",
  text: `select token.id, token.name, token.role, token.region_id, token.expires_at, token.last_used_at, session.id as session_id,
      session.expires_at as session_expires_at, session.last_seen_at as session_seen_at
    from session join api_token token on token.id = session.token_id
    where session.secret_hash = $1 and token.revoked_at is null`,
};

async function verifyToken(pool: pg.Pool, secret: string, nowMs: number): Promise<Checked | null> {
  const values = [Buffer.from(hashSecret(secret))];
  const [row] = (await pool.query<TokenRow>({ ...BY_TOKEN, values })).rows;
  return row === undefined ? null : await letIn(pool, row, { nowMs, by: "bearer" });
}

/** The token expires by the app's clock; idle and absolute limits are by the machine's, as of people's sessions. */
async function verifySession(
  pool: pg.Pool,
  secret: string,
  { nowMs, idleMinutes }: { readonly nowMs: number; readonly idleMinutes: number },
): Promise<Checked | null> {
  const values = [Buffer.from(hashSecret(secret))];
  const [row] = (await pool.query<SessionRow>({ ...BY_SESSION, values })).rows;
  if (row === undefined) return null;
  const machineMs = Date.now();
  const idleMs = machineMs - row.session_seen_at.getTime();
  if (machineMs >= row.session_expires_at.getTime() || idleMs >= idleMinutes * 60_000) {
    await pool.query("delete from session where id = $1", [row.session_id]);
    return null;
  }
  const used = await letIn(pool, row, { nowMs, by: "session" });
  if (used !== null && idleMs >= LAST_USED_MS)
    await pool.query("update session set last_seen_at = greatest(last_seen_at, $2) where id = $1", [
      row.session_id,
      new Date(machineMs),
    ]);
  return used;
}

async function letIn(
  pool: pg.Pool,
  row: TokenRow,
  { nowMs, by }: { readonly nowMs: number; readonly by: Caller["by"] },
): Promise<Checked | null> {
  const expiresAtMs = row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY;
  if (nowMs >= expiresAtMs) return null;
  if (row.last_used_at === null || nowMs - row.last_used_at.getTime() >= LAST_USED_MS)
    await noteUse(pool, row.id, nowMs);
  const regions = row.region_id === null ? null : [row.region_id];
  const caller: Caller = { id: `token:${row.id}`, actor: row.name, role: row.role, regions, by };
  return { caller, expiresAtMs };
}

/** Only ever forward, and by one writer of many: the row is not touched when another has noted the same minute. */
async function noteUse(pool: pg.Pool, id: number, nowMs: number): Promise<void> {
  await pool.query(
    "update api_token set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at <= $3)",
    [id, new Date(nowMs), new Date(nowMs - LAST_USED_MS)],
  );
}

/**
 * Of these actors, all others that are the same hand: tokens and who made them, up to the first maker. See the migration of
 * `hands_of`.
 */
export async function readOtherHands(db: Transaction, actors: readonly string[]): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ actor: string }[]>`select actor from hands_of(${[...actors]}::text[])`;
  return rows.map(({ actor }) => actor);
}

/** Every token there has ever been, in the order in which they were made. */
export async function listApiTokens(
  db: Transaction,
  paging: Paging,
): Promise<z.output<typeof apiTokenListSchema>> {
  const rows = await db.apiToken.findMany({
    orderBy: { id: "asc" },
    include: { region: { select: { name: true } } },
  });
  const { items, nextCursor } = takePage(rows, ({ id }) => String(id).padStart(10, "0"), paging);
  return { tokens: items.map(toApiTokenView), nextCursor };
}

/** Whether everything done through `db` is limited to regions, be it to none. */
export async function isLimited(db: Transaction): Promise<boolean> {
  const rows = await db.$queryRaw<{ limited: boolean }[]>`select current_user = 'ballast_limited' as limited`;
  return rows[0]?.limited !== false;
}

type TokenWithRegion = Omit<ApiToken, "secretHash" | "regionId"> & {
  readonly region: { readonly name: string } | null;
};

export function toApiTokenView(row: TokenWithRegion): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    region: row.region?.name ?? null,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

import type { Transaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import type { Caller } from "../roles.ts";
import { PERSON_ROLES, type PersonRole } from "./decideGrant.ts";
import { hashSessionSecret } from "./hashSessionSecrets.ts";
import { PERSON_COOKIE, type PeopleAuth } from "./peopleAuth.ts";
import type { AccountView, PersonView } from "./person.ts";

const MINUTE_MS = 60_000;

/**
 * The person whose session a cookie's value names, or null: unknown, forged, past either of its limits, disabled. Sessions
 * live by the machine's clock, as better-auth does, and not by the demo's.
 */
export async function verifyPerson(people: PeopleAuth, cookie: string): Promise<Caller | null> {
  const auth = await people.plain();
  const found = await auth.api.getSession({
    headers: new Headers({ cookie: `${PERSON_COOKIE}=${cookie}` }),
    query: { disableRefresh: true, disableCookieCache: true },
  });
  if (found === null) return null;
  const { client, idleMinutes } = people.parts;
  const session = await client.prisma.personSession.findUnique({
    where: { id: found.session.id },
    include: { person: true },
  });
  if (session === null || session.person.disabledAt !== null) return null;
  const nowMs = Date.now();
  const idleMs = nowMs - session.lastSeenAt.getTime();
  if (idleMs >= idleMinutes * MINUTE_MS) {
    await client.prisma.personSession.deleteMany({ where: { id: session.id } });
    return null;
  }
  if (idleMs >= MINUTE_MS || session.person.lastSeenAt === null)
    await noteSeen(client.prisma, session, new Date(nowMs));
  return callerOf(session.person);
}

async function noteSeen(
  db: Transaction,
  { id, userId }: { readonly id: string; readonly userId: string },
  now: Date,
): Promise<void> {
  await db.personSession.updateMany({ where: { id }, data: { lastSeenAt: now } });
  await db.person.updateMany({ where: { id: userId }, data: { lastSeenAt: now } });
}

type PersonRow = Prisma.PersonGetPayload<object>;

/** A person as whoever is let in. Regions: an empty list is none of them; all of them are said, never meant. */
export function callerOf(row: PersonRow): Caller {
  return {
    id: `person:${row.id}`,
    actor: row.email,
    role: row.role,
    regions: row.wholeFleet ? null : row.regionIds,
    by: "session",
  };
}

const WITH_ALL = {
  accounts: { select: { password: true, providerId: true } },
  _count: { select: { sessions: true } },
} as const satisfies Prisma.PersonInclude;

/** Everybody there is, by name. */
export async function listPeople(db: Transaction): Promise<readonly PersonView[]> {
  const [rows, regions] = await Promise.all([
    db.person.findMany({ include: WITH_ALL, orderBy: [{ name: "asc" }, { email: "asc" }] }),
    readRegionNames(db),
  ]);
  return rows.map((row) => toPersonView(row, regions));
}

export async function readPerson(db: Transaction, id: string): Promise<PersonView | null> {
  const row = await db.person.findUnique({ where: { id }, include: WITH_ALL });
  return row === null ? null : toPersonView(row, await readRegionNames(db));
}

async function readRegionNames(db: Transaction): Promise<ReadonlyMap<number, string>> {
  const rows = await db.region.findMany({ select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type FullRow = Prisma.PersonGetPayload<{ include: typeof WITH_ALL }>;

function toPersonView(row: FullRow, names: ReadonlyMap<number, string>): PersonView {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: toPersonRole(row.role),
    regions: row.wholeFleet ? null : row.regionIds.flatMap((id) => names.get(id) ?? []).toSorted(),
    hasSecondFactor: row.twoFactorEnabled === true,
    hasPassword: row.accounts.some(({ password }) => password !== null),
    isFromProvider: row.isFromProvider,
    mustChangePassword: row.mustChangePassword,
    sessions: row._count.sessions,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
  };
}

/** The table lets nobody send telemetry alone; whoever it were would be the least. */
function toPersonRole(role: string): PersonRole {
  return PERSON_ROLES.find((one) => one === role) ?? "viewer";
}

/** One's own account, and the browsers that are signed in to it; `cookie` tells which one asks. */
export async function readAccount(
  db: Transaction,
  { personId, cookie }: { readonly personId: string; readonly cookie: string | null },
): Promise<AccountView | null> {
  const person = await readPerson(db, personId);
  if (person === null) return null;
  const rows = await db.personSession.findMany({
    where: { userId: personId, expiresAt: { gt: new Date() } },
    orderBy: { lastSeenAt: "desc" },
  });
  const { id, name, email, role, regions, hasSecondFactor, hasPassword, isFromProvider } = person;
  const own = cookie === null ? null : hashOfCookie(cookie);
  return {
    ...{ id, name, email, role, regions, hasSecondFactor, hasPassword, isFromProvider },
    sessions: rows.map((row) => ({
      id: row.id,
      isThis: row.token === own,
      startedAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      endsAt: row.expiresAt.toISOString(),
      address: row.ipAddress === "" ? null : row.ipAddress,
      browser: row.userAgent === "" ? null : row.userAgent,
    })),
  };
}

/** What stands in the database for the session of a cookie, whose value is its secret, a dot and a signature. */
export function hashOfCookie(cookie: string): string {
  return hashSessionSecret(decodeURIComponent(cookie).split(".")[0] ?? "");
}

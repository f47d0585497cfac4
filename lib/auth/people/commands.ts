import { randomBytes, randomInt } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Role } from "../roles.ts";
import type { Grant } from "./decideGrant.ts";
import { PROVIDER_ID } from "./oidcProvider.ts";
import { judgePassword } from "./passwordRules.ts";
import type { NewPerson, PersonChange, PersonView, PersonWithPassword } from "./person.ts";
import { readPerson } from "./queries.ts";

/** The kind of account that better-auth keeps a password in. */
const PASSWORD_PROVIDER = "credential";
/** Taken while admins are counted, so that of two that demote each other one is refused. It spells "admn". */
const ADMINS_LOCK = 0x61646d6e;

/** Letters and digits that are not taken for one another; 20 of 31 are 99 bits. */
const PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

function makePassword(): string {
  const letters = Array.from({ length: 20 }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]);
  return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5).join("")).join("-");
}

/**
 * Makes a person who signs in with a password: the one given, or one made here, which opens nothing but its own change.
 * `conflict` when the e-mail is somebody's, `invalid` for a bad password or an unknown region.
 */
export async function createPerson(
  tx: Transaction,
  author: Author,
  { given, ...person }: NewPerson & { readonly given?: string },
): Promise<Result<PersonWithPassword, Failure>> {
  const wrong = given === undefined ? null : judgePassword(given, person);
  if (wrong !== null) return err({ code: "invalid", detail: wrong });
  if ((await tx.person.count({ where: { email: person.email } })) > 0)
    return err({ code: "conflict", detail: `There is a person with the e-mail ${person.email} already.` });
  const regions = await findRegions(tx, person.regions);
  if (!regions.ok) return regions;
  const id = randomBytes(16).toString("hex");
  const at = new Date(author.atMs);
  const { name, email, role } = person;
  const data = { ...{ id, name, email, role }, ...regions.value, mustChangePassword: given === undefined };
  await tx.person.create({ data: { ...data, createdAt: at, updatedAt: at, createdBy: author.actor } });
  const password = given ?? makePassword();
  await tx.personAccount.create({
    data: {
      id,
      userId: id,
      accountId: id,
      providerId: PASSWORD_PROVIDER,
      password: await hashPassword(password),
    },
  });
  const after = { id, name, role, regions: person.regions };
  await appendAudit(tx, author, [{ action: "person.created", thing: "person", thingName: email, after }]);
  return ok({ ...(await mustRead(tx, id)), password });
}

async function findRegions(
  tx: Transaction,
  names: readonly string[] | null,
): Promise<Result<{ wholeFleet: boolean; regionIds: number[] }, Failure>> {
  if (names === null) return ok({ wholeFleet: true, regionIds: [] });
  const rows = await tx.region.findMany({ where: { name: { in: [...names] } }, orderBy: { id: "asc" } });
  const unknown = names.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined) return err({ code: "invalid", detail: `There is no region ${unknown}.` });
  return ok({ wholeFleet: false, regionIds: rows.map(({ id }) => id) });
}

async function mustRead(tx: Transaction, id: string): Promise<PersonView> {
  const person = await readPerson(tx, id);
  if (person === null) throw new Error("a person that was just written is not there");
  return person;
}

/**
 * Changes name, role, regions, or lets in no more. A changed role and a disabled person are signed out everywhere, so that
 * no session outlives the rights it was begun with. `not_found`; `conflict` for the last admin, and for what the provider
 * of single sign-on says. To be followed by `forgetVerified`.
 */
export async function changePerson(
  tx: Transaction,
  author: Author,
  { id, ...change }: PersonChange & { readonly id: string },
): Promise<Result<PersonView, Failure>> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${ADMINS_LOCK})`;
  const before = await readPerson(tx, id);
  if (before === null) return noSuchPerson(id);
  if (before.isFromProvider && (change.role !== undefined || change.regions !== undefined))
    return err({
      code: "conflict",
      detail: `${before.email} has role and regions from single sign-on: change the groups there.`,
    });
  const regions = change.regions === undefined ? null : await findRegions(tx, change.regions);
  if (regions !== null && !regions.ok) return regions;
  const isDisabled = change.isDisabled ?? before.disabledAt !== null;
  const disabledAt = isDisabled ? new Date(before.disabledAt ?? author.atMs) : null;
  const { name = before.name, role = before.role } = change;
  await tx.person.update({
    where: { id },
    data: { name, role, disabledAt, updatedAt: new Date(author.atMs), ...regions?.value },
  });
  if (isFullAdmin(before) && (await isWithoutAdmin(tx)))
    return err({
      code: "conflict",
      detail: `${before.email} is the last admin of the whole fleet: make another first.`,
    });
  const after = await mustRead(tx, id);
  if (after.role !== before.role || isDisabled) await tx.personSession.deleteMany({ where: { userId: id } });
  const facts = { before: factsOf(before), after: factsOf(after) };
  if (JSON.stringify(facts.before) !== JSON.stringify(facts.after))
    await appendAudit(tx, author, [
      { action: "person.updated", thing: "person", thingName: before.email, ...facts },
    ]);
  return ok(await mustRead(tx, id));
}

function isFullAdmin({ role, disabledAt, regions }: PersonView): boolean {
  return role === "admin" && disabledAt === null && regions === null;
}

async function isWithoutAdmin(tx: Transaction): Promise<boolean> {
  return (await tx.person.count({ where: { role: "admin", disabledAt: null, wholeFleet: true } })) === 0;
}

function factsOf({ id, name, role, regions, disabledAt }: PersonView) {
  return { id, name, role, regions, isDisabled: disabledAt !== null };
}

function noSuchPerson(id: string): Result<never, Failure> {
  return err({ code: "not_found", detail: `There is no person ${id}.` });
}

/** Another password, made here, which opens nothing but its own change; signed out everywhere. `not_found`, `conflict`. */
export async function resetPassword(
  tx: Transaction,
  author: Author,
  id: string,
): Promise<Result<PersonWithPassword, Failure>> {
  const person = await readPerson(tx, id);
  if (person === null) return noSuchPerson(id);
  if (!person.hasPassword)
    return err({
      code: "conflict",
      detail: `${person.email} signs in by single sign-on and has no password here.`,
    });
  const password = makePassword();
  await storePassword(tx, id, { password, mustChange: true });
  await appendAudit(tx, author, [
    { action: "person.password_reset", thing: "person", thingName: person.email },
  ]);
  return ok({ ...(await mustRead(tx, id)), password });
}

/**
 * A person's own password in place of one that somebody else made; whoever calls it has seen that one. `invalid` for one
 * that is not good enough.
 */
export async function replacePassword(
  tx: Transaction,
  author: Author,
  change: { readonly email: string; readonly oldPassword: string; readonly newPassword: string },
): Promise<Result<undefined, Failure>> {
  const person = await tx.person.findUnique({ where: { email: change.email } });
  if (person === null) return noSuchPerson(change.email);
  const wrong =
    change.newPassword === change.oldPassword
      ? "The new password is the old one: choose another."
      : judgePassword(change.newPassword, person);
  if (wrong !== null) return err({ code: "invalid", detail: wrong });
  await storePassword(tx, person.id, { password: change.newPassword, mustChange: false });
  await appendAudit(tx, author, [
    { action: "person.password_changed", thing: "person", thingName: person.email },
  ]);
  return ok(undefined);
}

async function storePassword(
  tx: Transaction,
  id: string,
  { password, mustChange }: { readonly password: string; readonly mustChange: boolean },
): Promise<void> {
  await tx.personAccount.updateMany({
    where: { userId: id, providerId: PASSWORD_PROVIDER },
    data: { password: await hashPassword(password) },
  });
  await tx.person.update({ where: { id }, data: { mustChangePassword: mustChange } });
  await tx.personSession.deleteMany({ where: { userId: id } });
}

/** Signs a person out: of one browser, of all but one, or of all. Answers how many. To be followed by `forgetVerified`. */
export async function endPersonSessions(
  tx: Transaction,
  author: Author,
  which: { readonly personId: string; readonly only?: string; readonly exceptHash?: string },
): Promise<Result<{ ended: number }, Failure>> {
  const person = await tx.person.findUnique({ where: { id: which.personId } });
  if (person === null) return noSuchPerson(which.personId);
  const { count } = await tx.personSession.deleteMany({
    where: {
      userId: person.id,
      ...(which.only === undefined ? {} : { id: which.only }),
      ...(which.exceptHash === undefined ? {} : { token: { not: which.exceptHash } }),
    },
  });
  if (which.only !== undefined && count === 0)
    return err({ code: "not_found", detail: `There is no session ${which.only} of yours.` });
  if (count > 0)
    await appendAudit(tx, author, [
      { action: "person.sessions_ended", thing: "person", thingName: person.email },
    ]);
  return ok({ ended: count });
}

/** For whoever lost the app and the backup codes. Signed out everywhere. `not_found`. */
export async function removeSecondFactor(
  tx: Transaction,
  author: Author,
  id: string,
): Promise<Result<PersonView, Failure>> {
  const person = await readPerson(tx, id);
  if (person === null) return noSuchPerson(id);
  await tx.personSecondFactor.deleteMany({ where: { userId: id } });
  await tx.person.update({ where: { id }, data: { twoFactorEnabled: false } });
  await tx.personSession.deleteMany({ where: { userId: id } });
  if (person.hasSecondFactor)
    await appendAudit(tx, author, [
      { action: "person.second_factor_disabled", thing: "person", thingName: person.email },
    ]);
  return ok(await mustRead(tx, id));
}

/**
 * Writes down what the provider grants to whoever has just signed in by it, for the first time or again. What changed, and
 * that somebody new is there, is in the audit. A region that is not there is none: nothing is granted by its name.
 */
export async function grantFromProvider(
  tx: Transaction,
  author: Author,
  { subject, grant }: { readonly subject: string; readonly grant: Grant },
): Promise<{ readonly person: PersonView; readonly hasChanged: boolean }> {
  const key = { providerId_accountId: { providerId: PROVIDER_ID, accountId: subject } };
  const { userId: id } = await tx.personAccount.findUniqueOrThrow({ where: key });
  const before = await mustRead(tx, id);
  const regions = await tx.region.findMany({ where: { name: { in: [...(grant.regions ?? [])] } } });
  await tx.person.update({
    where: { id },
    data: {
      role: grant.role,
      wholeFleet: grant.regions === null,
      regionIds: regions.map((region) => region.id),
      isFromProvider: true,
      updatedAt: new Date(author.atMs),
    },
  });
  const after = await mustRead(tx, id);
  const named = { thing: "person", thingName: after.email } as const;
  const hasChanged = JSON.stringify(factsOf(before)) !== JSON.stringify(factsOf(after));
  const by = { ...author, actor: after.email, actorRole: after.role };
  if (!before.isFromProvider)
    await appendAudit(tx, by, [{ action: "person.created", ...named, after: factsOf(after) }]);
  else if (hasChanged)
    await appendAudit(tx, by, [
      { action: "person.updated", ...named, before: factsOf(before), after: factsOf(after) },
    ]);
  return { person: after, hasChanged };
}

/** Signs out everywhere whoever the provider no longer says anything for; nobody of that subject here: nothing to do. */
export async function endSessionsOfSubject(tx: Transaction, author: Author, subject: string): Promise<void> {
  const key = { providerId_accountId: { providerId: PROVIDER_ID, accountId: subject } };
  const account = await tx.personAccount.findUnique({ where: key });
  if (account !== null) await endPersonSessions(tx, author, { personId: account.userId });
}

/** Puts the beginning of a session into the audit, and gives whose it is. */
export async function recordSignIn(
  tx: Transaction,
  author: Author,
  personId: string,
): Promise<{ readonly actor: string; readonly role: Role }> {
  const { email: actor, role } = await tx.person.update({
    where: { id: personId },
    data: { lastSeenAt: new Date() },
    select: { email: true, role: true },
  });
  const own = { ...author, actor, actorRole: role };
  await appendAudit(tx, own, [{ action: "session.started", thing: "session", thingName: actor }]);
  return { actor, role };
}

export async function recordSignOut(tx: Transaction, author: Author): Promise<void> {
  await appendAudit(tx, author, [{ action: "session.ended", thing: "session", thingName: author.actor }]);
}

/** What a person does to their own account, which better-auth does for them. */
export type PersonDeed =
  | "person.password_changed"
  | "person.second_factor_enabled"
  | "person.second_factor_disabled"
  | "person.backup_codes_made";

export async function appendPersonEvent(
  tx: Transaction,
  author: Author,
  { deed, email }: { readonly deed: PersonDeed; readonly email: string },
): Promise<void> {
  await appendAudit(tx, author, [{ action: deed, thing: "person", thingName: email }]);
}

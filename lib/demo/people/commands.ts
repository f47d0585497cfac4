import type { Author } from "../../audit/index.ts";
import { type Caller, createApiToken, type StartedSession, startSession } from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { DEMO_PEOPLE, type DemoPersonName } from "./demoPeople.ts";
import { mayPlay, PEOPLE_SCOPE, readDemoPeople } from "./queries.ts";

export interface MadePerson {
  readonly name: string;
  readonly role: string;
  readonly secret: string;
}

/** Makes a token for each of the demo's people, once. Empty where they are made already. */
export async function makeDemoPeople(tx: Transaction, author: Author): Promise<readonly MadePerson[]> {
  if ((await readDemoPeople(tx)).length > 0) return [];
  const made: MadePerson[] = [];
  const tokens: number[] = [];
  for (const person of DEMO_PEOPLE) {
    const token = await createApiToken(tx, author, person);
    if (!token.ok || token.value.secret === null) throw new Error(`no token was made for ${person.name}`);
    tokens.push(token.value.id);
    made.push({ ...person, secret: token.value.secret });
  }
  const value = { value: { tokens }, updatedBy: author.actor };
  await tx.setting.upsert({
    where: { key_region_poolKind: PEOPLE_SCOPE },
    create: { ...PEOPLE_SCOPE, ...value },
    update: value,
  });
  return made;
}

/**
 * Begins a session of another of the demo's people. `not_found` where there are none, `forbidden` to anybody who is neither
 * one of them nor an admin: a token that was handed out stays what it is.
 */
export async function playDemoPerson(
  tx: Transaction,
  author: Author,
  {
    caller,
    name,
    sessionDays,
  }: { readonly caller: Caller; readonly name: DemoPersonName; readonly sessionDays: number },
): Promise<Result<{ readonly person: Caller; readonly session: StartedSession }, Failure>> {
  const people = await readDemoPeople(tx);
  if (people.length === 0)
    return err({ code: "not_found", detail: "There is nobody to play: this is not the demo." });
  if (!mayPlay(people, caller))
    return err({ code: "forbidden", detail: "Only the demo's people and admins play its people." });
  const token = await tx.apiToken.findFirst({ where: { id: { in: [...people] }, name, revokedAt: null } });
  if (token === null) return err({ code: "not_found", detail: `The token of ${name} was revoked.` });
  const role = DEMO_PEOPLE.find((person) => person.name === name)?.role ?? "viewer";
  const person: Caller = { id: `token:${token.id}`, actor: token.name, role, regions: null, by: "session" };
  const session = await startSession(
    tx,
    { ...author, actor: person.actor, actorRole: role },
    { tokenId: token.id, actor: person.actor, sessionDays },
  );
  return ok({ person, session });
}

import { peopleChanges } from "../peopleChangesForTests.ts";
import { GOOD_PASSWORD } from "../peopleForTests.ts";
import type { RunsApp } from "../runsForTests.ts";
import type { Operation } from "./operationsForTests.ts";
import type { Vocabulary } from "./schemaArbitraryForTests.ts";

/** Who asks for an operation of people and their accounts, and what it can name so that it is done. */
export interface Actor {
  /** Cookies of a person who is signed in; null = a token does as well. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly vocabulary: Vocabulary;
}

const ACCOUNT = "/api/v1/account";
const NOBODY_YET = { status: 0, headers: new Headers(), text: "", json: null };

/** Makes, for each operation that is about one person, that person: as far on the way as the operation needs them. */
export function createActors(runs: RunsApp) {
  const changes = new Map(peopleChanges(() => ({ app: runs.app, call: runs.call })));
  return async ({ method, path }: Operation): Promise<Actor> => {
    const change =
      changes.get(`${method} ${path}`) ??
      (path.startsWith(ACCOUNT) ? changes.get(`DELETE ${ACCOUNT}/sessions`) : undefined);
    if (change === undefined) return { headers: null, vocabulary: {} };
    let actor: Actor = { headers: null, vocabulary: {} };
    // Everything up to the change itself, which the fuzzing sends.
    await change(async (address, body, headers = {}) => {
      const id = idIn(path, address);
      actor = {
        headers: "cookie" in headers || path.includes("/sign-in") ? headers : null,
        vocabulary: {
          password: [GOOD_PASSWORD],
          ...(body === undefined ? {} : { [path]: [body] }),
          ...(id === null ? {} : { [path.includes("/sessions/") ? "sessions.id" : "people.id"]: [id] }),
        },
      };
      return NOBODY_YET;
    });
    return actor;
  };
}

function idIn(path: string, address: string): string | null {
  const at = path.split("/").indexOf("{id}");
  return at === -1 ? null : (address.split("/")[at] ?? null);
}

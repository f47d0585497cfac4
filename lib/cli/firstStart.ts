import { createApiToken, createPerson } from "../auth/index.ts";
import {
  createDatabaseClient,
  type DatabaseClient,
  type Transaction,
  withTransaction,
} from "../db/client.ts";
import { DEMO_SEED, demoFleetState, loadDemo, type MadePerson, makeDemoPeople } from "../demo/commands.ts";
import { env } from "../env.ts";
import { CommandError } from "./commandError.ts";
import { startProgress } from "./progress.ts";

export interface FirstStart {
  /** The secret of the first admin's token, made when there is no admin token; else null. */
  readonly adminToken: string | null;
  /** The first person, made when there is nobody who signs in by a password or single sign-on; else null. */
  readonly adminPerson: FirstPerson | null;
  /** The demo's people, made with its fleet; none at later starts. */
  readonly people: readonly MadePerson[];
}

export interface FirstPerson {
  readonly email: string;
  /** Shown once, and changed at the first sign-in; null where BALLAST_ADMIN_PASSWORD says it. */
  readonly password: string | null;
}

/** Of the first admin, where nobody says another. */
const FIRST_EMAIL = "admin@ballast.local";

/**
 * What an empty database needs before it is served. The demo fleet is loaded, unless declined, into a database without
 * regions, and its people with it; a load that was broken off goes on where it stopped.
 */
export async function prepareFirstStart(url: string, options: { empty: boolean }): Promise<FirstStart> {
  const client = createDatabaseClient(url);
  try {
    if (!options.empty) await loadDemoIfEmpty(client);
    // Before the people, of whom one is an admin too: whoever starts Ballast gets a token of their own.
    const adminToken = await makeFirstToken(client);
    const adminPerson = await makeFirstPerson(client);
    return { adminToken, adminPerson, people: await makePeople(client) };
  } finally {
    await client.close();
  }
}

async function makePeople(client: DatabaseClient): Promise<readonly MadePerson[]> {
  if ((await demoFleetState(client)) !== "complete") return [];
  return await withTransaction(client, (tx) => makeDemoPeople(tx, cliAuthor()));
}

/** Any number will do, as long as nothing else in the database takes the same advisory lock. */
const FIRST_START_LOCK = 7_218_003;

/** Replicas that start at once on a new database: one makes what there is to be one of, the others find it. */
async function oneAfterTheOther(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_START_LOCK})`;
}

function cliAuthor() {
  return { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
}

async function makeFirstToken(client: DatabaseClient): Promise<string | null> {
  // Who brings the first admin's password makes tokens as that admin: what is shown here may end in a log.
  if (env().BALLAST_ADMIN_PASSWORD !== undefined) return null;
  const author = cliAuthor();
  return await withTransaction(client, async (tx) => {
    await oneAfterTheOther(tx);
    if ((await tx.apiToken.count({ where: { role: "admin", revokedAt: null } })) > 0) return null;
    const made = await createApiToken(tx, author, { name: "first admin", role: "admin" });
    if (!made.ok) throw new Error(made.error.detail);
    return made.value.secret;
  });
}

async function makeFirstPerson(client: DatabaseClient): Promise<FirstPerson | null> {
  const { BALLAST_ADMIN_EMAIL: email = FIRST_EMAIL, BALLAST_ADMIN_PASSWORD: given } = env();
  const person = { name: "First admin", email: email.toLowerCase(), role: "admin", regions: null } as const;
  return await withTransaction(client, async (tx) => {
    await oneAfterTheOther(tx);
    if ((await tx.person.count()) > 0) return null;
    const made = await createPerson(tx, cliAuthor(), {
      ...person,
      ...(given === undefined ? {} : { given }),
    });
    if (!made.ok) throw new CommandError(`the first admin was not made: ${made.error.detail}`);
    return { email: made.value.email, password: given === undefined ? made.value.password : null };
  });
}

async function loadDemoIfEmpty(client: DatabaseClient): Promise<void> {
  const state = await demoFleetState(client);
  if (state === "complete" || state === "other") return;
  const progress = startProgress(
    state === "partial" ? "Loading the rest of the demo fleet" : "Loading the demo fleet",
  );
  let succeeded = false;
  try {
    await loadDemo({ client, nowMs: Date.now(), seed: DEMO_SEED, onProgress: progress.update });
    succeeded = true;
  } finally {
    progress.end(succeeded);
  }
}

import { createApiToken } from "../auth/index.ts";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "../db/client.ts";
import { DEMO_SEED, demoFleetState, loadDemo, type MadePerson, makeDemoPeople } from "../demo/commands.ts";
import { startProgress } from "./progress.ts";

export interface FirstStart {
  /** The secret of the first admin's token, made when there is no admin token; else null. */
  readonly adminToken: string | null;
  /** The demo's people, made with its fleet; none at later starts. */
  readonly people: readonly MadePerson[];
}

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
    return { adminToken, people: await makePeople(client) };
  } finally {
    await client.close();
  }
}

async function makePeople(client: DatabaseClient): Promise<readonly MadePerson[]> {
  if ((await demoFleetState(client)) !== "complete") return [];
  return await withTransaction(client, (tx) => makeDemoPeople(tx, cliAuthor()));
}

function cliAuthor() {
  return { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
}

async function makeFirstToken(client: DatabaseClient): Promise<string | null> {
  const author = cliAuthor();
  return await withTransaction(client, async (tx) => {
    if ((await tx.apiToken.count({ where: { role: "admin", revokedAt: null } })) > 0) return null;
    const made = await createApiToken(tx, author, { name: "first admin", role: "admin" });
    if (!made.ok) throw new Error(made.error.detail);
    return made.value.secret;
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

import { createApiToken } from "../auth/index.ts";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "../db/client.ts";
import { DEMO_SEED, demoFleetState, loadDemo } from "../demo/commands.ts";
import { startProgress } from "./progress.ts";

/**
 * What an empty database needs before it is served. Returns the secret of the first admin's token, made when there is no
 * admin token, else null. The demo fleet is loaded, unless declined, into a database without regions; a load that was
 * broken off goes on where it stopped.
 */
export async function prepareFirstStart(url: string, options: { empty: boolean }): Promise<string | null> {
  const client = createDatabaseClient(url);
  try {
    if (!options.empty) await loadDemoIfEmpty(client);
    return await makeFirstToken(client);
  } finally {
    await client.close();
  }
}

async function makeFirstToken(client: DatabaseClient): Promise<string | null> {
  const author = { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
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

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiToken } from "../../auth/index.ts";
import { openDatabase } from "../../cli/openDatabase.ts";
import { createDatabaseClient, withTransaction } from "../../db/client.ts";
import { inventoryBodySchema, putInventory } from "../../fleet/index.ts";
import { type BenchFleet, inventoryBodies } from "../benchFleet.ts";
import type { Receiver } from "./prometheusReceiver.ts";

export interface OwnReceiver extends Receiver {
  readonly token: string;
}

/** This application's way in, on a database of its own that is thrown away at the end, with a fleet and a sender's token. */
export async function startOwnReceiver(fleet: BenchFleet): Promise<OwnReceiver> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-receiver-"));
  const database = await openDatabase(folder, "npm run bench:remote-write");
  const token = await prepare(database.url, fleet);
  const child = fork(join(import.meta.dirname, "receiveProcess.ts"), {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      BALLAST_LOG_LEVEL: "error",
      // One sender brings what a whole fleet's would.
      BALLAST_INGEST_MEGABYTES_PER_SECOND: "4096",
    },
  });
  const ended = once(child, "exit");
  const [address] = (await once(child, "message")) as [{ readonly port: number }];
  return {
    url: `http://127.0.0.1:${address.port}/api/v1/prometheus/write`,
    token,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(url: string, fleet: BenchFleet): Promise<string> {
  const client = createDatabaseClient(url);
  const author = { actor: "bench", actorRole: "admin", atMs: Date.now(), requestId: null };
  try {
    for (const sent of inventoryBodies(fleet)) {
      const body = inventoryBodySchema.parse(sent);
      await withTransaction(client, (tx) => putInventory(tx, author, { body, prune: false }));
    }
    const made = await withTransaction(client, (tx) =>
      createApiToken(tx, author, { name: "bench", role: "ingest" }),
    );
    if (!made.ok || made.value.secret === null) throw new Error("no token was made");
    return made.value.secret;
  } finally {
    await client.close();
  }
}

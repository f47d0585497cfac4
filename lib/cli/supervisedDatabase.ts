import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedServer, startEmbeddedServer } from "../db/embeddedServer.ts";
import { env } from "../env.ts";
import { checkServer } from "./openDatabase.ts";

export interface SupervisedDatabase {
  readonly url: string;
  /** What the user should know about where files stand, or null. */
  readonly note: string | null;
  stop(): Promise<void>;
}

/**
 * The database of the application: DATABASE_URL, or the embedded server, which is started again on the same port when
 * it ends unasked, so that connections made to its URL work again. Throws an Error of one clear line.
 */
export async function startSupervisedDatabase(
  dataDirectory: string,
  command: string,
): Promise<SupervisedDatabase> {
  const given = env().DATABASE_URL;
  if (given !== undefined) {
    await checkServer(given);
    return { url: given, note: null, stop: async () => undefined };
  }
  let server: EmbeddedServer = await startEmbeddedServer(dataDirectory, { command });
  const { url, note } = server;
  const port = Number(new URL(url).port);
  let stopping = false;
  const keeping = (async () => {
    while (!stopping) {
      await server.ended;
      if (stopping) return;
      process.stderr.write("The database ended unasked; starting it again.\n");
      server = await restart(dataDirectory, { command, port }, () => stopping);
    }
  })();
  return {
    url,
    note,
    stop: async () => {
      stopping = true;
      await server.stop();
      await keeping;
    },
  };
}

/** Tries until it runs: without its database the application can do nothing, and the reason may pass (a full disk). */
async function restart(
  dataDirectory: string,
  options: { command: string; port: number },
  isStopping: () => boolean,
): Promise<EmbeddedServer> {
  for (;;) {
    try {
      return await startEmbeddedServer(dataDirectory, options);
    } catch (error) {
      if (isStopping()) return { url: "", note: null, ended: Promise.resolve(), stop: async () => undefined };
      process.stderr.write(
        `${error instanceof Error ? error.message : String(error)}; trying again in 5 s.\n`,
      );
      await delay(5_000);
    }
  }
}

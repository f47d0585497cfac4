import pg from "pg";
import { DataFolderInUseError, findRunningServer, startEmbeddedServer } from "../db/embeddedServer.ts";
import { env } from "../env.ts";
import { CommandError } from "./commandError.ts";
import { prepareDatabase } from "./prepareDatabase.ts";

const OLDEST_POSTGRES = 15;

export interface OpenDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The database of a command that may run beside the application or without it: DATABASE_URL; else the running server of
 * the data folder; else that server started for as long as the command takes. Migrated, unless the application has it
 * running. Throws an Error of one clear line.
 */
export async function openDatabase(dataDirectory: string, command: string): Promise<OpenDatabase> {
  const given = env().DATABASE_URL;
  if (given !== undefined) {
    await checkServer(given);
    await prepareDatabase(given);
    return { url: given, close: async () => undefined };
  }
  for (let attempt = 1; ; attempt += 1) {
    const running = await findRunningServer(dataDirectory);
    if (running !== null) return { url: running, close: async () => undefined };
    try {
      const server = await startEmbeddedServer(dataDirectory, { command });
      await prepareDatabase(server.url);
      return { url: server.url, close: () => server.stop() };
    } catch (error) {
      // Another command began to start it in between: then it is found running.
      if (!(error instanceof DataFolderInUseError) || attempt === 3) throw error;
    }
  }
}

/** Throws one clear line when the server that a URL names cannot be used. Never repeats the URL, which holds a password. */
export async function checkServer(url: string): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port === "" ? "5432" : port}${pathname}`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const answer = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const major = Math.floor(Number(answer.rows[0]?.version ?? 0) / 10_000);
    if (major < OLDEST_POSTGRES) {
      throw new CommandError(
        `the database at ${place} is PostgreSQL ${major}: Ballast needs ${OLDEST_POSTGRES} or newer`,
      );
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `cannot reach the database at ${place} (${reasonOf(error)}): check DATABASE_URL, or unset it for the embedded one`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Of several addresses tried, the error says nothing itself and holds one error each. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.name) : String(error);
}

import { parseArgs } from "node:util";
import { verifyAudit } from "../audit/index.ts";
import type { Manifest } from "../db/backup/backupFormat.ts";
import { restoreBackup } from "../db/backup/restoreBackup.ts";
import { createDatabaseClient } from "../db/client.ts";
import { startEmbeddedServer } from "../db/embeddedServer.ts";
import { env } from "../env.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { checkServer, type OpenDatabase } from "./openDatabase.ts";
import { prepareDatabase } from "./prepareDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, PROJECT_ROOT, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run restore -- --in FILE [--data DIR] [--anchors FILE]
Puts a backup into an empty database: that of a new data folder, or the one that DATABASE_URL names.
  --in FILE       what npm run backup wrote; read to its end before anything is done
  --data DIR      where the embedded database is made (.ballast/data)
  --anchors FILE  the anchors that were kept apart: the audit is verified against them`;

await runCommand(async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      in: { type: "string" },
      data: { type: "string" },
      anchors: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (values.in === undefined) throw new CommandError("--in FILE is needed");
  const directory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  const database = await openEmptyDatabase(directory);
  try {
    const manifest = await restoreBackup(database.url, resolveFromCaller(values.in), PROJECT_ROOT);
    await prepareDatabase(database.url);
    const anchorFile = values.anchors === undefined ? null : resolveFromCaller(values.anchors);
    return await tell(database.url, manifest, anchorFile);
  } finally {
    await database.close();
  }
});

/** Not prepared: a backup brings its own migrations. Throws when the folder's database runs, since then it is in use. */
async function openEmptyDatabase(directory: string): Promise<OpenDatabase> {
  const given = env().DATABASE_URL;
  if (given !== undefined) {
    await checkServer(given);
    return { url: given, close: async () => undefined };
  }
  const server = await startEmbeddedServer(directory, { command: "npm run restore" });
  return { url: server.url, close: () => server.stop() };
}

/** The audit is told of as it is: one that was broken when it was backed up is broken here, and restored all the same. */
async function tell(url: string, { tables }: Manifest, anchorFile: string | null): Promise<number> {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  process.stdout.write(`Restored ${rows} rows of ${tables.length} tables.\n`);
  const client = createDatabaseClient(url);
  try {
    const audit = await verifyAudit(client.prisma, { anchorFile, nowMs: Date.now() });
    process.stdout.write(
      `${audit.sentence}\nChannels are opened by the BALLAST_SEAL_KEY, or seal.key, of the server that was backed up.\n`,
    );
    return audit.isIntact ? 0 : 1;
  } finally {
    await client.close();
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeBackup } from "../db/backup/writeBackup.ts";
import { env } from "../env.ts";
import { anchorFileOf } from "./auditAnchorFile.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run backup -- --out FILE [--data DIR]
Writes everything in the database, as it is at one moment, into a new file; the application may go on meanwhile.
  --out FILE  compressed, with a checksum of every table; readable to its owner alone
  --data DIR  of the embedded database (.ballast/data); with DATABASE_URL that database`;

await runCommand(async () => {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: { out: { type: "string" }, data: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (values.out === undefined) throw new CommandError("--out FILE is needed");
  const file = resolveFromCaller(values.out);
  if (existsSync(file)) throw new CommandError(`${file} is there already: name another file`);
  const directory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  const database = await openDatabase(directory, "npm run backup");
  try {
    const { tables } = await writeBackup(database.url, file, new Date());
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`Wrote ${rows} rows of ${tables.length} tables to ${file}\n${besides(directory)}`);
    return 0;
  } finally {
    await database.close();
  }
});

/** What a restored database is not whole without, and what must not lie in the same place. */
function besides(directory: string): string {
  const { BALLAST_SEAL_KEY, DATABASE_URL } = env();
  const key =
    BALLAST_SEAL_KEY !== undefined || DATABASE_URL !== undefined
      ? "the value of BALLAST_SEAL_KEY"
      : join(directory, "seal.key");
  const anchors = anchorFileOf(directory);
  return [
    "Not in it, to be kept apart from it:",
    `  ${key}: without it addresses and secrets of channels cannot be opened`,
    ...(anchors === null
      ? []
      : [`  ${anchors}: the anchors that the audit of a restored database is verified against`]),
    "",
  ].join("\n");
}

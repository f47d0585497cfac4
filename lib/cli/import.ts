import { createDatabaseClient } from "../db/client.ts";
import { runCommand } from "./commandError.ts";
import { type ImportEnd, importFiles } from "./import/importFiles.ts";
import { readImportOptions, USAGE } from "./import/importOptions.ts";
import { openDatabase } from "./openDatabase.ts";

/** Ended by Ctrl-C, as shells count it. */
const INTERRUPTED = 130;

/** One Ctrl-C may arrive twice: from the terminal, and handed on by the program that started this one. */
const SAME_KEYSTROKE_MS = 1_000;

const EXIT_CODES: Readonly<Record<ImportEnd, number>> = { complete: 0, incomplete: 1, stopped: INTERRUPTED };

await runCommand(async () => {
  const options = readImportOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const isStopped = watchForStop();
  const server = await openDatabase(options.dataDirectory, "npm run import");
  try {
    const database = createDatabaseClient(server.url);
    try {
      return EXIT_CODES[await importFiles(database, options, isStopped)];
    } finally {
      await database.close();
    }
  } finally {
    await server.close();
  }
});

/** The first Ctrl-C lets the commit under way finish; the second ends at once, which loses nothing that was committed. */
function watchForStop(): () => boolean {
  let stoppedAt: number | null = null;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      stoppedAt ??= performance.now();
      if (performance.now() - stoppedAt > SAME_KEYSTROKE_MS) process.exit(INTERRUPTED);
    });
  }
  return () => stoppedAt !== null;
}

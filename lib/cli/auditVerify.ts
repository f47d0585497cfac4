import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type AuditProtection,
  PROTECTION_SENTENCES,
  readAuditProtection,
  type Verification,
  verifyAudit,
} from "../audit/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { anchorFileOf } from "./auditAnchorFile.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { startProgress } from "./progress.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run audit:verify [-- --data DIR] [--anchors FILE]
Recomputes the audit's chain of hashes and holds it against the anchors. Exit code 0: all is as it was written; 1: it is
not, and the first event that is not is named. The database is DATABASE_URL, else that of the data folder.
  --data DIR      the data folder (.ballast/data)
  --anchors FILE  the anchors (BALLAST_AUDIT_ANCHOR_FILE; else audit-anchors.ndjson in the data folder)`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      anchors: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const dataDirectory = values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data);
  const named = values.anchors === undefined ? null : resolveFromCaller(values.anchors);
  if (named !== null && !existsSync(named)) throw new CommandError(`there is no file of anchors ${named}`);
  return await verify(dataDirectory, named ?? anchorFileOf(dataDirectory));
});

async function verify(dataDirectory: string, anchorFile: string | null): Promise<number> {
  const database = await openDatabase(dataDirectory, "npm run audit:verify");
  const client = createDatabaseClient(database.url);
  try {
    const progress = startProgress("Verifying the audit");
    let isRead = false;
    try {
      const result = await verifyAudit(client.prisma, { anchorFile, nowMs: Date.now() });
      isRead = true;
      print(result, await readAuditProtection(client.pools.read));
      return result.isIntact ? 0 : 1;
    } finally {
      progress.end(isRead);
    }
  } finally {
    await client.close();
    await database.close();
  }
}

function print(result: Verification, protection: AuditProtection): void {
  const { anchors } = result;
  const known =
    anchors === null
      ? "no file of anchors"
      : `${anchors.count} ${anchors.count === 1 ? "anchor" : "anchors"}`;
  process.stdout.write(
    `${result.sentence}\n${result.events} events in order, the last of them ${result.lastEventId} (${result.lastHash}); ` +
      `${known}; ${Math.round(result.milliseconds)} ms\n`,
  );
  if (protection !== "role") process.stdout.write(`${PROTECTION_SENTENCES[protection]}\n`);
}

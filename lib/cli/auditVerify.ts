import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type AuditProtection,
  findAuditEvent,
  findHandOut,
  PROTECTION_SENTENCES,
  readAuditProtection,
  type Verification,
  verifyAudit,
  verifyEvidence,
} from "../audit/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { anchorFileOf } from "./auditAnchorFile.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { startProgress } from "./progress.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run audit:verify [-- --data DIR] [--anchors FILE] [--evidence FILE]
Recomputes the audit's chain of hashes and holds it against the anchors. Exit code 0: all is as it was written; 1: it is
not, and the first event that is not is named. The database is DATABASE_URL, else that of the data folder.
  --data DIR      the data folder (.ballast/data)
  --evidence FILE a plan's evidence pack: its digest, its events, and whether the audit has both so
  --anchors FILE  the anchors (BALLAST_AUDIT_ANCHOR_FILE; else audit-anchors.ndjson in the data folder)`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      anchors: { type: "string" },
      evidence: { type: "string" },
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
  if (values.evidence !== undefined)
    return await verifyPack(dataDirectory, resolveFromCaller(values.evidence));
  return await verify(dataDirectory, named ?? anchorFileOf(dataDirectory));
});

/**
 * The pack by itself, then each of its events against the audit's own, then that it was handed out under its digest: whoever
 * changes a pack can make its digest anew, but not the event that tells of it.
 */
async function verifyPack(dataDirectory: string, file: string): Promise<number> {
  if (!existsSync(file)) throw new CommandError(`there is no evidence pack ${file}`);
  const { isIntact, sentence, events, digest } = verifyEvidence(parsePack(file));
  process.stdout.write(`${sentence}\n`);
  if (!isIntact || digest === null) return 1;
  const database = await openDatabase(dataDirectory, "npm run audit:verify");
  const client = createDatabaseClient(database.url);
  try {
    for (const { id, hash } of events) {
      const stored = await findAuditEvent(client.prisma, BigInt(id));
      if (stored?.hash === hash) continue;
      process.stdout.write(
        stored === null
          ? `Event ${id} of the pack is not in the audit.\n`
          : `Event ${id} of the audit is not the one in the pack.\n`,
      );
      return 1;
    }
    process.stdout.write("The audit has every event of the pack as the pack has it.\n");
    const handOut = await findHandOut(client.prisma, digest);
    process.stdout.write(
      handOut === null
        ? "No pack of this digest was ever handed out here: it was changed, and its digest made anew.\n"
        : `It was handed out to ${handOut.actor} at ${handOut.at} (event ${handOut.id}).\n`,
    );
    return handOut === null ? 1 : 0;
  } finally {
    await client.close();
    await database.close();
  }
}

function parsePack(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new CommandError(`${file} is not JSON`);
  }
}

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

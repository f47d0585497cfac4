import { join } from "node:path";
import { AuditAnchors } from "../audit/index.ts";
import { createDatabaseClient } from "../db/client.ts";
import { anchorWebhookOf, env } from "../env.ts";
import { anchorSender } from "../outgoing/index.ts";

/**
 * Where the head of the audit's chain is written to: BALLAST_AUDIT_ANCHOR_FILE; else beside the embedded database; for a
 * database elsewhere nowhere, unless it is said.
 */
export function anchorFileOf(dataDirectory: string): string | null {
  const { BALLAST_AUDIT_ANCHOR_FILE: given, DATABASE_URL: elsewhere } = env();
  if (given !== undefined) return given;
  return elsewhere === undefined ? join(dataDirectory, "audit-anchors.ndjson") : null;
}

/** Anchors what has happened up to the end. A failure is said and ends nothing: the next start anchors it. */
export async function anchorLast(databaseUrl: string, file: string | null): Promise<void> {
  const client = createDatabaseClient(databaseUrl);
  try {
    await new AuditAnchors(client, { file, send: anchorSender(anchorWebhookOf(env())) }).anchor(Date.now());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The audit's last events are not anchored (${reason}); the next start does it.\n`);
  } finally {
    await client.close();
  }
}

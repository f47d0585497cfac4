import type pg from "pg";
import { z } from "zod";
import { readAuditProtection } from "../audit/index.ts";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { findMissingMigrations, listMigrations, MigrationError } from "../db/migrationState.ts";
import { storingNow } from "./storageTrouble.ts";

export const readinessSchema = z.strictObject({
  ready: z.literal(true),
  storing: z
    .enum(["yes", "disk_full"])
    .describe("`disk_full`: what was last to be stored was refused by a full disk; reading goes on"),
  auditProtection: z
    .enum(["role", "trigger", "none"])
    .describe(
      "what keeps audit events from being changed: `trigger` = the database's user may not make roles",
    ),
});

type Readiness = z.output<typeof readinessSchema>;

/** `unavailable` with the reason until the database answers and has every migration. A database that is away throws. */
export async function whetherReady(pool: pg.Pool): Promise<Result<Readiness, Failure>> {
  try {
    const missing = await findMissingMigrations(pool, listMigrations());
    if (missing.length === 0) {
      const auditProtection = await readAuditProtection(pool);
      return ok({ ready: true, storing: storingNow(), auditProtection });
    }
    return err({
      code: "unavailable",
      detail: `The database lacks ${missing.length} migration(s): ${missing.join(", ")}.`,
    });
  } catch (error) {
    if (error instanceof MigrationError)
      return err({ code: "unavailable", detail: `Not ready: ${error.message}.` });
    throw error;
  }
}

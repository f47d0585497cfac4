import type pg from "pg";
import { z } from "zod";
import { err, type Failure, ok, type Result } from "../core/index.ts";
import { findMissingMigrations, listMigrations, MigrationError } from "../db/migrationState.ts";

export const readinessSchema = z.strictObject({ ready: z.literal(true) });

/** `unavailable` with the reason until the database answers and has every migration. A database that is away throws. */
export async function whetherReady(pool: pg.Pool): Promise<Result<{ ready: true }, Failure>> {
  try {
    const missing = await findMissingMigrations(pool, listMigrations());
    if (missing.length === 0) return ok({ ready: true });
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

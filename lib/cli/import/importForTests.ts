import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestDatabase } from "../../db/testDatabase.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import type { BatchSize, ImportJob } from "./importJob.ts";
import { readImportOptions } from "./importOptions.ts";
import { openJob } from "./openJob.ts";

/** A folder for files and checkpoints of a test file. */
export class ImportFolder {
  readonly path = mkdtempSync(join(tmpdir(), "ballast-import-"));

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export interface JobChanges {
  readonly batch?: BatchSize;
  readonly isStopped?: () => boolean;
}

/** The job that a command line makes, on a test's database. */
export async function jobOf(
  db: TestDatabase,
  words: readonly string[],
  { batch, isStopped = () => false }: JobChanges = {},
): Promise<ImportJob> {
  const options = readImportOptions([...words]);
  const [path] = options?.files ?? [];
  if (options === null || path === undefined) throw new Error("no file is named");
  const telemetry = new Telemetry(db.pool, Date.now);
  const job = await openJob(path, { database: db.client, telemetry, options, isStopped }, () => undefined);
  return batch === undefined ? job : { ...job, batch };
}

/** All minutes and hours of a database as one number: equal contents, equal number. Names stand for ids. */
export async function contentsOf(db: TestDatabase): Promise<{ minutes: number; digest: string }> {
  const { rows: minutes } = await db.pool.query<{ row: string }>(
    `select concat_ws('/', s.name, p.name, m.minute, m.present, m.hot, m.average,
         (select n.name from telemetry.node n where n.pool = m.pool and n.slot = m.hottest),
         (select string_agg(n.name || encode(substring(m.values from (n.slot - m.first_slot) * 2 + 1 for 2), 'hex'), ','
            order by n.name) from telemetry.node n where n.pool = m.pool and n.slot >= m.first_slot)) as row
       from telemetry.pool_minute m join pool p on p.id = m.pool join stamp s on s.id = p.stamp_id order by 1`,
  );
  const { rows: hours } = await db.pool.query<{ row: string }>(
    `select concat_ws('/', s.name, p.name, h.hour, encode(h.hot, 'hex'), encode(h.average, 'hex')) as row
       from telemetry.pool_hour h join pool p on p.id = h.pool join stamp s on s.id = p.stamp_id order by 1`,
  );
  const digest = createHash("sha256")
    .update(JSON.stringify([minutes, hours]))
    .digest("hex");
  return { minutes: minutes.length, digest };
}

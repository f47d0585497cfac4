import { basename, join } from "node:path";
import type { DatabaseClient } from "../../db/client.ts";
import { FLEET_SCOPE, loadSettingOverrides, resolveSetting } from "../../fleet/index.ts";
import { MAKES_NOTHING, PoolMaker } from "../../imports/index.ts";
import type { Telemetry } from "../../telemetry/commands.ts";
import { Checkpoint } from "./checkpoint.ts";
import { formatOfName, openImportFile } from "./importFile.ts";
import { DEFAULT_BATCH, type ImportJob } from "./importJob.ts";
import type { ImportOptions } from "./importOptions.ts";

/** What the files of one run have in common. */
export interface ImportRun {
  readonly database: DatabaseClient;
  readonly telemetry: Telemetry;
  readonly options: ImportOptions;
  readonly isStopped: () => boolean;
}

/** Prepares the import of one file; `onShare` is told how much of it has been read. CommandError where it cannot be. */
export async function openJob(
  path: string,
  { database, telemetry, options, isStopped }: ImportRun,
  onShare: (share: number) => void,
): Promise<ImportJob> {
  const file = await openImportFile(path);
  const identity = { file, meaning: options.meaning, database: await identityOf(database) };
  const checkpoint = new Checkpoint(join(options.dataDirectory, "imports"), identity);
  if (options.fromStart) checkpoint.remove();
  const overrides = await loadSettingOverrides(database.prisma);
  const { createIn } = options;
  const author = () => ({ actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null });
  return {
    file,
    format: options.format ?? formatOfName(path),
    telemetry,
    intake: {
      source: `file ${basename(path)}`,
      endpoint: "import",
      retentionDays: resolveSetting(overrides, "retention", FLEET_SCOPE).rollupDays,
    },
    missing:
      createIn === null ? MAKES_NOTHING : new PoolMaker(database, telemetry, { region: createIn, author }),
    checkpoint,
    batch: DEFAULT_BATCH,
    onRead: (bytesRead) => onShare(bytesRead / Math.max(1, file.sizeBytes)),
    isStopped,
  };
}

/** Tells one database from another: its number within its server, and the random id that its first migration was given. */
async function identityOf(database: DatabaseClient): Promise<string> {
  const { rows } = await database.pools.read.query<{ identity: string }>(
    `select (select oid from pg_database where datname = current_database())::text || '/' ||
       (select id from _prisma_migrations order by started_at, id limit 1) as identity`,
  );
  return rows[0]?.identity ?? "";
}

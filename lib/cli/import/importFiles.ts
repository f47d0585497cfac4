import { basename } from "node:path";
import type { DatabaseClient } from "../../db/client.ts";
import { getSources } from "../../fleet/index.ts";
import { PoolsNotMadeError } from "../../imports/index.ts";
import { Telemetry } from "../../telemetry/commands.ts";
import { BodyError } from "../../telemetry/decode/index.ts";
import { CommandError } from "../commandError.ts";
import { type Progress, startProgress } from "../progress.ts";
import { importAccessLog } from "./importAccessLog.ts";
import { type Imported, type ImportJob, ImportStopped } from "./importJob.ts";
import type { ImportOptions } from "./importOptions.ts";
import { importRows } from "./importRows.ts";
import { MAX_SHOWN_ERRORS } from "./importTally.ts";
import { importWide } from "./importWide.ts";
import { type ImportRun, openJob } from "./openJob.ts";

/** What ended: all files read, at least one not read to its end, or the run itself stopped. */
export type ImportEnd = "complete" | "incomplete" | "stopped";

/** Imports files one after the other; a file that cannot be read on does not keep the next ones from being read. */
export async function importFiles(
  database: DatabaseClient,
  options: ImportOptions,
  isStopped: () => boolean,
): Promise<ImportEnd> {
  const telemetry = new Telemetry(database.pools.ingest, Date.now);
  let end: ImportEnd = "complete";
  try {
    for (const path of options.files) {
      const fileEnd = await importFile(path, { database, telemetry, options, isStopped });
      if (fileEnd === "stopped") return "stopped";
      if (fileEnd === "incomplete") end = "incomplete";
    }
    return end;
  } finally {
    await telemetry.ledger.flush();
  }
}

async function importFile(path: string, run: ImportRun): Promise<ImportEnd> {
  const name = basename(path);
  const startedAt = performance.now();
  let progress: Progress | null = null;
  try {
    const job = await openJob(path, run, (share) => progress?.update(share));
    const { rows } = job.checkpoint.read();
    if (rows > 0) process.stdout.write(`${name}: going on after row ${rows}, where an earlier run stopped\n`);
    progress = startProgress(name);
    const imported = await readFile(job, run);
    progress.end(true);
    process.stdout.write(summary(name, imported, performance.now() - startedAt));
    if (run.options.accessLog !== null) process.stdout.write(othersOf(imported));
    job.checkpoint.remove();
    return "complete";
  } catch (error) {
    progress?.end(false);
    if (error instanceof ImportStopped) {
      process.stderr.write(`${name}: stopped; the same command again goes on from the last commit\n`);
      return "stopped";
    }
    const isExpected = [BodyError, CommandError, PoolsNotMadeError].some((kind) => error instanceof kind);
    if (!(isExpected && error instanceof Error)) throw error;
    process.stderr.write(`${name}: not read to its end: ${error.message}\n`);
    return "incomplete";
  }
}

/** Records that are no row of any kind: pings, the catalog. */
function othersOf({ rowsRead, rowsBefore, tally }: Imported): string {
  const others = rowsRead + rowsBefore - tally.accepted - tally.duplicate - tally.rejected;
  return `  ${others} of no repository, not counted\n`;
}

async function readFile(job: ImportJob, { options, database }: ImportRun): Promise<Imported> {
  const { wide, kind, accessLog } = options;
  if (accessLog !== null) {
    const { mapping } = await getSources(database.prisma);
    return await importAccessLog({ ...accessLog, mapping }, job);
  }
  return wide === null ? await importRows(kind, job) : await importWide(wide, job);
}

function summary(name: string, { rowsRead, rowsBefore, tally }: Imported, elapsedMs: number): string {
  const rate = Math.round(rowsRead / Math.max(0.001, elapsedMs / 1_000));
  const before = rowsBefore === 0 ? "" : `, after ${rowsBefore} of an earlier run`;
  const counts = `accepted ${tally.accepted}, duplicate ${tally.duplicate}, rejected ${tally.rejected}, rounded ${tally.rounded}`;
  const lines = [`${name}: ${rowsRead} rows read${before} (${rate} rows/s): ${counts}`];
  lines.push(...tally.errors.map((text) => `  ${text}`));
  if (tally.rejected > tally.errors.length && tally.errors.length === MAX_SHOWN_ERRORS) {
    lines.push(`  … and ${tally.rejected - tally.errors.length} more`);
  }
  return `${lines.join("\n")}\n`;
}

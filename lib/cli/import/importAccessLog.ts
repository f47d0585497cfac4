import { createHash } from "node:crypto";
import type { SourceMapping } from "../../fleet/index.ts";
import { ObjectSplitter } from "../../telemetry/accessLog/splitObjects.ts";
import { readImportFile } from "./importFile.ts";
import { type Imported, type ImportJob, ImportStopped } from "./importJob.ts";
import { addReport } from "./importTally.ts";

/** How the records of an access log are read. */
export interface AccessLogReading {
  /** Labels of every record: its region, its stamp, its pool. */
  readonly place: Readonly<Record<string, string>>;
  /** Names the log; null: it is known by its first record. */
  readonly name: string | null;
  readonly mapping: SourceMapping;
}

/** Of one commit: some 20 MB of records. */
const MOST_RECORDS = 50_000;

/**
 * Imports one access log as POST /api/v1/samples/load/access-log takes it in, piece by piece. Of one
 * that has grown since, or is packed by now, only what is not counted yet is counted.
 */
export async function importAccessLog(reading: AccessLogReading, job: ImportJob): Promise<Imported> {
  const saved = job.checkpoint.read();
  const { tally } = saved;
  const most = Math.min(MOST_RECORDS, job.batch.enough);
  let waiting: string[] = [];
  let seen = 0;
  let logSource: string | null = null;
  const splitter = new ObjectSplitter((record) => {
    logSource ??= nameOf(reading, record);
    seen += 1;
    if (seen > saved.rows) waiting.push(record);
  });
  const commit = async (records: readonly string[], position: number): Promise<void> => {
    const { intake, finish } = await job.telemetry.openAccessLog({
      ...job.intake,
      ...reading,
      logSource,
      position,
      createPools: async (unknown) => {
        for (const { stamp, pool } of unknown) job.missing.saw(stamp, pool);
        await job.missing.make();
      },
    });
    intake.write(Buffer.from(records.join("\n")));
    addReport(tally, await finish(), (index) => `record ${position + index + 1}`);
    job.checkpoint.write({ rows: position + records.length, tally });
  };
  const commitWhole = async (least: number): Promise<void> => {
    while (waiting.length >= least && waiting.length > 0) {
      if (job.isStopped()) throw new ImportStopped();
      const records = waiting.slice(0, most);
      const position = seen - waiting.length;
      waiting = waiting.slice(most);
      await commit(records, position);
    }
  };
  const take = async (chunk: Uint8Array): Promise<void> => {
    if (job.isStopped()) throw new ImportStopped();
    splitter.write(chunk);
    await commitWhole(most);
  };
  await readImportFile(job.file, take, job.onRead);
  splitter.end();
  await commitWhole(1);
  return { rowsRead: Math.max(0, seen - saved.rows), rowsBefore: saved.rows, tally };
}

/** Ids and times make a log's first record one of its own. Kept for as long as names that senders give. */
function nameOf({ name, place }: AccessLogReading, record: string): string {
  const identity = JSON.stringify([place, name ?? record]);
  return `access log ${createHash("sha256").update(identity).digest("base64url")}`;
}

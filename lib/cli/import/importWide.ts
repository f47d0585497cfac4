import { toIso } from "../../core/index.ts";
import {
  createWideDecoder,
  type PackedCpu,
  type WideBlocks,
  type WideOptions,
} from "../../telemetry/decode/index.ts";
import { readImportFile } from "./importFile.ts";
import { type Imported, type ImportJob, ImportStopped } from "./importJob.ts";
import { addError, addReport } from "./importTally.ts";

/**
 * Imports one file of the wide form, block by block. Throws BodyError when the file cannot be read on or its header does
 * not fit the mapping, ImportStopped when asked to end.
 */
export async function importWide(options: WideOptions, job: ImportJob): Promise<Imported> {
  const saved = job.checkpoint.read();
  const { tally } = saved;
  // Each run reads the file from its start, so what it finds malformed on the way is not taken from the checkpoint.
  const malformed: string[] = [];
  let malformedCount = 0;
  let waiting: WideBlocks[] = [];
  let rowsRead = 0;
  const decoder = createWideDecoder(options, {
    blocks: (blocks) => void waiting.push(blocks),
    malformed: (line, message) => {
      malformedCount += 1;
      malformed.push(`line ${line}: malformed: ${message}`);
    },
  });
  const storeWaiting = async (): Promise<void> => {
    const ready = waiting;
    waiting = [];
    for (const { pools, rowsRead: rows } of ready) {
      rowsRead = rows;
      if (rows <= saved.rows) continue;
      if (job.isStopped()) throw new ImportStopped();
      for (const packed of pools) {
        job.missing.saw(packed.stamp, packed.pool);
        await job.missing.make();
        addReport(tally, await job.telemetry.takePackedCpu(packed, job.intake), cellOf(packed));
      }
      job.checkpoint.write({ rows, tally });
    }
  };
  const take = async (chunk: Uint8Array): Promise<void> => {
    if (job.isStopped()) throw new ImportStopped();
    decoder.write(chunk);
    await storeWaiting();
  };
  await readImportFile(job.file, take, job.onRead);
  decoder.end();
  await storeWaiting();
  tally.rejected += malformedCount;
  for (const text of malformed) addError(tally, text);
  return { rowsRead: Math.max(0, rowsRead - saved.rows), rowsBefore: saved.rows, tally };
}

/** Says where the cell of that number stands; cells are counted node by node. */
function cellOf({ nodes, cpu, fromMs, stepSeconds }: PackedCpu): (index: number) => string {
  const steps = Math.max(1, cpu[0]?.length ?? 0);
  return (index) => {
    const at = toIso(fromMs + (index % steps) * stepSeconds * 1_000);
    return `column "${nodes[Math.floor(index / steps)] ?? ""}" at ${at}`;
  };
}

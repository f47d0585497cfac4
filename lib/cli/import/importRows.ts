import {
  createCpuDecoder,
  createLoadDecoder,
  createOutcomeDecoder,
  type RowDecoder,
  type RowFormat,
} from "../../telemetry/decode/index.ts";
import type { OpenIntake } from "../../telemetry/openIntake.ts";
import type { CpuRowSink, LoadRowSink, OutcomeRowSink } from "../../telemetry/types.ts";
import { readImportFile } from "./importFile.ts";
import { type Imported, type ImportJob, ImportStopped } from "./importJob.ts";
import type { ImportKind } from "./importOptions.ts";
import { addReport } from "./importTally.ts";
import { type RowArguments, RowBatches, type RowSinkOf } from "./rowBatches.ts";

interface Way<Row extends RowArguments> {
  readonly open: () => Promise<OpenIntake<RowSinkOf<Row>>>;
  readonly decode: (format: RowFormat, sink: RowSinkOf<Row>) => RowDecoder;
  /** The pool that a row names; null where rows have none. */
  readonly poolOf: (row: Row) => string | null;
  /** Whether the rows of a minute are averaged within their commit, which must then not be cut inside one. */
  readonly keepsMinutesWhole: boolean;
}

/** Imports one file of rows. Throws BodyError when the file cannot be read on, ImportStopped when asked to end. */
export async function importRows(kind: ImportKind, job: ImportJob): Promise<Imported> {
  const { telemetry, intake } = job;
  switch (kind) {
    case "cpu":
      return await runImport<Parameters<CpuRowSink["row"]>>(job, {
        open: () => telemetry.openCpu(intake),
        decode: createCpuDecoder,
        poolOf: ([, , , pool]) => pool,
        keepsMinutesWhole: true,
      });
    case "load":
      return await runImport<Parameters<LoadRowSink["row"]>>(job, {
        open: () => telemetry.openLoad(intake),
        decode: createLoadDecoder,
        poolOf: ([, , , pool]) => pool,
        keepsMinutesWhole: false,
      });
    case "outcome":
      return await runImport<Parameters<OutcomeRowSink["row"]>>(job, {
        open: () => telemetry.openOutcome(intake),
        decode: createOutcomeDecoder,
        poolOf: () => null,
        keepsMinutesWhole: false,
      });
  }
}

async function runImport<Row extends RowArguments>(job: ImportJob, way: Way<Row>): Promise<Imported> {
  const { rows: rowsBefore, tally } = job.checkpoint.read();
  const batches = new RowBatches<Row>({
    open: way.open,
    firstRow: rowsBefore,
    size: way.keepsMinutesWhole ? job.batch : { enough: job.batch.enough, most: job.batch.enough },
    beforeSettle: () => job.missing.make(),
    onCommit: (rows, report, lines) => {
      addReport(tally, report, (index) => placeOf(job.format, index, lines.lineOf(index)));
      job.checkpoint.write({ rows, tally });
    },
  });
  await batches.start();
  const decoder: RowDecoder = way.decode(job.format, {
    row: (...row) => {
      batches.lines.note(row[0], decoder.line);
      const pool = way.poolOf(row);
      if (pool !== null) job.missing.saw(row[2], pool);
      batches.row(...row);
    },
    malformed: (index, message) => {
      batches.lines.note(index, decoder.line);
      batches.malformed(index, message);
    },
  });
  await readThrough(job, decoder, batches);
  return { rowsRead: batches.rowsSeen - rowsBefore, rowsBefore, tally };
}

async function readThrough<Row extends RowArguments>(
  job: ImportJob,
  decoder: RowDecoder,
  batches: RowBatches<Row>,
): Promise<void> {
  const take = async (chunk: Uint8Array): Promise<void> => {
    if (job.isStopped()) throw new ImportStopped();
    decoder.write(chunk);
    await batches.settle();
  };
  try {
    await readImportFile(job.file, take, job.onRead);
    decoder.end();
    await batches.finish();
  } catch (error) {
    await batches.abandon();
    throw error;
  }
}

function placeOf(format: RowFormat, index: number, line: number): string {
  return format === "json" ? `samples[${index}]` : `line ${line}`;
}

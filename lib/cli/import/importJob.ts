import type { MissingPools } from "../../imports/index.ts";
import type { Telemetry } from "../../telemetry/commands.ts";
import type { RowFormat } from "../../telemetry/decode/index.ts";
import type { IntakeOptions } from "../../telemetry/openIntake.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { ImportFile } from "./importFile.ts";
import type { ImportTally } from "./importTally.ts";

/** How many rows one commit holds. */
export interface BatchSize {
  /** From here on it ends with its minute, where minutes must stay whole. */
  readonly enough: number;
  /** Here it ends whatever the minute. */
  readonly most: number;
}

/** A few tens of MB of rows under way; a commit of them takes some hundred milliseconds. */
export const DEFAULT_BATCH: BatchSize = { enough: 200_000, most: 2_000_000 };

/** What reading one file into the database takes. */
export interface ImportJob {
  readonly file: ImportFile;
  readonly format: RowFormat;
  readonly telemetry: Telemetry;
  readonly intake: IntakeOptions;
  readonly missing: MissingPools;
  readonly checkpoint: Checkpoint;
  readonly batch: BatchSize;
  /** How many bytes of the file have been read. */
  readonly onRead: (bytesRead: number) => void;
  /** Asked after each chunk: whether somebody wants the import to end. */
  readonly isStopped: () => boolean;
}

export interface Imported {
  /** Rows of the file that this run read. */
  readonly rowsRead: number;
  /** Rows that an earlier run had committed. */
  readonly rowsBefore: number;
  /** Of all rows that are in, those of earlier runs included. */
  readonly tally: ImportTally;
}

/** The import was asked to end before the end of the file. What had been committed stays. */
export class ImportStopped extends Error {}

import type { OpenIntake } from "../../telemetry/openIntake.ts";
import type { IntakeReport } from "../../telemetry/types.ts";
import type { BatchSize } from "./importJob.ts";
import { RowLines } from "./rowLines.ts";

/** Every row begins with its place in the file, its time and its stamp. */
export type RowArguments = [index: number, tsMs: number, stamp: string, ...rest: (string | number | null)[]];

export interface RowSinkOf<Row extends RowArguments> {
  row(...row: Row): void;
  malformed(index: number, message: string): void;
}

export interface BatchOptions<Row extends RowArguments> {
  readonly open: () => Promise<OpenIntake<RowSinkOf<Row>>>;
  /** Rows before this one were committed by an earlier run. */
  readonly firstRow: number;
  readonly size: BatchSize;
  /** Called with the rows just read, before their names are looked up. */
  readonly beforeSettle: () => Promise<void>;
  /** Called after each commit, in order; `rows` of the file are in by now. */
  readonly onCommit: (rows: number, report: IntakeReport, lines: RowLines) => void;
}

const MINUTE_MS = 60_000;

/**
 * Cuts the rows of a file into commits. A commit ends where the minute changes from one row to the next: a node-minute of
 * the past is averaged within its commit, so a file sorted by time, or by node and time, must not be cut inside one.
 * While one batch is being committed the next is being read; they are committed in order.
 */
export class RowBatches<Row extends RowArguments> implements RowSinkOf<Row> {
  readonly lines = new RowLines();
  rowsSeen = 0;

  private readonly options: BatchOptions<Row>;
  private intake: OpenIntake<RowSinkOf<Row>> | null = null;
  private length = 0;
  private lastMinute = Number.NaN;
  /** Rows that belong to the next batch: they came in the same chunk as the end of this one. */
  private held: (() => void)[] = [];
  private firstHeld = 0;
  private committing: Promise<void> = Promise.resolve();

  constructor(options: BatchOptions<Row>) {
    this.options = options;
  }

  async start(): Promise<void> {
    this.intake = await this.options.open();
  }

  row(...row: Row): void {
    const [index, tsMs] = row;
    if (!this.isNew(index)) return;
    const minute = Math.floor(tsMs / MINUTE_MS);
    if (this.mustWait(minute !== this.lastMinute)) {
      this.hold(index, () => this.row(...row));
      return;
    }
    this.lastMinute = minute;
    this.length += 1;
    this.intake?.sink.row(...row);
  }

  malformed(index: number, message: string): void {
    if (!this.isNew(index)) return;
    if (this.mustWait(false)) {
      this.hold(index, () => this.malformed(index, message));
      return;
    }
    this.length += 1;
    this.intake?.sink.malformed(index, message);
  }

  /** To be called after each chunk: looks up names, and commits what is complete. */
  async settle(): Promise<void> {
    await this.options.beforeSettle();
    await this.intake?.settle();
    while (this.held.length > 0) await this.nextBatch();
  }

  /** Commits the rest. */
  async finish(): Promise<void> {
    await this.settle();
    await this.commit(this.rowsSeen);
    await this.committing;
  }

  /** Waits for what is being committed and gives up the rest; a later run reads it again. */
  async abandon(): Promise<void> {
    await this.committing;
  }

  private isNew(index: number): boolean {
    this.rowsSeen = Math.max(this.rowsSeen, index + 1);
    return index >= this.options.firstRow;
  }

  private mustWait(minuteChanged: boolean): boolean {
    if (this.held.length > 0 || this.length >= this.options.size.most) return true;
    return minuteChanged && this.length >= this.options.size.enough;
  }

  private hold(index: number, again: () => void): void {
    if (this.held.length === 0) this.firstHeld = index;
    this.held.push(again);
  }

  private async nextBatch(): Promise<void> {
    await this.commit(this.firstHeld);
    this.intake = await this.options.open();
    const { held } = this;
    this.held = [];
    for (const again of held) again();
    await this.options.beforeSettle();
    await this.intake.settle();
  }

  /** Begins to commit the batch at hand, once the one before it is in. */
  private async commit(rows: number): Promise<void> {
    const { intake, length } = this;
    await this.committing;
    this.intake = null;
    this.length = 0;
    this.lastMinute = Number.NaN;
    if (intake === null || length === 0) return;
    this.committing = intake.finish().then((report) => {
      this.options.onCommit(rows, report, this.lines);
      this.lines.forgetBefore(rows);
    });
    // It is awaited before the next commit; until then its failure must not end the process.
    this.committing.catch(() => undefined);
  }
}

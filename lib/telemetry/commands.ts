import type { Pool } from "pg";
import { type Clock, minuteOf } from "../core/index.ts";
import { CpuIntake } from "./cpu/cpuIntake.ts";
import { CpuWriter } from "./cpu/write/commands.ts";
import { IntakeKeeper } from "./intake/commands.ts";
import type { IntakeSource } from "./intake/intakeLedger.ts";
import { storeLoad } from "./load/commands.ts";
import { LoadIntake } from "./load/loadIntake.ts";
import { DirectoryKeeper } from "./names/commands.ts";
import { storeOutcomes } from "./outcome/commands.ts";
import { OutcomeIntake } from "./outcome/outcomeIntake.ts";
import type { CpuRowSink, IntakeReport, LoadRowSink, OutcomeRowSink } from "./types.ts";

/** The body being taken in: feed the sink, settle between chunks, finish once. Nothing is stored before `finish`. */
export interface OpenIntake<Sink> {
  readonly sink: Sink;
  /** Looks up names that the rows so far brought and this process did not know. Call it between chunks. */
  settle(): Promise<void>;
  /** Stores everything in one transaction. Durable and in every later read when it returns; an error stores nothing. */
  finish(): Promise<IntakeReport>;
}

export interface IntakeOptions extends IntakeSource {
  /** Rows older than this are refused as too old: the longest retention there is. */
  readonly retentionDays: number;
}

/** The one way in for telemetry of a process. Make one per process and database. */
export class Telemetry {
  readonly names: DirectoryKeeper;
  readonly cpu: CpuWriter;
  readonly ledger: IntakeKeeper;
  readonly #database: Pool;
  readonly #clock: Clock;

  constructor(database: Pool, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.names = new DirectoryKeeper(database, clock);
    this.cpu = new CpuWriter(database, clock, this.names);
    this.ledger = new IntakeKeeper(database, clock);
  }

  async openCpu(options: IntakeOptions): Promise<OpenIntake<CpuRowSink>> {
    await this.names.refreshIfOld();
    const nowMs = this.#clock();
    const intake = new CpuIntake(this.names.current, { nowMs, retentionDays: options.retentionDays });
    const lookUp = this.#lookUpOnce();
    const settle = async () => {
      if (intake.waiting.length === 0) return;
      await lookUp(
        intake.waiting.some(
          (row) => typeof this.names.current().resolvePool(row.stamp, row.pool) === "string",
        ),
      );
      const nodes = new Map<number, Set<string>>();
      for (const row of intake.waiting) {
        const entry = this.names.current().resolvePool(row.stamp, row.pool);
        if (typeof entry !== "string") nodes.set(entry.id, (nodes.get(entry.id) ?? new Set()).add(row.node));
      }
      if (nodes.size > 0) await this.names.learnNodes(nodes, minuteOf(nowMs));
      intake.settle();
    };
    const finish = async () => {
      await settle();
      Object.assign(intake.tally, await this.cpu.store(intake.batch));
      this.ledger.enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openLoad(options: IntakeOptions): Promise<OpenIntake<LoadRowSink>> {
    await this.names.refreshIfOld();
    const intake = new LoadIntake(this.names.current, {
      nowMs: this.#clock(),
      retentionDays: options.retentionDays,
    });
    const lookUp = this.#lookUpOnce();
    const settle = async () => {
      if (intake.waiting.length === 0) return;
      await lookUp(true);
      intake.settle();
    };
    const finish = async () => {
      await settle();
      const verdicts = await storeLoad(this.#database, intake.cells);
      intake.tally.accepted = verdicts.accepted;
      intake.tally.duplicate += verdicts.duplicate;
      this.ledger.enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openOutcome(options: IntakeOptions): Promise<OpenIntake<OutcomeRowSink>> {
    await this.names.refresh();
    const intake = new OutcomeIntake(this.names.current, {
      nowMs: this.#clock(),
      retentionDays: options.retentionDays,
    });
    const finish = async () => {
      const rows = [...intake.rows.values()];
      const { changed } = await storeOutcomes(this.#database, rows);
      intake.tally.accepted = changed;
      intake.tally.duplicate += rows.length - changed;
      this.ledger.enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle: async () => undefined, finish };
  }

  /** A look-up that asks the database for changed names at most once a body: a name unknown after that is refused. */
  #lookUpOnce(): (needed: boolean) => Promise<void> {
    let looked = false;
    return async (needed) => {
      if (looked || !needed) return;
      looked = true;
      await this.names.refresh();
    };
  }
}

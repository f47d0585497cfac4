import type { Pool } from "pg";
import { type Clock, minuteOf, NO_DATA } from "../core/index.ts";
import { CounterWriter } from "./counters/commands.ts";
import { CpuIntake, unknownName } from "./cpu/cpuIntake.ts";
import { countReceived, preparePackedCpu } from "./cpu/preparePacked.ts";
import { CpuWriter } from "./cpu/write/commands.ts";
import { BodyError } from "./decode/bodyError.ts";
import type { PackedLoad, PackedMatrix, PackedCpu as SentPackedCpu } from "./decode/packedTypes.ts";
import { IntakeKeeper } from "./intake/commands.ts";
import { storeLoad } from "./load/commands.ts";
import { LoadIntake } from "./load/loadIntake.ts";
import { DirectoryKeeper } from "./names/commands.ts";
import type { Directory, PoolEntry, Unresolved } from "./names/directory.ts";
import {
  type AccessLogOptions,
  directoryFor,
  type IntakeListener,
  type IntakeOptions,
  type MetricOptions,
  type OpenAccessLog,
  type OpenIntake,
  type OpenMetrics,
  rulesOf,
} from "./openIntake.ts";
import { storeOutcomes } from "./outcome/commands.ts";
import { OutcomeIntake } from "./outcome/outcomeIntake.ts";
import type { RowTally } from "./rowTally.ts";
import { MappedDoor } from "./sources/commands.ts";
import { SeenKeeper } from "./sources/seen/commands.ts";
import type { CpuRowSink, IntakeReport, LoadRowSink, OutcomeRowSink } from "./types.ts";

const NOBODY_LISTENS: IntakeListener = { onTaken: () => undefined, onStored: () => undefined };

/** The one way in for telemetry of a process. Make one per process and database. */
export class Telemetry {
  readonly names: DirectoryKeeper;
  readonly cpu: CpuWriter;
  readonly ledger: IntakeKeeper;
  readonly counters: CounterWriter;
  readonly seen: SeenKeeper;
  readonly #mapped: MappedDoor;
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #listener: IntakeListener;

  constructor(database: Pool, clock: Clock, listener: IntakeListener = NOBODY_LISTENS) {
    this.#database = database;
    this.#clock = clock;
    this.#listener = listener;
    this.names = new DirectoryKeeper(database);
    this.cpu = new CpuWriter(database, clock, this.names);
    this.ledger = new IntakeKeeper(database, clock);
    this.counters = new CounterWriter(database, this.cpu);
    this.seen = new SeenKeeper(database, clock);
    const { names, cpu, counters, seen } = this;
    const enter = this.#enter.bind(this);
    this.#mapped = new MappedDoor({ database, clock, names, cpu, counters, seen, enter });
  }

  async openCpu(options: IntakeOptions): Promise<OpenIntake<CpuRowSink>> {
    await this.names.refresh(options.arrivedAtMs);
    const nowMs = this.#clock();
    const directory = this.#directoryFor(options);
    const intake = new CpuIntake(directory, { nowMs, ...rulesOf(options) });
    const lookUp = this.#lookUpOnce();
    const settle = async () => {
      if (intake.waiting.length === 0) return;
      await lookUp(
        intake.waiting.some((row) => typeof directory().resolvePool(row.stamp, row.pool) === "string"),
      );
      const nodes = new Map<number, Set<string>>();
      for (const row of intake.waiting) {
        const entry = directory().resolvePool(row.stamp, row.pool);
        if (typeof entry !== "string") nodes.set(entry.id, (nodes.get(entry.id) ?? new Set()).add(row.node));
      }
      if (nodes.size > 0) await this.names.learnNodes(nodes, minuteOf(nowMs));
      intake.settle();
    };
    const finish = async () => {
      await settle();
      Object.assign(intake.tally, await this.#timed("cpu", () => this.cpu.store(intake.batch)));
      this.#enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openLoad(options: IntakeOptions): Promise<OpenIntake<LoadRowSink>> {
    await this.names.refresh(options.arrivedAtMs);
    const intake = new LoadIntake(this.#directoryFor(options), {
      nowMs: this.#clock(),
      ...rulesOf(options),
    });
    const lookUp = this.#lookUpOnce();
    const settle = async () => {
      if (intake.waiting.length === 0) return;
      await lookUp(true);
      intake.settle();
    };
    const finish = async () => {
      await settle();
      Object.assign(intake.tally, await this.#timed("load", () => storeLoad(this.#database, intake.batch)));
      this.#enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openOutcome(options: IntakeOptions): Promise<OpenIntake<OutcomeRowSink>> {
    await this.names.refresh();
    const intake = new OutcomeIntake(this.#directoryFor(options), {
      nowMs: this.#clock(),
      ...rulesOf(options),
    });
    const finish = async () => {
      const rows = [...intake.rows.values()];
      const { changed } = await this.#timed("outcome", () => storeOutcomes(this.#database, rows));
      intake.tally.accepted = changed;
      intake.tally.duplicate += rows.length - changed;
      this.#enter(options, intake.tally);
      return intake.tally.report();
    };
    return { sink: intake, settle: async () => undefined, finish };
  }

  /** Samples of metrics, whose labels the mapping of sources reads. */
  openMetrics(options: MetricOptions): Promise<OpenMetrics> {
    return this.#mapped.openMetrics(options);
  }

  /** A piece of an access log; see `storeLogPiece` for how pieces add up. */
  openAccessLog(options: AccessLogOptions): Promise<OpenAccessLog> {
    return this.#mapped.openAccessLog(options);
  }

  /** Stores a packed body in one transaction; each cell with a value is a row of the report. */
  async takePackedCpu(packed: SentPackedCpu, options: IntakeOptions): Promise<IntakeReport> {
    const { values, tally } = preparePackedCpu(packed, {
      nowMs: this.#clock(),
      ...rulesOf(options),
    });
    const entry = await this.#findPool(packed, this.#directoryFor(options));
    if (typeof entry === "string") {
      const cells = values.flatMap((row) => [...row]).filter((value) => value !== NO_DATA).length;
      tally.rejectMany({ index: 0, ...unknownName(entry, packed) }, packed, cells);
    } else if (packed.nodes.length > 0) {
      const fromSecond = Math.floor(packed.fromMs / 1_000);
      const fromMinute = Math.floor(fromSecond / 60);
      await this.names.learnNodes(new Map([[entry.id, new Set(packed.nodes)]]), fromMinute);
      const slots = Int32Array.from(packed.nodes, (node) => slotOf(this.names.current(), entry.id, node));
      const matrix = {
        pool: entry.id,
        fromMinute,
        fromSecond: fromSecond % 60,
        stepSeconds: packed.stepSeconds,
      };
      const packedCells = { ...matrix, slots, values };
      Object.assign(tally, await this.#timed("cpu", () => this.cpu.storePacked(packedCells)));
      countReceived(tally, entry.id, packed, values);
    }
    this.#enter(options, tally);
    return tally.report();
  }

  /** As rows of the same minutes would be. Throws BodyError 422 for a step other than a minute. */
  async takePackedLoad(packed: PackedLoad, options: IntakeOptions): Promise<IntakeReport> {
    if (packed.stepSeconds !== 60) {
      throw new BodyError(422, "stepSeconds must be 60: load is totals of the minute.", "stepSeconds");
    }
    const intake = await this.openLoad(options);
    const steps = (packed.requests ?? packed.bytes)?.[0]?.length ?? 0;
    packed.registries.forEach((registry, place) => {
      for (let step = 0; step < steps; step++) {
        const requests = amountAt(packed.requests, place, step);
        const bytes = amountAt(packed.bytes, place, step);
        if (requests === null && bytes === null) continue;
        const tsMs = packed.fromMs + step * packed.stepSeconds * 1_000;
        intake.sink.row(place * steps + step, tsMs, packed.stamp, packed.pool, registry, requests, bytes);
      }
    });
    return intake.finish();
  }

  #enter(options: IntakeOptions, tally: RowTally): void {
    this.ledger.enter(options, tally);
    this.#listener.onTaken(options.endpoint, tally);
  }

  async #timed<T>(kind: "cpu" | "load" | "outcome", store: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const stored = await store();
    this.#listener.onStored(kind, performance.now() - startedAt);
    return stored;
  }

  /** The names that a sender may use, as they are known at each call. */
  #directoryFor(options: IntakeOptions): () => Directory {
    return directoryFor(this.names, options);
  }

  async #findPool(
    named: { stamp: string; pool: string },
    directory: () => Directory,
  ): Promise<PoolEntry | Unresolved> {
    await this.names.refresh();
    return directory().resolvePool(named.stamp, named.pool);
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

function slotOf(directory: Directory, pool: number, node: string): number {
  const slot = directory.pool(pool)?.slots.get(node);
  if (slot === undefined) throw new Error(`node ${node} of pool ${pool} was given no slot`);
  return slot;
}

/** NaN in a matrix is where the body said null: no data. */
function amountAt(matrix: PackedMatrix | null, row: number, step: number): number | null {
  const amount = matrix?.[row]?.[step] ?? Number.NaN;
  return Number.isNaN(amount) ? null : amount;
}

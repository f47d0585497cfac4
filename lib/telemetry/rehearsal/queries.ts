import type { Pool } from "pg";
import type { Clock } from "../../core/index.ts";
import type { Telemetry } from "../commands.ts";
import { CpuIntake, unknownName } from "../cpu/cpuIntake.ts";
import { preparePackedCpu } from "../cpu/preparePacked.ts";
import type { PackedCpu } from "../decode/packedTypes.ts";
import { rehearseLoad } from "../load/commands.ts";
import { LoadIntake } from "../load/loadIntake.ts";
import { learnNodes } from "../names/commands.ts";
import type { Unresolved } from "../names/directory.ts";
import { directoryFor, type IntakeOptions, type OpenIntake, rulesOf } from "../openIntake.ts";
import { rehearseOutcomes } from "../outcome/commands.ts";
import { OutcomeIntake } from "../outcome/outcomeIntake.ts";
import type { RowTally } from "../rowTally.ts";
import type { CpuRowSink, IntakeReport, LoadRowSink, OutcomeRowSink } from "../types.ts";

export interface RehearsalOptions extends IntakeOptions {
  /** Whether stamps and pools that are unknown now would be made first. */
  readonly makesPools: boolean;
}

/**
 * Says what taking rows in would answer, and takes nothing in: no sample is stored, no node is given a number, no lock is
 * taken. A row that stands in two bodies is new in both of them, since neither is remembered.
 */
export class Rehearsal {
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #telemetry: Pick<Telemetry, "names" | "cpu">;

  constructor(database: Pool, clock: Clock, telemetry: Pick<Telemetry, "names" | "cpu">) {
    this.#database = database;
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  async openCpu(options: RehearsalOptions): Promise<OpenIntake<CpuRowSink>> {
    const { names, cpu } = this.#telemetry;
    await names.refresh();
    const intake = new CpuIntake(directoryFor(names, options), { nowMs: this.#clock(), ...rulesOf(options) });
    const fresh = new FreshRows();
    const settle = async () => {
      await this.#learn(intake.waiting);
      intake.settle((row, why) => {
        if (why !== "unknown_node" && !(options.makesPools && this.#mayMake(row.stamp, options)))
          return false;
        fresh.count(intake.tally, [row.stamp, row.pool, row.node, Math.floor(row.tsMs / 1_000)]);
        if (row.cpu > 100) intake.tally.rounded++;
        return true;
      });
    };
    const finish = async () => {
      await settle();
      const { accepted, duplicate } = await cpu.rehearse(intake.batch);
      intake.tally.accepted += accepted;
      intake.tally.duplicate += duplicate;
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openLoad(options: RehearsalOptions): Promise<OpenIntake<LoadRowSink>> {
    const { names } = this.#telemetry;
    await names.refresh();
    const intake = new LoadIntake(directoryFor(names, options), {
      nowMs: this.#clock(),
      ...rulesOf(options),
    });
    const fresh = new FreshRows();
    const settle = async () =>
      intake.settle((row, why) => {
        const isMade = options.makesPools && this.#mayMake(row.stamp, options) && why !== "unknown_registry";
        if (!isMade || names.current().resolveRegistry(row.registry) === null) return false;
        fresh.count(intake.tally, [row.stamp, row.pool, row.registry, Math.floor(row.tsMs / 60_000)]);
        return true;
      });
    const finish = async () => {
      await settle();
      const { accepted, duplicate } = await rehearseLoad(this.#database, intake.batch);
      intake.tally.accepted += accepted;
      intake.tally.duplicate += duplicate;
      return intake.tally.report();
    };
    return { sink: intake, settle, finish };
  }

  async openOutcome(options: IntakeOptions): Promise<OpenIntake<OutcomeRowSink>> {
    const { names } = this.#telemetry;
    await names.refresh();
    const intake = new OutcomeIntake(directoryFor(names, options), {
      nowMs: this.#clock(),
      ...rulesOf(options),
    });
    const finish = async () => {
      const rows = [...intake.rows.values()];
      const { changed } = await rehearseOutcomes(this.#database, rows);
      intake.tally.accepted = changed;
      intake.tally.duplicate += rows.length - changed;
      return intake.tally.report();
    };
    return { sink: intake, settle: async () => undefined, finish };
  }

  async takePackedCpu(packed: PackedCpu, options: RehearsalOptions): Promise<IntakeReport> {
    const { names, cpu } = this.#telemetry;
    await names.refresh();
    const { values, tally } = preparePackedCpu(packed, { nowMs: this.#clock(), ...rulesOf(options) });
    const entry = directoryFor(names, options)().resolvePool(packed.stamp, packed.pool);
    if (typeof entry === "string") {
      this.#countUnknown(tally, {
        packed,
        values,
        entry,
        makesPools: options.makesPools && this.#mayMake(packed.stamp, options),
      });
      return tally.report();
    }
    await learnNodes(this.#database, names.current(), [entry.id]);
    const known = packed.nodes.flatMap((node, at) => {
      const slot = entry.slots.get(node);
      if (slot === undefined) tally.accepted += cellsIn(values[at]);
      return slot === undefined ? [] : [{ slot, values: values[at] ?? new Int16Array() }];
    });
    if (known.length === 0) return tally.report();
    const fromSecond = Math.floor(packed.fromMs / 1_000);
    const fromMinute = Math.floor(fromSecond / 60);
    const verdicts = await cpu.rehearsePacked({
      pool: entry.id,
      fromMinute,
      fromSecond: fromSecond - fromMinute * 60,
      stepSeconds: packed.stepSeconds,
      slots: Int32Array.from(known, ({ slot }) => slot),
      values: known.map((one) => one.values),
    });
    tally.accepted += verdicts.accepted;
    tally.duplicate += verdicts.duplicate;
    return tally.report();
  }

  #countUnknown(
    tally: RowTally,
    {
      packed,
      values,
      entry,
      makesPools,
    }: { packed: PackedCpu; values: readonly Int16Array[]; entry: Unresolved; makesPools: boolean },
  ): void {
    const cells = values.reduce((sum, row) => sum + cellsIn(row), 0);
    if (makesPools) tally.accepted += cells;
    else tally.rejectMany({ index: 0, ...unknownName(entry, packed) }, packed, cells);
  }

  /** What is a stamp of another region is none to make something of. */
  #mayMake(stamp: string, options: RehearsalOptions): boolean {
    const { names } = this.#telemetry;
    return names.current().resolveStamp(stamp) === directoryFor(names, options)().resolveStamp(stamp);
  }

  /** Nodes that are stored and that this process has not met yet. */
  async #learn(waiting: readonly { readonly stamp: string; readonly pool: string }[]): Promise<void> {
    const directory = this.#telemetry.names.current();
    const pools = new Set<number>();
    for (const { stamp, pool } of waiting) {
      const entry = directory.resolvePool(stamp, pool);
      if (typeof entry !== "string") pools.add(entry.id);
    }
    if (pools.size > 0) await learnNodes(this.#database, directory, [...pools]);
  }
}

/** Rows of what is not stored anywhere yet: the first of an identity is new, those after it are not. */
class FreshRows {
  readonly #seen = new Set<string>();

  count(tally: RowTally, identity: readonly (string | number)[]): void {
    const key = identity.join("\n");
    if (this.#seen.has(key)) tally.duplicate++;
    else tally.accepted++;
    this.#seen.add(key);
  }
}

function cellsIn(row: Int16Array | undefined): number {
  return row?.reduce((count, value) => (value < 0 ? count : count + 1), 0) ?? 0;
}

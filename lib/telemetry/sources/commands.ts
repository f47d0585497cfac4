import type { Pool } from "pg";
import { type Clock, minuteOf } from "../../core/index.ts";
import { AccessLogIntake } from "../accessLog/accessLogIntake.ts";
import { storeLogPiece } from "../accessLog/commands.ts";
import type { CounterWriter } from "../counters/commands.ts";
import type { CpuWriter } from "../cpu/write/commands.ts";
import type { DirectoryKeeper } from "../names/commands.ts";
import type { Directory } from "../names/directory.ts";
import {
  type AccessLogOptions,
  directoryFor,
  type IntakeOptions,
  type MetricOptions,
  type OpenAccessLog,
  type OpenMetrics,
} from "../openIntake.ts";
import type { RowTally } from "../rowTally.ts";
import { compileMapping } from "./compileMapping.ts";
import { MetricIntake } from "./metricIntake.ts";
import type { Place } from "./resolveSeries.ts";
import type { SeenKeeper } from "./seen/commands.ts";
import { type NoteSeries, SeriesCache } from "./seriesCache.ts";
import type { UnknownPools } from "./unknownPools.ts";

/** What of a process takes telemetry in. */
interface Parts {
  readonly database: Pool;
  readonly clock: Clock;
  readonly names: DirectoryKeeper;
  readonly cpu: CpuWriter;
  readonly counters: CounterWriter;
  readonly seen: SeenKeeper;
  /** Enters what became of a body. */
  readonly enter: (options: IntakeOptions, tally: RowTally) => void;
}

/** The way in for what names its place by labels, which the mapping of sources reads: metrics, and records of access logs. */
export class MappedDoor {
  readonly #parts: Parts;
  readonly #series = new SeriesCache();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async openMetrics(options: MetricOptions): Promise<OpenMetrics> {
    await this.#parts.names.refresh(options.arrivedAtMs);
    const nowMs = this.#parts.clock();
    this.#series.use(options.mapping);
    const directory = directoryFor(this.#parts.names, options);
    const intake = new MetricIntake(directory, { nowMs, retentionDays: options.retentionDays });
    const finish = async () => {
      intake.end();
      await this.#settleMetrics(intake, { options, directory, minute: minuteOf(nowMs) });
      const { points } = intake.counters;
      const { parts } = intake.shares;
      const { batch } = intake.cpu;
      const verdicts =
        points.length + parts.length === 0
          ? await this.#parts.cpu.store(batch)
          : await this.#parts.counters.store({ points, parts, cpu: batch });
      Object.assign(intake.tally, verdicts);
      this.#parts.enter(options, intake.tally);
      return intake.tally.report();
    };
    const note: NoteSeries = (labels, target) => this.#parts.seen.note(options, labels, target);
    return { intake, series: this.#series, note, finish };
  }

  /** A piece of an access log; see `storeLogPiece` for how pieces add up. `logSource` null: the body names itself. */
  async openAccessLog(options: AccessLogOptions): Promise<OpenAccessLog> {
    await this.#parts.names.refresh(options.arrivedAtMs);
    const directory = directoryFor(this.#parts.names, options);
    const intake = new AccessLogIntake(directory, {
      nowMs: this.#parts.clock(),
      retentionDays: options.retentionDays,
      place: options.place,
      compiled: compileMapping(options.mapping),
      note: (labels, target) => this.#parts.seen.note(options, labels, target),
    });
    const finish = async () => {
      intake.end();
      if (intake.waiting > 0) {
        await this.#parts.names.refresh();
        await this.#makePools(intake.unknownPools, options, directory);
        intake.settle();
      }
      const { batch, recordOf, records, refused } = intake;
      const source = options.logSource ?? intake.digest();
      const piece = { source, position: options.position, records, batch, recordOf, refused };
      Object.assign(intake.tally, await storeLogPiece(this.#parts.database, piece, this.#parts.clock()));
      this.#parts.enter(options, intake.tally);
      return intake.tally.report();
    };
    return { intake, finish };
  }

  /** Looks up, once a body, the names that this process did not know; makes what may be made; refuses the rest. */
  async #settleMetrics(
    intake: MetricIntake,
    { options, directory, minute }: { options: MetricOptions; directory: () => Directory; minute: number },
  ): Promise<void> {
    const { cpu, shares, counters } = intake;
    if (cpu.waiting.length + shares.waiting.length + counters.waiting.length === 0) return;
    if (intake.unknownPools.size > 0) await this.#parts.names.refresh();
    await this.#makePools(intake.unknownPools, options, directory);
    if (counters.waiting.some(({ target }) => "registry" in target)) await this.#parts.names.refresh();
    const nodes = new Map<number, Set<string>>();
    const want = (stamp: string, pool: string, node: string) => {
      const entry = directory().resolvePool(stamp, pool);
      if (typeof entry !== "string") nodes.set(entry.id, (nodes.get(entry.id) ?? new Set()).add(node));
    };
    for (const { stamp, pool, node } of cpu.waiting) want(stamp, pool, node);
    for (const { target } of shares.waiting) want(target.stamp, target.pool, target.node);
    for (const { target } of counters.waiting)
      if (target.as === "cpu_seconds") want(target.stamp, target.pool, target.node);
    if (nodes.size > 0) await this.#parts.names.learnNodes(nodes, minute);
    for (const part of [cpu, shares, counters]) part.settle();
  }

  async #makePools(
    named: UnknownPools,
    { createPools }: MetricOptions,
    directory: () => Directory,
  ): Promise<void> {
    const isUnknown = ({ stamp, pool }: Place) => typeof directory().resolvePool(stamp, pool) === "string";
    const unknown = [...named.values()].filter(isUnknown);
    if (unknown.length === 0 || createPools === undefined) return;
    await createPools(unknown);
    await this.#parts.names.refresh();
  }
}

import { CounterIntake } from "../counters/counterIntake.ts";
import { CpuIntake, type IntakeRules } from "../cpu/cpuIntake.ts";
import type { Directory } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import { ShareIntake } from "../shares/shareIntake.ts";
import { type FoundOwner, findOwner, type NamedTarget } from "./findOwner.ts";
import type { Place, SeriesTarget } from "./resolveSeries.ts";
import type { KnownSeries } from "./seriesCache.ts";
import { noteUnknown } from "./unknownPools.ts";

type CpuTarget = Extract<SeriesTarget, { readonly as: "cpu" }>;

interface SentCpu {
  readonly index: number;
  readonly tsMs: number;
  readonly cpu: number;
}

/**
 * Takes samples of series of which it is known what they mean, and puts them where they belong: CPU of nodes, shares of their
 * cores, points of counters. Counts what becomes of each; a sample that the mapping does not want is only counted.
 */
export class MetricIntake {
  readonly tally: RowTally;
  readonly cpu: CpuIntake;
  readonly counters: CounterIntake;
  readonly shares: ShareIntake;
  /** Samples handed over, the ones left out among them. */
  samples = 0;
  readonly unknownPools = new Map<string, Place>();
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: IntakeRules) {
    this.#directory = directory;
    this.tally = new RowTally(rules.nowMs);
    this.cpu = new CpuIntake(directory, rules, this.tally);
    this.counters = new CounterIntake(directory, rules, this.tally);
    this.shares = new ShareIntake(directory, rules, this.tally);
  }

  take(series: KnownSeries, tsMs: number, value: number, deltaFromMs: number | null = null): void {
    const { target } = series;
    const index = this.samples++;
    switch (target.as) {
      case "left_out":
      case "unnamed":
        return;
      case "refused":
        this.tally.rows++;
        this.tally.reject({ index, code: "malformed", message: target.message });
        return;
      case "cpu":
        if (Number.isNaN(value)) return;
        this.#takeCpu({ index, tsMs, cpu: (value * 100) / target.scale }, target, this.#find(series, target));
        return;
      case "cpu_states":
        if (Number.isNaN(value)) return;
        this.#find(series, target);
        this.shares.take(target, { index, tsMs, share: value / target.scale });
        return;
      default:
        if (Number.isNaN(value)) return;
        this.counters.take({ index, tsMs, value, deltaFromMs, target }, this.#find(series, target));
    }
  }

  malformed(message: string): void {
    this.tally.rows++;
    this.tally.reject({ index: this.samples++, code: "malformed", message });
  }

  /** The body is complete: what needed all of it is worked out. */
  end(): void {
    this.shares.end();
  }

  #takeCpu(sample: SentCpu, target: CpuTarget, found: FoundOwner | null): void {
    if (found !== null) this.cpu.knownRow(sample, target, { pool: found.pool, slot: found.owner });
    else this.cpu.row(sample.index, sample.tsMs, target.stamp, target.pool, target.node, sample.cpu);
  }

  /**
   * Where its names lead: looked up once a series and directory, because that costs as much as all else of a sample. Null
   * where they are not known; pools that are not are noted.
   */
  #find(series: KnownSeries, target: NamedTarget): FoundOwner | null {
    const directory = this.#directory();
    if (series.directory === directory) return series.found;
    const found = findOwner(directory, target);
    if (typeof found === "string") {
      noteUnknown(this.unknownPools, target);
      return null;
    }
    if (found === null) return null;
    series.directory = directory;
    series.found = found;
    return found;
  }
}

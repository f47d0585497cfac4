import { type IntakeRules, judgeTime, unknownName } from "../cpu/cpuIntake.ts";
import type { Directory } from "../names/directory.ts";
import type { RowTally } from "../rowTally.ts";
import { type FoundOwner, findOwner } from "../sources/findOwner.ts";
import type { SeriesTarget } from "../sources/resolveSeries.ts";
import { GREATEST_OWNER } from "./counterState.ts";
import { COUNTER_KINDS, type CounterPoint } from "./counterTypes.ts";

/** What a counter of the mapping counts. */
export type CounterTarget = Extract<SeriesTarget, { readonly series: string }>;

/** A point of a counter as it came. */
export interface SentPoint {
  readonly index: number;
  readonly tsMs: number;
  readonly value: number;
  readonly deltaFromMs: number | null;
  readonly target: CounterTarget;
}

/** Points are added to minutes for so long; after that a minute's sum is no longer kept. */
export const COUNTED_FOR_MS = 24 * 3_600_000;

/** As `CpuIntake`, for points of counters. Stale markers and other values that are no number are not handed to it. */
export class CounterIntake {
  readonly points: CounterPoint[] = [];
  readonly #tally: RowTally;
  #waiting: SentPoint[] = [];
  readonly #rules: IntakeRules;
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: IntakeRules, tally: RowTally) {
    this.#directory = directory;
    this.#rules = rules;
    this.#tally = tally;
  }

  /** `found`: the pool and the owner that the point names, where they are known. */
  take(sent: SentPoint, found: FoundOwner | null): void {
    this.#tally.rows++;
    if (!this.#isStorable(sent)) return;
    if (found === null || !this.#addTo(sent, found)) this.#waiting.push(sent);
  }

  get waiting(): readonly SentPoint[] {
    return this.#waiting;
  }

  /** Tries the waiting points again; what is still unknown is refused. Nodes of a known pool must be known by now. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const sent of waiting) {
      const found = findOwner(this.#directory(), sent.target);
      if (found !== null && typeof found !== "string" && this.#addTo(sent, found)) continue;
      const { target } = sent;
      const code = typeof found === "string" ? found : "unknown_registry";
      const named = { ...target, registry: "registry" in target ? target.registry : "" };
      this.#tally.reject({ index: sent.index, ...unknownName(code, named) }, target);
    }
  }

  #isStorable({ index, tsMs, value, target }: SentPoint): boolean {
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      const message = `a counter reads ${value}: it must be from 0 to 2^53`;
      return this.#tally.reject({ index, code: "out_of_range", message }, target);
    }
    const problem = judgeTime(tsMs, this.#rules);
    if (problem !== null) return this.#tally.reject({ index, ...problem }, target);
    if (tsMs >= this.#rules.nowMs - COUNTED_FOR_MS) return true;
    const message = "ts is over 24 hours ago: counters are counted for a day, send shares or totals instead";
    return this.#tally.reject({ index, code: "too_old", message }, target);
  }

  #addTo({ tsMs, value, deltaFromMs, target }: SentPoint, { pool, owner }: FoundOwner): boolean {
    if (owner >= GREATEST_OWNER) return false;
    this.points.push({
      pool: pool.id,
      kind: target.as === "cpu_seconds" ? COUNTER_KINDS.idle : COUNTER_KINDS[target.as],
      owner,
      series: target.series,
      isWatch: target.as === "cpu_seconds" && target.isWatch,
      tsMs,
      value,
      deltaFromMs,
    });
    this.#tally.took(pool.id, tsMs, false);
    return true;
  }
}

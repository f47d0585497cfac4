import { minuteOf } from "../../core/index.ts";
import { type IntakeRules, judgeTime, unknownName } from "../cpu/cpuIntake.ts";
import type { Directory, Unresolved } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { LoadRowSink, RejectCode } from "../types.ts";
import { LoadBatch } from "./loadBatch.ts";

/** One row as sent; a measure that was not sent is null. */
export interface SentLoad {
  readonly index: number;
  readonly tsMs: number;
  readonly stamp: string;
  readonly pool: string;
  readonly registry: string;
  readonly requests: number | null;
  readonly bytes: number | null;
}

type UnknownName = Unresolved | "unknown_registry";

/** As `CpuIntake`, for registry load. Amounts are rounded to whole requests and bytes. */
export class LoadIntake implements LoadRowSink {
  readonly tally: RowTally;
  readonly batch = new LoadBatch();
  #waiting: SentLoad[] = [];
  readonly #rules: IntakeRules;
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: IntakeRules) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = new RowTally(rules.nowMs, rules.listedErrors);
  }

  row(
    index: number,
    tsMs: number,
    stamp: string,
    pool: string,
    registry: string,
    requests: number | null,
    bytes: number | null,
  ): void {
    this.tally.countRow();
    const sent = { index, tsMs, stamp, pool, registry, requests, bytes };
    if (this.#isStorable(sent) && !this.#add(sent)) this.#waiting.push(sent);
  }

  malformed(index: number, message: string): void {
    this.tally.countRow();
    this.tally.reject({ index, code: "malformed", message });
  }

  get waiting(): readonly SentLoad[] {
    return this.#waiting;
  }

  /** Tries the waiting rows again; what is still unknown is refused, unless `isDealtWith` takes the row away. */
  settle(isDealtWith: (row: SentLoad, why: UnknownName) => boolean = () => false): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const row of waiting) {
      if (this.#add(row)) continue;
      const pool = this.#directory().resolvePool(row.stamp, row.pool);
      const code = typeof pool === "string" ? pool : "unknown_registry";
      if (isDealtWith(row, code)) continue;
      this.tally.reject({ index: row.index, ...unknownName(code, row) }, row);
    }
  }

  #isStorable(row: SentLoad): boolean {
    const problem = judgeAmounts([row.requests, row.bytes]) ?? judgeTime(row.tsMs, this.#rules);
    return problem === null || this.tally.reject({ index: row.index, ...problem }, row);
  }

  #add(row: SentLoad): boolean {
    const entry = this.#directory().resolvePool(row.stamp, row.pool);
    const registry = this.#directory().resolveRegistry(row.registry);
    if (typeof entry === "string" || registry === null) return false;
    this.batch.add({
      pool: entry.id,
      minute: minuteOf(row.tsMs),
      registry,
      requests: row.requests === null ? null : Math.round(row.requests),
      bytes: row.bytes === null ? null : Math.round(row.bytes),
    });
    this.tally.took(entry.id, row.tsMs, false);
    return true;
  }
}

/** Why these totals of a minute cannot be stored; null where they can. */
function judgeAmounts(sent: readonly (number | null)[]): { code: RejectCode; message: string } | null {
  const amounts = sent.filter((amount) => amount !== null);
  if (amounts.length === 0) return { code: "malformed", message: "a row needs requests or bytes" };
  if (amounts.some((amount) => !Number.isFinite(amount))) {
    return { code: "not_a_number", message: "an amount is not a number" };
  }
  if (amounts.some((amount) => amount < 0 || amount > Number.MAX_SAFE_INTEGER)) {
    return { code: "out_of_range", message: "requests and bytes are totals of the minute, from 0 to 2^53" };
  }
  return null;
}

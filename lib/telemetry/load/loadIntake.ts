import { MINUTES_PER_DAY } from "../../core/index.ts";
import { cellKey } from "../cpu/cpuBatch.ts";
import type { IntakeRules } from "../cpu/cpuIntake.ts";
import type { Directory } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { LoadRowSink } from "../types.ts";
import { addLoad, type LoadCells } from "./loadCells.ts";

const FUTURE_MS = 5 * 60_000;

/** One row as sent; a measure that was not sent is null. */
interface SentLoad {
  readonly index: number;
  readonly tsMs: number;
  readonly stamp: string;
  readonly pool: string;
  readonly registry: string;
  readonly requests: number | null;
  readonly bytes: number | null;
}

/** As `CpuIntake`, for registry load. Amounts are rounded to whole requests and bytes. */
export class LoadIntake implements LoadRowSink {
  readonly tally: RowTally;
  readonly cells: LoadCells = new Map();
  #waiting: SentLoad[] = [];
  readonly #rules: IntakeRules;
  readonly #directory: () => Directory;

  constructor(directory: () => Directory, rules: IntakeRules) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = new RowTally(rules.nowMs);
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
    this.tally.rows++;
    const sent = { index, tsMs, stamp, pool, registry, requests, bytes };
    if (this.#isStorable(sent) && !this.#add(sent)) this.#waiting.push(sent);
  }

  malformed(index: number, message: string): void {
    this.tally.rows++;
    this.tally.reject({ index, code: "malformed", message });
  }

  get waiting(): readonly { readonly index: number }[] {
    return this.#waiting;
  }

  /** Tries the waiting rows again; what is still unknown is refused. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const row of waiting) {
      if (this.#add(row)) continue;
      const pool = this.#directory().resolvePool(row.stamp, row.pool);
      const code = typeof pool === "string" ? pool : "unknown_registry";
      const named = {
        unknown_stamp: `stamp '${row.stamp}'`,
        unknown_pool: `pool '${row.pool}' of stamp '${row.stamp}'`,
        unknown_registry: `registry '${row.registry}'`,
      }[code];
      const message = `${named} is not in the inventory: add it with PUT /api/v1/inventory, then send the row again`;
      this.tally.reject({ index: row.index, code, message }, row);
    }
  }

  #isStorable(row: SentLoad): boolean {
    const { nowMs, retentionDays } = this.#rules;
    const oldestMs = nowMs - retentionDays * MINUTES_PER_DAY * 60_000;
    const amounts = [row.requests, row.bytes].filter((amount) => amount !== null);
    const refuse = (
      code: "malformed" | "not_a_number" | "out_of_range" | "in_the_future" | "too_old",
      message: string,
    ) => this.tally.reject({ index: row.index, code, message }, row);
    if (amounts.length === 0) return refuse("malformed", "a row needs requests or bytes");
    if (amounts.some((amount) => !Number.isFinite(amount)))
      return refuse("not_a_number", "an amount is not a number");
    if (amounts.some((amount) => amount < 0 || amount > Number.MAX_SAFE_INTEGER)) {
      return refuse("out_of_range", "requests and bytes are totals of the minute, from 0 to 2^53");
    }
    if (row.tsMs > nowMs + FUTURE_MS) {
      return refuse("in_the_future", "ts is more than 5 minutes ahead of the server's clock");
    }
    if (row.tsMs < oldestMs) return refuse("too_old", `ts is past the retention of ${retentionDays} days`);
    return true;
  }

  #add(row: SentLoad): boolean {
    const entry = this.#directory().resolvePool(row.stamp, row.pool);
    const registry = this.#directory().resolveRegistry(row.registry);
    if (typeof entry === "string" || registry === null) return false;
    const key = cellKey(entry.id, Math.floor(row.tsMs / 60_000));
    const load = {
      requests: row.requests === null ? null : Math.round(row.requests),
      bytes: row.bytes === null ? null : Math.round(row.bytes),
    };
    if (addLoad(this.cells, key, registry, load)) this.tally.duplicate++;
    this.tally.took(entry.id, row.tsMs, false);
    return true;
  }
}

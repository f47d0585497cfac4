import { MINUTES_PER_DAY } from "../../core/index.ts";
import type { Directory, PoolEntry } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { CpuRowSink } from "../types.ts";
import { CpuBatch } from "./cpuBatch.ts";

const FUTURE_MS = 5 * 60_000;
/** Above 100 and up to this, CPU is taken for 100 and counted as rounded: clocks and counters jitter. */
const ROUNDED_UP_TO = 100.5;
const MAX_NAME_CHARACTERS = 256;

export interface IntakeRules {
  readonly nowMs: number;
  /** Rows older than this many days are refused as too old. */
  readonly retentionDays: number;
}

/** A row whose pool or node is not in the directory yet. */
export interface WaitingRow {
  readonly index: number;
  readonly tsMs: number;
  readonly stamp: string;
  readonly pool: string;
  readonly node: string;
  readonly cpu: number;
}

/**
 * Takes decoded rows, refuses what cannot be stored with its reason, and puts the rest into a batch. Rows that name a
 * pool or node not known here wait in `waiting` for the caller to look the names up and to hand them back.
 */
export class CpuIntake implements CpuRowSink {
  readonly tally: RowTally;
  readonly batch = new CpuBatch();
  #waiting: WaitingRow[] = [];
  readonly #rules: IntakeRules;
  readonly #directory: () => Directory;
  readonly #oldestMs: number;
  readonly #newestMs: number;

  constructor(directory: () => Directory, rules: IntakeRules) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = new RowTally(rules.nowMs);
    this.#oldestMs = rules.nowMs - rules.retentionDays * MINUTES_PER_DAY * 60_000;
    this.#newestMs = rules.nowMs + FUTURE_MS;
  }

  row(index: number, tsMs: number, stamp: string, pool: string, node: string, cpu: number): void {
    this.tally.rows++;
    if (!this.#isStorable(index, { tsMs, stamp, pool, node, cpu })) return;
    const entry = this.#directory().resolvePool(stamp, pool);
    const slot = typeof entry === "string" ? undefined : entry.slots.get(node);
    if (typeof entry === "string" || slot === undefined) {
      this.#waiting.push({ index, tsMs, stamp, pool, node, cpu });
      return;
    }
    this.#add(entry, slot, { tsMs, cpu });
  }

  malformed(index: number, message: string): void {
    this.tally.rows++;
    this.tally.reject({ index, code: "malformed", message });
  }

  get waiting(): readonly WaitingRow[] {
    return this.#waiting;
  }

  /** Tries the waiting rows again; what is still unknown is refused. Every node of a known pool must be known by now. */
  settle(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const row of waiting) {
      const entry = this.#directory().resolvePool(row.stamp, row.pool);
      if (typeof entry === "string") {
        const name =
          entry === "unknown_stamp" ? `stamp '${row.stamp}'` : `pool '${row.pool}' of stamp '${row.stamp}'`;
        const message = `${name} is not in the inventory: add it with PUT /api/v1/inventory, then send the row again`;
        this.tally.reject({ index: row.index, code: entry, message }, row);
        continue;
      }
      const slot = entry.slots.get(row.node);
      if (slot === undefined)
        throw new Error(`node ${row.node} of pool ${entry.id} was not looked up before settling`);
      this.#add(entry, slot, row);
    }
  }

  #isStorable(index: number, row: Omit<WaitingRow, "index">): boolean {
    const { cpu, tsMs } = row;
    const refuse = (
      code: "not_a_number" | "out_of_range" | "in_the_future" | "too_old" | "malformed",
      message: string,
    ) => this.tally.reject({ index, code, message }, row);
    if (!Number.isFinite(cpu)) return refuse("not_a_number", `cpu is ${cpu}, not a number from 0 to 100`);
    if (cpu < 0 || cpu > ROUNDED_UP_TO) {
      return refuse("out_of_range", `cpu ${cpu} is not percent of the whole node, 0 to 100`);
    }
    if (tsMs > this.#newestMs)
      return refuse("in_the_future", "ts is more than 5 minutes ahead of the server's clock");
    if (tsMs < this.#oldestMs) {
      return refuse("too_old", `ts is past the retention of ${this.#rules.retentionDays} days`);
    }
    if (row.node.length === 0 || row.node.length > MAX_NAME_CHARACTERS) {
      return refuse("malformed", `node must be a name of 1 to ${MAX_NAME_CHARACTERS} characters`);
    }
    return true;
  }

  #add(entry: PoolEntry, slot: number, row: { tsMs: number; cpu: number }): void {
    const seconds = Math.floor(row.tsMs / 1000);
    const minute = Math.floor(seconds / 60);
    if (row.cpu > 100) this.tally.rounded++;
    const value = Math.round(Math.min(100, row.cpu) * 100);
    this.batch.add({ pool: entry.id, minute, second: seconds - minute * 60, slot, value, request: 0 });
    this.tally.took(entry.id, row.tsMs, row.cpu > 100);
  }
}

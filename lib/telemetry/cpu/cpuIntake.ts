import { MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";
import type { Directory, PoolEntry, Unresolved } from "../names/directory.ts";
import { RowTally } from "../rowTally.ts";
import type { CpuRowSink, RejectCode } from "../types.ts";
import { CpuBatch } from "./cpuBatch.ts";

const FUTURE_MS = 5 * 60_000;
/** Above 100 and up to this, CPU is taken for 100 and counted as rounded: clocks and counters jitter. */
const ROUNDED_UP_TO = 100.5;
const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const MAX_NAME_CHARACTERS = 256;

export interface IntakeRules {
  readonly nowMs: number;
  /** Rows older than this many days are refused as too old. */
  readonly retentionDays: number;
  /** How many refused rows are named one by one: 100, where it does not say. */
  readonly listedErrors?: number;
}

/** Why a sample cannot be stored, whatever pool it is of; null where it can. */
export function judgeSample(
  sample: { readonly tsMs: number; readonly node: string; readonly cpu: number },
  rules: IntakeRules,
): { code: RejectCode; message: string } | null {
  const { cpu, tsMs, node } = sample;
  if (!Number.isFinite(cpu)) {
    return { code: "not_a_number", message: `cpu is ${cpu}, not a number from 0 to 100` };
  }
  if (cpu < 0 || cpu > ROUNDED_UP_TO) {
    return { code: "out_of_range", message: `cpu ${cpu} is not percent of the whole node, 0 to 100` };
  }
  if (node.length === 0 || node.length > MAX_NAME_CHARACTERS) {
    return { code: "malformed", message: `node must be a name of 1 to ${MAX_NAME_CHARACTERS} characters` };
  }
  return judgeTime(tsMs, rules);
}

/** Why a row of this time cannot be stored; null where it can. */
export function judgeTime(tsMs: number, rules: IntakeRules): { code: RejectCode; message: string } | null {
  if (tsMs > rules.nowMs + FUTURE_MS) {
    return { code: "in_the_future", message: "ts is more than 5 minutes ahead of the server's clock" };
  }
  if (tsMs < rules.nowMs - rules.retentionDays * DAY_MS) {
    return { code: "too_old", message: `ts is past the retention of ${rules.retentionDays} days` };
  }
  return null;
}

/** The refusal of a row whose stamp or pool nobody has declared. */
export function unknownName(
  code: "unknown_stamp" | "unknown_pool" | "unknown_registry",
  row: { readonly stamp: string; readonly pool: string; readonly registry?: string },
): { code: RejectCode; message: string } {
  const named = {
    unknown_stamp: `stamp '${row.stamp}'`,
    unknown_pool: `pool '${row.pool}' of stamp '${row.stamp}'`,
    unknown_registry: `registry '${row.registry ?? ""}'`,
  }[code];
  return {
    code,
    message: `${named} is not in the inventory: add it with PUT /api/v1/inventory, then send again`,
  };
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

  constructor(
    directory: () => Directory,
    rules: IntakeRules,
    tally = new RowTally(rules.nowMs, rules.listedErrors),
  ) {
    this.#directory = directory;
    this.#rules = rules;
    this.tally = tally;
  }

  row(index: number, tsMs: number, stamp: string, pool: string, node: string, cpu: number): void {
    this.tally.countRow();
    if (!this.#isStorable({ index, tsMs, stamp, pool, node, cpu })) return;
    const entry = this.#directory().resolvePool(stamp, pool);
    const slot = typeof entry === "string" ? undefined : entry.slots.get(node);
    if (typeof entry === "string" || slot === undefined) {
      this.#waiting.push({ index, tsMs, stamp, pool, node, cpu });
      return;
    }
    this.#add(entry, slot, { tsMs, cpu });
  }

  /** The same of a node that is known to stand at this slot of this pool. */
  knownRow(
    sample: { readonly index: number; readonly tsMs: number; readonly cpu: number },
    names: { readonly stamp: string; readonly pool: string; readonly node: string },
    { pool, slot }: { readonly pool: PoolEntry; readonly slot: number },
  ): void {
    this.tally.countRow();
    const { index, tsMs, cpu } = sample;
    const problem = judgeSample({ tsMs, node: names.node, cpu }, this.#rules);
    if (problem === null) this.#add(pool, slot, sample);
    else this.tally.reject({ index, ...problem }, names);
  }

  malformed(index: number, message: string): void {
    this.tally.countRow();
    this.tally.reject({ index, code: "malformed", message });
  }

  get waiting(): readonly WaitingRow[] {
    return this.#waiting;
  }

  /**
   * Tries the waiting rows again; what is still unknown is refused. Every node of a known pool must be known by now, unless
   * `isDealtWith` takes the row away.
   */
  settle(isDealtWith: (row: WaitingRow, why: Unresolved | "unknown_node") => boolean = () => false): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const row of waiting) {
      const entry = this.#directory().resolvePool(row.stamp, row.pool);
      if (typeof entry === "string") {
        if (isDealtWith(row, entry)) continue;
        this.tally.reject({ index: row.index, ...unknownName(entry, row) }, row);
        continue;
      }
      const slot = entry.slots.get(row.node);
      if (slot === undefined) {
        if (isDealtWith(row, "unknown_node")) continue;
        throw new Error(`node ${row.node} of pool ${entry.id} was not looked up before settling`);
      }
      this.#add(entry, slot, row);
    }
  }

  #isStorable(row: WaitingRow): boolean {
    const problem = judgeSample(row, this.#rules);
    return problem === null || this.tally.reject({ index: row.index, ...problem }, row);
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

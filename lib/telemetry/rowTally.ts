import type { IntakeReport, RejectCode, RowError } from "./types.ts";

const MAX_LISTED_ERRORS = 100;
const LATE_MS = 5 * 60_000;

/** What one body brought for one pool. */
export interface PoolTally {
  received: number;
  rounded: number;
  /** Arrived more than 5 minutes after its time. */
  late: number;
  lastSampleMs: number;
}

export interface RejectionTally {
  readonly stamp: string;
  readonly pool: string;
  readonly code: RejectCode;
  count: number;
  lastMessage: string;
}

/** Counts what becomes of the rows of one body: for its answer, and for Data health. */
export class RowTally {
  rows = 0;
  accepted = 0;
  duplicate = 0;
  rejected = 0;
  rounded = 0;
  readonly pools = new Map<number, PoolTally>();
  readonly rejections = new Map<string, RejectionTally>();
  readonly #errors: RowError[] = [];
  readonly #lateBeforeMs: number;
  #lastPool = -1;
  #last: PoolTally | null = null;

  constructor(nowMs: number) {
    this.#lateBeforeMs = nowMs - LATE_MS;
  }

  took(pool: number, tsMs: number, rounded: boolean): void {
    const tally = pool === this.#lastPool && this.#last !== null ? this.#last : this.#poolTally(pool);
    tally.received++;
    if (rounded) tally.rounded++;
    if (tsMs < this.#lateBeforeMs) tally.late++;
    if (tsMs > tally.lastSampleMs) tally.lastSampleMs = tsMs;
  }

  /** Always false, so that a check can refuse and return in one word. `where` is what the row itself named. */
  reject(error: RowError, where: { stamp: string; pool: string } = { stamp: "", pool: "" }): false {
    this.rejected++;
    if (this.#errors.length < MAX_LISTED_ERRORS) this.#errors.push(error);
    const key = rejectionKey(error, where);
    const known = this.rejections.get(key);
    if (known !== undefined) {
      known.count++;
      known.lastMessage = error.message;
    } else if (this.rejections.size < MAX_LISTED_ERRORS) {
      const named = { stamp: where.stamp.slice(0, 100), pool: where.pool.slice(0, 100) };
      this.rejections.set(key, { ...named, code: error.code, count: 1, lastMessage: error.message });
    }
    return false;
  }

  /** Refuses so many rows for one reason, of which one line of the answer tells. */
  rejectMany(error: RowError, where: { stamp: string; pool: string }, rows: number): void {
    if (rows === 0) return;
    this.reject(error, where);
    this.rejected += rows - 1;
    const entry = this.rejections.get(rejectionKey(error, where));
    if (entry !== undefined) entry.count += rows - 1;
  }

  report(): IntakeReport {
    const errors = [...this.#errors].sort((left, right) => left.index - right.index);
    const { accepted, duplicate, rejected, rounded } = this;
    return { accepted, duplicate, rejected, rounded, errors };
  }

  #poolTally(pool: number): PoolTally {
    const tally = this.pools.get(pool) ?? { received: 0, rounded: 0, late: 0, lastSampleMs: 0 };
    this.pools.set(pool, tally);
    this.#lastPool = pool;
    this.#last = tally;
    return tally;
  }
}

function rejectionKey(error: RowError, where: { stamp: string; pool: string }): string {
  return `${where.stamp}\n${where.pool}\n${error.code}`;
}

import { BodyError } from "./decode/bodyError.ts";
import type { IntakeReport, RejectCode, RowError } from "./types.ts";

const MAX_LISTED_ERRORS = 100;
/** Rows of one body, whatever is in them: the queue before the database holds twice as many. */
export const MOST_ROWS = 2_000_000;
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
  /** Every rejected row, by code alone: of these there are few, however many names there are. */
  readonly rejectedByCode = new Map<RejectCode, number>();
  readonly #errors: RowError[] = [];
  readonly #lateBeforeMs: number;
  #lastPool = -1;
  #last: PoolTally | null = null;

  readonly #listedErrors: number;

  /** `listedErrors`: how many refused rows are named one by one; all are counted. */
  constructor(nowMs: number, listedErrors = MAX_LISTED_ERRORS) {
    this.#lateBeforeMs = nowMs - LATE_MS;
    this.#listedErrors = listedErrors;
  }

  /** One row more. Throws BodyError 413 beyond what one body may have: then nothing of it is stored. */
  countRow(): void {
    this.rows++;
    if (this.rows > MOST_ROWS)
      throw new BodyError(413, `The body has over ${MOST_ROWS} rows: send it in parts.`);
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
    this.#countCode(error.code, 1);
    if (this.#errors.length < this.#listedErrors) this.#errors.push(error);
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
    this.#countCode(error.code, rows - 1);
    const entry = this.rejections.get(rejectionKey(error, where));
    if (entry !== undefined) entry.count += rows - 1;
  }

  report(): IntakeReport {
    const errors = [...this.#errors].sort((left, right) => left.index - right.index);
    const { accepted, duplicate, rejected, rounded } = this;
    return { accepted, duplicate, rejected, rounded, errors };
  }

  #countCode(code: RejectCode, rows: number): void {
    this.rejectedByCode.set(code, (this.rejectedByCode.get(code) ?? 0) + rows);
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

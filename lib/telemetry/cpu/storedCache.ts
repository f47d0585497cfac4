import { MINUTES_PER_HOUR, NO_DATA } from "../../core/index.ts";
import { cellTime, hourKeyOf } from "../cellKey.ts";
import type { CpuChange, StoredCpu, StoredHour } from "./mergeCpu.ts";
import type { MinuteRow } from "./minuteRow.ts";

/** About 3 KB each: two hours of six thousand pools. */
const MAX_POOL_HOURS = 12_000;
/** Minutes of an hour that are kept as they were written: those that more samples may still come for. */
const MINUTES_KEPT = 3;

/** What is known of a commit's bins, and what has to be read from the database. */
export interface Recalled {
  readonly hours: Map<number, StoredHour>;
  readonly minutes: Map<number, MinuteRow>;
  readonly missingHours: readonly number[];
  /** Bins that have data by an hour that is known, while their rows are not. */
  readonly missingMinutes: readonly number[];
}

/**
 * The hours this process wrote last, so that a commit need not read what the one before it wrote. They may be behind
 * the database, where another process has written too: who writes by them proves their versions in the same statement.
 * Minutes stand and fall with their hour, because its version speaks for them.
 */
export class StoredCache {
  readonly #hours = new Map<number, StoredHour>();
  readonly #minutes = new Map<number, Map<number, MinuteRow>>();

  /** Takes out what is known of these bins: who takes an hour may change it, and keeps it again once that is committed. */
  take(binKeys: readonly number[]): Recalled {
    const hours = new Map<number, StoredHour>();
    const minutes = new Map<number, MinuteRow>();
    const missingHours = new Set<number>();
    const missingMinutes: number[] = [];
    for (const key of binKeys) {
      const hourKey = hourKeyOf(key);
      const hour = hours.get(hourKey) ?? this.#takeHour(hourKey);
      if (hour === undefined) {
        missingHours.add(hourKey);
        continue;
      }
      hours.set(hourKey, hour);
      if (!hasBin(hour, key)) continue;
      const row = this.#minutes.get(hourKey)?.get(key);
      if (row === undefined) missingMinutes.push(key);
      else minutes.set(key, row);
    }
    return { hours, minutes, missingHours: [...missingHours], missingMinutes };
  }

  #takeHour(key: number): StoredHour | undefined {
    const hour = this.#hours.get(key);
    this.#hours.delete(key);
    // An hour that was taken and not kept again was not committed as it stood here, nor were its minutes.
    if (hour === undefined) this.#minutes.delete(key);
    return hour;
  }

  /** Keeps what a commit read and wrote. `version`: of the hours that it changed. */
  keep(stored: StoredCpu, change: CpuChange, version: number): void {
    for (const [key, hour] of stored.hours) if (!change.hours.has(key)) this.#hours.set(key, hour);
    for (const [key, hour] of change.hours) this.#hours.set(key, { ...hour, version });
    for (const [key, row] of stored.minutes) this.#keepMinute(key, row);
    for (const { key, row } of change.minutes) this.#keepMinute(key, row);
    for (const key of this.#hours.keys()) {
      if (this.#hours.size <= MAX_POOL_HOURS) return;
      this.#hours.delete(key);
      this.#minutes.delete(key);
    }
  }

  #keepMinute(key: number, row: MinuteRow): void {
    const hourKey = hourKeyOf(key);
    const minutes = this.#minutes.get(hourKey) ?? new Map<number, MinuteRow>();
    this.#minutes.set(hourKey, minutes.set(key, row));
    if (minutes.size <= MINUTES_KEPT) return;
    let oldest = key;
    for (const kept of minutes.keys()) oldest = Math.min(oldest, kept);
    minutes.delete(oldest);
  }
}

/** The hour knows which of its minutes have data: one that has none has no row of its own. */
export function hasBin(hour: StoredHour | undefined, binKey: number): boolean {
  return hour !== undefined && (hour.hot[cellTime(binKey) % MINUTES_PER_HOUR] ?? NO_DATA) !== NO_DATA;
}

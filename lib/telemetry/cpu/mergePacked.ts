import { type EpochMinute, MINUTES_PER_HOUR, NO_DATA } from "../../core/index.ts";
import { cellKey, cellTime, hourKeyOf } from "../cellKey.ts";
import { CpuBatch } from "./cpuBatch.ts";
import { emptyHour, markPresent, setBin } from "./hourRow.ts";
import {
  type ChangedMinute,
  type CpuChange,
  type MergeRules,
  mergeCpu,
  type StoredCpu,
  type StoredHour,
} from "./mergeCpu.ts";
import type { SampleVerdict } from "./mergeMinute.ts";
import { SECONDS_NOT_KEPT } from "./minuteRow.ts";
import { rollUpMinute } from "./rollup.ts";

/** One pool's samples as a matrix: `values[node][step]`, hundredths of a point, -1 = no data. */
export interface PackedCpu {
  readonly pool: number;
  readonly fromMinute: EpochMinute;
  /** Second of the minute that the first step begins at. */
  readonly fromSecond: number;
  /** Divides 60, or is a multiple of 60; a step over a minute fills every bin of the step. */
  readonly stepSeconds: number;
  readonly slots: Int32Array;
  readonly values: readonly Int16Array[];
}

/** The request number that a verdict about the further bins of one step is told under: they are not rows of their own. */
export const FILLED_BINS = 1;

/** Every (minute, second) that a step of the matrix falls on: one for a step up to a minute, one a bin for a longer one. */
export function stepBins(
  packed: PackedCpu,
  step: number,
): { minute: number; second: number; first: boolean }[] {
  const start = packed.fromMinute * 60 + packed.fromSecond + step * packed.stepSeconds;
  const bins = Math.max(1, packed.stepSeconds / 60);
  return Array.from({ length: bins }, (_, bin) => {
    const at = start + bin * 60;
    return { minute: Math.floor(at / 60), second: at % 60, first: bin === 0 };
  });
}

/** Every pool-minute that the matrix may touch, as a half-open range. */
export function packedRange(packed: PackedCpu): { fromMinute: number; toMinute: number } {
  const steps = packed.values[0]?.length ?? 0;
  const end = packed.fromMinute * 60 + packed.fromSecond + steps * packed.stepSeconds;
  return { fromMinute: packed.fromMinute, toMinute: Math.ceil(end / 60) };
}

/**
 * As `mergeCpu`, for a matrix. Hours in which the pool has nothing yet are packed column by column; the rest go the
 * careful way, sample by sample.
 */
export function mergePacked(
  packed: PackedCpu,
  stored: StoredCpu,
  rules: MergeRules,
  tell: SampleVerdict,
): CpuChange {
  const hours = new Map<number, StoredHour>();
  const minutes: ChangedMinute[] = [];
  const careful = new CpuBatch();
  const steps = packed.values[0]?.length ?? 0;
  const columns = new ColumnReader(packed);
  for (let step = 0; step < steps; step++) {
    for (const bin of stepBins(packed, step)) {
      const key = cellKey(packed.pool, bin.minute);
      if (packed.stepSeconds < 60 || stored.hours.has(hourKeyOf(key))) {
        columns.addTo(careful, { step, ...bin });
        continue;
      }
      const changed = packColumn(columns, { step, key, ...bin }, rules);
      if (changed === null) continue;
      minutes.push(changed);
      recordHour(hours, changed);
      for (let told = 0; told < changed.present; told++) tell(bin.first ? 0 : FILLED_BINS, "accepted");
    }
  }
  if (careful.length === 0) return { minutes, hours };
  const rest = mergeCpu({ batch: careful, ...careful.group() }, stored, rules, tell);
  return { minutes: [...minutes, ...rest.minutes], hours: new Map([...hours, ...rest.hours]) };
}

interface ColumnAt {
  readonly step: number;
  readonly minute: number;
  readonly second: number;
  readonly first: boolean;
}

function packColumn(
  columns: ColumnReader,
  at: ColumnAt & { key: number },
  rules: MergeRules,
): ChangedMinute | null {
  const column = columns.read(at.step);
  const rollup = rollUpMinute(column, rules.namesOf(columns.pool));
  if (rollup === null) return null;
  const seconds = at.minute >= rules.youngFrom ? Uint8Array.of(at.second) : SECONDS_NOT_KEPT;
  return { key: at.key, row: { ...column, seconds }, existed: false, ...rollup };
}

function recordHour(hours: Map<number, StoredHour>, changed: ChangedMinute): void {
  const hourKey = hourKeyOf(changed.key);
  const hour = hours.get(hourKey) ?? { ...emptyHour(), version: null };
  hours.set(hourKey, hour);
  const bin = cellTime(changed.key) % MINUTES_PER_HOUR;
  setBin(hour, bin, changed);
  markPresent(hour, bin, changed.row);
}

/** Reads the matrix across: all nodes of one step. */
class ColumnReader {
  readonly pool: number;
  readonly #packed: PackedCpu;
  readonly #firstSlot: number;
  readonly #slots: number;

  constructor(packed: PackedCpu) {
    this.pool = packed.pool;
    this.#packed = packed;
    this.#firstSlot = packed.slots.reduce((least, slot) => Math.min(least, slot), Number.POSITIVE_INFINITY);
    this.#slots = packed.slots.reduce((most, slot) => Math.max(most, slot + 1 - this.#firstSlot), 0);
  }

  read(step: number): { firstSlot: number; values: Int16Array } {
    const values = new Int16Array(this.#slots).fill(NO_DATA);
    const { slots, values: rows } = this.#packed;
    for (let node = 0; node < slots.length; node++) {
      values[(slots[node] ?? 0) - this.#firstSlot] = rows[node]?.[step] ?? NO_DATA;
    }
    return { firstSlot: this.#firstSlot, values };
  }

  addTo(batch: CpuBatch, at: ColumnAt): void {
    const { pool, slots, values: rows } = this.#packed;
    for (let node = 0; node < slots.length; node++) {
      const value = rows[node]?.[at.step] ?? NO_DATA;
      if (value === NO_DATA) continue;
      const request = at.first ? 0 : FILLED_BINS;
      batch.add({ pool, minute: at.minute, second: at.second, slot: slots[node] ?? 0, value, request });
    }
  }
}

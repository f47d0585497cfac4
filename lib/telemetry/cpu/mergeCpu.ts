import { type EpochMinute, MINUTES_PER_HOUR, NO_DATA } from "../../core/index.ts";
import type { GroupedBins } from "../binIndex.ts";
import { cellPool, cellTime, hourKeyOf } from "../cellKey.ts";
import type { CpuBatch } from "./cpuBatch.ts";
import { countPresent, emptyHour, type HourRow, isPresent, markPresent, setBin } from "./hourRow.ts";
import {
  type BinSamples,
  fillMinute,
  mergeYoungMinute,
  packWholeMinute,
  type SampleVerdict,
  standsAlready,
} from "./mergeMinute.ts";
import { type MinuteRow, SECONDS_NOT_KEPT } from "./minuteRow.ts";
import { type MinuteRollup, rollUpMinute, type SlotNames } from "./rollup.ts";

/** Some bins of a batch, or all of them. */
export interface FreshCpu extends GroupedBins {
  readonly batch: CpuBatch;
}

/** An hour with the id of the transaction that wrote it: every write of an hour or of its minutes gives it another. */
export interface StoredHour extends HourRow {
  /** null = not stored yet. */
  readonly version: number | null;
}

/** What is stored for the bins of a batch, by `cellKey(pool, minute)` and `cellKey(pool, hour)`. */
export interface StoredCpu {
  readonly minutes: ReadonlyMap<number, MinuteRow>;
  readonly hours: ReadonlyMap<number, StoredHour>;
}

export interface MergeRules {
  /** Bins before this one are filled, not averaged: 24 h before now. */
  readonly youngFrom: EpochMinute;
  readonly namesOf: (pool: number) => SlotNames;
}

export interface ChangedMinute extends MinuteRollup {
  readonly key: number;
  readonly row: MinuteRow;
  /** Whether a row is replaced; false: none was there. */
  readonly existed: boolean;
}

export interface CpuChange {
  readonly minutes: readonly ChangedMinute[];
  /** By `cellKey(pool, hour)`; `version` is that of the row which is replaced, null: none was there. */
  readonly hours: ReadonlyMap<number, StoredHour>;
}

/**
 * What a batch changes: a pure function of what is stored and what came, so that the same batch twice changes nothing
 * and any order of batches with distinct samples ends in the same rows (bins younger than a day). The hours of
 * `stored` that change are changed in place.
 */
export function mergeCpu(
  fresh: FreshCpu,
  stored: StoredCpu,
  rules: MergeRules,
  tell: SampleVerdict,
): CpuChange {
  const { batch, bins, order } = fresh;
  const minutes: ChangedMinute[] = [];
  const hours = new Map<number, StoredHour>();
  for (const bin of bins) {
    const samples: BinSamples = { batch, order, from: bin.from, to: bin.to };
    const hourKey = hourKeyOf(bin.key);
    const hour = hours.get(hourKey) ?? stored.hours.get(hourKey);
    const before = stored.minutes.get(bin.key) ?? null;
    const minuteOfHour = cellTime(bin.key) % MINUTES_PER_HOUR;
    const row = mergeBin(before, samples, {
      young: cellTime(bin.key) >= rules.youngFrom,
      hour,
      minuteOfHour,
      tell,
    });
    if (row === null) continue;
    const names = rules.namesOf(cellPool(bin.key));
    const target = hour ?? { ...emptyHour(), version: null };
    hours.set(hourKey, target);
    const rawIsGone = before === null && target.hot[minuteOfHour] !== NO_DATA;
    const fromRow = rollUpMinute(row, names);
    if (fromRow === null) continue;
    const rollup = rawIsGone ? combineRollups(rollupOf(target, minuteOfHour), fromRow) : fromRow;
    setBin(target, minuteOfHour, rollup);
    markPresent(target, minuteOfHour, row);
    if (!rawIsGone) minutes.push({ key: bin.key, row, existed: before !== null, ...rollup });
  }
  return { minutes, hours };
}

interface BinContext {
  readonly young: boolean;
  readonly hour: HourRow | undefined;
  readonly minuteOfHour: number;
  readonly tell: SampleVerdict;
}

function mergeBin(before: MinuteRow | null, fresh: BinSamples, context: BinContext): MinuteRow | null {
  const { hour, minuteOfHour, tell } = context;
  const hourHasBin = hour !== undefined && hour.hot[minuteOfHour] !== NO_DATA;
  if (before === null && !hourHasBin) {
    const whole = packWholeMinute(fresh);
    if (whole !== null) {
      tellAll(fresh, "accepted", tell);
      return context.young ? whole : { ...whole, seconds: SECONDS_NOT_KEPT };
    }
  }
  if (before !== null && standsAlready(before, fresh)) {
    tellAll(fresh, "duplicate", tell);
    return null;
  }
  if (context.young && !(before === null && hourHasBin)) return mergeYoungMinute(before, fresh, tell);
  const isTaken = (slot: number) =>
    before === null && hour !== undefined && isPresent(hour, minuteOfHour, slot);
  return fillMinute(before, fresh, { isTaken, tell });
}

function tellAll(fresh: BinSamples, verdict: "accepted" | "duplicate", tell: SampleVerdict): void {
  for (let at = fresh.from; at < fresh.to; at++) {
    tell(fresh.batch.requests[fresh.order[at] ?? 0] ?? 0, verdict);
  }
}

function rollupOf(hour: HourRow, bin: number): MinuteRollup {
  return {
    present: countPresent(hour, bin),
    hot: hour.hot[bin] ?? NO_DATA,
    average: hour.average[bin] ?? NO_DATA,
    hottest: hour.hottest[bin] ?? -1,
  };
}

/** Two disjoint sets of nodes in one minute, where only the rollup of the first is left (raw retention has passed). */
function combineRollups(kept: MinuteRollup, added: MinuteRollup): MinuteRollup {
  const present = kept.present + added.present;
  const sum = kept.average * kept.present + added.average * added.present;
  const hotter = added.hot > kept.hot ? added : kept;
  return { present, hot: hotter.hot, average: Math.round(sum / present), hottest: hotter.hottest };
}

import { MINUTES_PER_HOUR, NO_DATA } from "../../../core/index.ts";
import {
  countPresent,
  emptyHour,
  type HourRow,
  isPresent,
  markPresent,
  PRESENCE_BYTES,
  setBin,
} from "../hourRow.ts";
import type { MinuteRow } from "../minuteRow.ts";
import { type MinuteRollup, rollUpMinute, type SlotNames } from "../rollup.ts";

/** A minute of every node as it is stored, with the rollup that stands beside it. */
export interface StoredMinute {
  /** 0..59, in its hour. */
  readonly bin: number;
  readonly row: MinuteRow;
  readonly rollup: MinuteRollup;
}

export interface RecomputedHour {
  /** As it should stand; null where it does. */
  readonly hour: HourRow | null;
  /** Bins of the hour that were not what their nodes come to. */
  readonly wrongBins: number;
  /** Minutes whose own rollup was not; the rollup is the one that is right. */
  readonly wrongMinutes: readonly StoredMinute[];
  /** Bins that have a rollup and no nodes any more: past raw retention. Nothing can be said of them, and they stay. */
  readonly withoutRaw: number;
}

/** What an hour should be by the nodes' minutes that are there. Pure; `stored` null: there is no such row. */
export function recomputeHour(
  stored: HourRow | null,
  minutes: readonly StoredMinute[],
  names: SlotNames,
): RecomputedHour {
  const before = stored ?? emptyHour();
  const after = emptyHour();
  const byBin = new Map(minutes.map((minute) => [minute.bin, minute]));
  const wrongMinutes: StoredMinute[] = [];
  let wrongBins = 0;
  let withoutRaw = 0;
  for (let bin = 0; bin < MINUTES_PER_HOUR; bin++) {
    const minute = byBin.get(bin);
    const rollup = minute === undefined ? null : rollUpMinute(minute.row, names);
    if (minute === undefined || rollup === null) {
      if ((before.hot[bin] ?? NO_DATA) === NO_DATA) continue;
      withoutRaw++;
      copyBin(before, after, bin);
      continue;
    }
    setBin(after, bin, rollup);
    markPresent(after, bin, minute.row);
    if (!isSameBin(before, after, bin)) wrongBins++;
    if (!isSameRollup(minute.rollup, rollup)) wrongMinutes.push({ ...minute, rollup });
  }
  return { hour: wrongBins === 0 ? null : after, wrongBins, wrongMinutes, withoutRaw };
}

function copyBin(from: HourRow, to: HourRow, bin: number): void {
  setBin(to, bin, {
    present: 0,
    hot: from.hot[bin] ?? NO_DATA,
    average: from.average[bin] ?? NO_DATA,
    hottest: from.hottest[bin] ?? -1,
  });
  const slots = from.presence.length / PRESENCE_BYTES;
  const values = Int16Array.from({ length: slots }, (_, offset) =>
    isPresent(from, bin, from.firstSlot + offset) ? 0 : NO_DATA,
  );
  markPresent(to, bin, { firstSlot: from.firstSlot, values });
}

function isSameBin(before: HourRow, after: HourRow, bin: number): boolean {
  if (before.hot[bin] !== after.hot[bin] || before.average[bin] !== after.average[bin]) return false;
  if (before.hottest[bin] !== after.hottest[bin]) return false;
  if (countPresent(before, bin) !== countPresent(after, bin)) return false;
  const slots = after.presence.length / PRESENCE_BYTES;
  for (let slot = after.firstSlot; slot < after.firstSlot + slots; slot++)
    if (isPresent(after, bin, slot) && !isPresent(before, bin, slot)) return false;
  return true;
}

function isSameRollup(one: MinuteRollup, other: MinuteRollup): boolean {
  return (
    one.present === other.present &&
    one.hot === other.hot &&
    one.average === other.average &&
    one.hottest === other.hottest
  );
}

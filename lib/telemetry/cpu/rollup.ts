import { NO_DATA } from "../../core/index.ts";
import type { MinuteRow } from "./minuteRow.ts";

/** What a pool's nodes come to in one minute; CPU in hundredths of a point. */
export interface MinuteRollup {
  /** Nodes with data; never 0, a minute without data has no rollup. */
  readonly present: number;
  /** Greatest node-minute. */
  readonly hot: number;
  /** Mean over the nodes present, rounded half up. */
  readonly average: number;
  /** Slot of the hottest node; ties go to the lowest name. */
  readonly hottest: number;
}

/** Name of a slot, for the tie-break. */
export type SlotNames = (slot: number) => string;

/** Rolls a minute's nodes up; null where no node has data. */
export function rollUpMinute(
  row: Pick<MinuteRow, "firstSlot" | "values">,
  names: SlotNames,
): MinuteRollup | null {
  let present = 0;
  let sum = 0;
  let hot = NO_DATA;
  let hottest = -1;
  for (let offset = 0; offset < row.values.length; offset++) {
    const value = row.values[offset] ?? NO_DATA;
    if (value === NO_DATA) continue;
    present++;
    sum += value;
    if (value > hot) {
      hot = value;
      hottest = row.firstSlot + offset;
    } else if (value === hot && names(row.firstSlot + offset) < names(hottest)) {
      hottest = row.firstSlot + offset;
    }
  }
  return present === 0 ? null : { present, hot, average: Math.round(sum / present), hottest };
}

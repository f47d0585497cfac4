import {
  type ChangedMinute,
  type CpuChange,
  type FreshCpu,
  type MergeRules,
  mergeCpu,
  type StoredCpu,
  type StoredHour,
} from "./mergeCpu.ts";
import type { MinuteRow } from "./minuteRow.ts";

export interface Verdicts {
  accepted: number;
  duplicate: number;
}

/**
 * Several batches, each merged into what the one before it left, as one change. So that batches that share a
 * transaction end as they would in transactions of their own. The hours of `stored` are changed in place.
 */
export function mergeInTurn(
  batches: readonly FreshCpu[],
  stored: StoredCpu,
  rules: MergeRules,
): { change: CpuChange; verdicts: Verdicts[] } {
  if (batches.length === 1 && batches[0] !== undefined) return mergeOne(batches[0], stored, rules);
  const seen = {
    minutes: new Map<number, MinuteRow>(stored.minutes),
    hours: new Map<number, StoredHour>(stored.hours),
  };
  const minutes = new Map<number, ChangedMinute>();
  const hours = new Map<number, StoredHour>();
  const verdicts = batches.map((batch) => {
    const merged = mergeOne(batch, seen, rules);
    for (const minute of merged.change.minutes) {
      minutes.set(minute.key, { ...minute, existed: stored.minutes.has(minute.key) });
      seen.minutes.set(minute.key, minute.row);
    }
    for (const [key, hour] of merged.change.hours) {
      hours.set(key, hour);
      seen.hours.set(key, hour);
    }
    return merged.verdicts[0] ?? { accepted: 0, duplicate: 0 };
  });
  return { change: { minutes: [...minutes.values()], hours }, verdicts };
}

function mergeOne(
  batch: FreshCpu,
  stored: StoredCpu,
  rules: MergeRules,
): { change: CpuChange; verdicts: Verdicts[] } {
  const verdicts: Verdicts = { accepted: 0, duplicate: 0 };
  const change = mergeCpu(batch, stored, rules, (_, verdict) => {
    verdicts[verdict]++;
  });
  return { change, verdicts: [verdicts] };
}

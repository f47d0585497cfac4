import { NO_DATA } from "../../core/index.ts";
import type { CpuBatch } from "./cpuBatch.ts";
import {
  decodeSamples,
  encodeSamples,
  type MinuteRow,
  type MinuteSamples,
  NO_SAMPLES,
  SECONDS_NOT_KEPT,
  sampleKey,
  slotValue,
} from "./minuteRow.ts";

/** The samples of one bin, as indices into the batch, in order of arrival. */
export interface BinSamples {
  readonly batch: CpuBatch;
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Told of every sample what became of it. */
export type SampleVerdict = (request: number, verdict: "accepted" | "duplicate") => void;

/**
 * Averages new samples into a bin younger than a day: identity is (slot, second), the last one wins.
 * Returns the new row, or null where nothing changed. A stored row that no longer keeps its seconds is filled instead.
 */
export function mergeYoungMinute(
  stored: MinuteRow | null,
  fresh: BinSamples,
  tell: SampleVerdict,
): MinuteRow | null {
  const before = stored === null ? NO_SAMPLES : decodeSamples(stored);
  if (before === null) return fillMinute(stored, fresh, { isTaken: () => false, tell });
  const arrived = byKey(fresh);
  const keys = new Int32Array(before.keys.length + arrived.length);
  const values = new Int16Array(keys.length);
  let [length, at, changed] = [0, 0, false];
  const keep = (key: number, value: number) => {
    keys[length] = key;
    values[length++] = value;
  };
  for (const index of arrived) {
    const [key, value] = [keyAt(fresh.batch, index), fresh.batch.values[index] ?? 0];
    for (; (before.keys[at] ?? key) < key; at++) keep(before.keys[at] ?? 0, before.values[at] ?? 0);
    if (before.keys[at] === key) keep(key, before.values[at++] ?? 0);
    const isKnown = length > 0 && keys[length - 1] === key;
    const same = isKnown && values[length - 1] === value;
    if (!isKnown) keep(key, value);
    else values[length - 1] = value;
    if (!same) changed = true;
    tell(fresh.batch.requests[index] ?? 0, same ? "duplicate" : "accepted");
  }
  for (; at < before.keys.length; at++) keep(before.keys[at] ?? 0, before.values[at] ?? 0);
  return changed
    ? encodeSamples({ keys: keys.subarray(0, length), values: values.subarray(0, length) })
    : null;
}

function keyAt(batch: CpuBatch, index: number): number {
  return sampleKey(batch.slots[index] ?? 0, batch.seconds[index] ?? 0);
}

/** The bin's samples by slot and second, those of the same one in order of arrival. Most come so. */
function byKey({ batch, order, from, to }: BinSamples): Int32Array {
  const indices = order.subarray(from, to);
  const isInOrder = indices.every(
    (index, at) => at === 0 || keyAt(batch, indices[at - 1] ?? 0) <= keyAt(batch, index),
  );
  if (isInOrder) return indices;
  return indices.toSorted((one, other) => keyAt(batch, one) - keyAt(batch, other) || one - other);
}

/**
 * Fills an older bin: averaged inside the request, a node that already has a value keeps it (`duplicate`).
 * `isTaken` also answers for nodes whose raw minute is gone and only the rollup remembers.
 * Returns the new row, without seconds, or null where nothing changed.
 */
export function fillMinute(
  stored: MinuteRow | null,
  fresh: BinSamples,
  context: { isTaken: (slot: number) => boolean; tell: SampleVerdict },
): MinuteRow | null {
  const filled = new Map<number, number>();
  for (let at = fresh.from; at < fresh.to; at++) {
    const index = fresh.order[at] ?? 0;
    const slot = fresh.batch.slots[index] ?? 0;
    const taken = (stored !== null && slotValue(stored, slot) !== NO_DATA) || context.isTaken(slot);
    const key = sampleKey(slot, fresh.batch.seconds[index] ?? 0);
    const value = fresh.batch.values[index] ?? 0;
    const duplicate = taken || filled.get(key) === value;
    if (!taken) filled.set(key, value);
    context.tell(fresh.batch.requests[index] ?? 0, duplicate ? "duplicate" : "accepted");
  }
  if (filled.size === 0) return null;
  const added = encodeSamples(inOrderOfKeys(filled));
  if (stored === null) return { ...added, seconds: SECONDS_NOT_KEPT };
  return { ...overlay(stored, added), seconds: SECONDS_NOT_KEPT };
}

function inOrderOfKeys(samples: ReadonlyMap<number, number>): MinuteSamples {
  const keys = Int32Array.from(samples.keys()).sort();
  return { keys, values: Int16Array.from(keys, (key) => samples.get(key) ?? 0) };
}

/** Both rows' values over the slots of both; the second wins where both have data. */
function overlay(under: MinuteRow, over: MinuteRow): { firstSlot: number; values: Int16Array } {
  const firstSlot = Math.min(under.firstSlot, over.firstSlot);
  const end = Math.max(under.firstSlot + under.values.length, over.firstSlot + over.values.length);
  const values = new Int16Array(end - firstSlot).fill(NO_DATA);
  values.set(under.values, under.firstSlot - firstSlot);
  over.values.forEach((value, offset) => {
    if (value !== NO_DATA) values[over.firstSlot + offset - firstSlot] = value;
  });
  return { firstSlot, values };
}

/**
 * The common case, without a map: nothing stored, every sample at one second, no slot twice.
 * Null where the bin is not of that kind.
 */
export function packWholeMinute(fresh: BinSamples): MinuteRow | null {
  const { batch, order, from, to } = fresh;
  const second = batch.seconds[order[from] ?? 0] ?? 0;
  let firstSlot = batch.slots[order[from] ?? 0] ?? 0;
  let lastSlot = firstSlot;
  for (let at = from; at < to; at++) {
    const index = order[at] ?? 0;
    if (batch.seconds[index] !== second) return null;
    const slot = batch.slots[index] ?? 0;
    if (slot < firstSlot) firstSlot = slot;
    if (slot > lastSlot) lastSlot = slot;
  }
  const values = new Int16Array(lastSlot - firstSlot + 1).fill(NO_DATA);
  for (let at = from; at < to; at++) {
    const index = order[at] ?? 0;
    const offset = (batch.slots[index] ?? 0) - firstSlot;
    if (values[offset] !== NO_DATA) return null;
    values[offset] = batch.values[index] ?? 0;
  }
  return { firstSlot, values, seconds: Uint8Array.of(second) };
}

/** Whether every sample of the bin stands in the stored row already, at the same second: a body sent twice. */
export function standsAlready(stored: MinuteRow, fresh: BinSamples): boolean {
  const second = stored.seconds[0];
  if (stored.seconds.length !== 1 || second === undefined) return false;
  for (let at = fresh.from; at < fresh.to; at++) {
    const index = fresh.order[at] ?? 0;
    if (fresh.batch.seconds[index] !== second) return false;
    if (slotValue(stored, fresh.batch.slots[index] ?? 0) !== fresh.batch.values[index]) return false;
  }
  return true;
}

import { NO_DATA } from "../../core/index.ts";

/**
 * One pool and minute as it is stored: a node-minute per slot, and which seconds were reported, so that a sample that
 * arrives later is averaged in, and one that arrives twice changes nothing.
 *
 * `seconds` is one of four forms, the smallest that holds the truth:
 * - empty: not kept (the bin was older than a day when it was written: it is filled, never averaged again);
 * - one byte `s`: every slot with data was reported once, at second s;
 * - 0xff, then a byte per slot: every slot was reported once, at that second (0xff = no data);
 * - 0xfe, then five bytes a sample (slot offset u16, second u8, hundredths of a point i16), by slot and second.
 */
export interface MinuteRow {
  readonly firstSlot: number;
  /** A node-minute per slot from firstSlot on, hundredths of a point, -1 = no data. */
  readonly values: Int16Array;
  readonly seconds: Uint8Array;
}

const ONE_EACH = 0xff;
const SAMPLES = 0xfe;
const ABSENT = 0xff;
const SAMPLE_BYTES = 5;

export const SECONDS_NOT_KEPT: Uint8Array = new Uint8Array(0);

/** A sample of a node in its minute: key = slot * 60 + second. */
export type MinuteSamples = Map<number, number>;

export function sampleKey(slot: number, second: number): number {
  return slot * 60 + second;
}

/** Every sample that the row was made from; null where the row does not keep its seconds. */
export function decodeSamples(row: MinuteRow): MinuteSamples | null {
  const { seconds, values, firstSlot } = row;
  const form = seconds[0];
  if (form === undefined) return null;
  const samples: MinuteSamples = new Map();
  if (form === SAMPLES) {
    const view = new DataView(seconds.buffer, seconds.byteOffset, seconds.byteLength);
    for (let at = 1; at < seconds.length; at += SAMPLE_BYTES) {
      const slot = firstSlot + view.getUint16(at, true);
      samples.set(sampleKey(slot, view.getUint8(at + 2)), view.getInt16(at + 3, true));
    }
    return samples;
  }
  values.forEach((value, offset) => {
    if (value === NO_DATA) return;
    const second = form === ONE_EACH ? (seconds[offset + 1] ?? 0) : form;
    samples.set(sampleKey(firstSlot + offset, second), value);
  });
  return samples;
}

/**
 * The row that these samples make: a slot's value is the mean of its samples, rounded half up to 0.01 points.
 * At least one sample is needed.
 */
export function encodeSamples(samples: MinuteSamples): MinuteRow {
  const keys = Float64Array.from(samples.keys()).sort();
  const firstSlot = Math.floor((keys[0] ?? 0) / 60);
  const lastSlot = Math.floor((keys[keys.length - 1] ?? 0) / 60);
  const sums = new Float64Array(lastSlot - firstSlot + 1);
  const counts = new Uint8Array(sums.length);
  for (const key of keys) {
    const offset = Math.floor(key / 60) - firstSlot;
    sums[offset] = (sums[offset] ?? 0) + (samples.get(key) ?? 0);
    counts[offset] = (counts[offset] ?? 0) + 1;
  }
  const values = Int16Array.from(sums, (sum, offset) => {
    const count = counts[offset] ?? 0;
    return count === 0 ? NO_DATA : Math.round(sum / count);
  });
  return { firstSlot, values, seconds: encodeSeconds(keys, samples, { firstSlot, slots: values.length }) };
}

function encodeSeconds(
  keys: Float64Array,
  samples: MinuteSamples,
  span: { firstSlot: number; slots: number },
): Uint8Array {
  const perSlot = new Uint8Array(span.slots).fill(ABSENT);
  let common = (keys[0] ?? 0) % 60;
  let single = true;
  for (const key of keys) {
    const offset = Math.floor(key / 60) - span.firstSlot;
    if (perSlot[offset] !== ABSENT) single = false;
    perSlot[offset] = key % 60;
    if (key % 60 !== common) common = ABSENT;
  }
  if (!single) return encodeEverySample(keys, samples, span.firstSlot);
  if (common !== ABSENT) return Uint8Array.of(common);
  const each = new Uint8Array(span.slots + 1);
  each[0] = ONE_EACH;
  each.set(perSlot, 1);
  return each;
}

function encodeEverySample(keys: Float64Array, samples: MinuteSamples, firstSlot: number): Uint8Array {
  const bytes = new Uint8Array(1 + keys.length * SAMPLE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = SAMPLES;
  keys.forEach((key, at) => {
    const start = 1 + at * SAMPLE_BYTES;
    view.setUint16(start, Math.floor(key / 60) - firstSlot, true);
    view.setUint8(start + 2, key % 60);
    view.setInt16(start + 3, samples.get(key) ?? 0, true);
  });
  return bytes;
}

/** The value of a slot, -1 = no data. */
export function slotValue(row: MinuteRow, slot: number): number {
  return row.values[slot - row.firstSlot] ?? NO_DATA;
}

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

/** Samples of a pool's nodes in one minute, by slot and second; none comes twice. */
export interface MinuteSamples {
  /** `sampleKey` of each, ascending. */
  readonly keys: Int32Array;
  /** Hundredths of a point. */
  readonly values: Int16Array;
}

export const NO_SAMPLES: MinuteSamples = { keys: new Int32Array(0), values: new Int16Array(0) };

export function sampleKey(slot: number, second: number): number {
  return slot * 60 + second;
}

function slotOf(key: number): number {
  return Math.floor(key / 60);
}

/** Every sample that the row was made from; null where the row does not keep its seconds. */
export function decodeSamples(row: MinuteRow): MinuteSamples | null {
  const { seconds, firstSlot } = row;
  const form = seconds[0];
  if (form === undefined) return null;
  if (form !== SAMPLES) return decodeOneEach(row, form);
  const count = (seconds.length - 1) / SAMPLE_BYTES;
  const [keys, values] = [new Int32Array(count), new Int16Array(count)];
  const view = new DataView(seconds.buffer, seconds.byteOffset, seconds.byteLength);
  for (let sample = 0, at = 1; sample < count; sample++, at += SAMPLE_BYTES) {
    keys[sample] = sampleKey(firstSlot + view.getUint16(at, true), view.getUint8(at + 2));
    values[sample] = view.getInt16(at + 3, true);
  }
  return { keys, values };
}

function decodeOneEach({ values, seconds, firstSlot }: MinuteRow, form: number): MinuteSamples {
  const keys = new Int32Array(values.length);
  const present = new Int16Array(values.length);
  let count = 0;
  for (let offset = 0; offset < values.length; offset++) {
    const value = values[offset] ?? NO_DATA;
    if (value === NO_DATA) continue;
    keys[count] = sampleKey(firstSlot + offset, form === ONE_EACH ? (seconds[offset + 1] ?? 0) : form);
    present[count++] = value;
  }
  return { keys: keys.subarray(0, count), values: present.subarray(0, count) };
}

/**
 * The row that these samples make: a slot's value is the mean of its samples, rounded half up to 0.01 points.
 * At least one sample is needed.
 */
export function encodeSamples(samples: MinuteSamples): MinuteRow {
  const { keys } = samples;
  const firstSlot = slotOf(keys[0] ?? 0);
  const values = new Int16Array(slotOf(keys[keys.length - 1] ?? 0) - firstSlot + 1).fill(NO_DATA);
  for (let from = 0; from < keys.length; ) {
    const slot = slotOf(keys[from] ?? 0);
    let to = from;
    let sum = 0;
    for (; to < keys.length && slotOf(keys[to] ?? 0) === slot; to++) sum += samples.values[to] ?? 0;
    values[slot - firstSlot] = Math.round(sum / (to - from));
    from = to;
  }
  return { firstSlot, values, seconds: encodeSeconds(samples, { firstSlot, slots: values.length }) };
}

function encodeSeconds(samples: MinuteSamples, span: { firstSlot: number; slots: number }): Uint8Array {
  const perSlot = new Uint8Array(span.slots).fill(ABSENT);
  let common = (samples.keys[0] ?? 0) % 60;
  for (const key of samples.keys) {
    const offset = slotOf(key) - span.firstSlot;
    if (perSlot[offset] !== ABSENT) return encodeEverySample(samples, span.firstSlot);
    perSlot[offset] = key % 60;
    if (key % 60 !== common) common = ABSENT;
  }
  if (common !== ABSENT) return Uint8Array.of(common);
  const each = new Uint8Array(span.slots + 1);
  each[0] = ONE_EACH;
  each.set(perSlot, 1);
  return each;
}

function encodeEverySample({ keys, values }: MinuteSamples, firstSlot: number): Uint8Array {
  const bytes = new Uint8Array(1 + keys.length * SAMPLE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes[0] = SAMPLES;
  for (let sample = 0, at = 1; sample < keys.length; sample++, at += SAMPLE_BYTES) {
    const key = keys[sample] ?? 0;
    view.setUint16(at, slotOf(key) - firstSlot, true);
    view.setUint8(at + 2, key % 60);
    view.setInt16(at + 3, values[sample] ?? 0, true);
  }
  return bytes;
}

/** The value of a slot, -1 = no data. */
export function slotValue(row: MinuteRow, slot: number): number {
  return row.values[slot - row.firstSlot] ?? NO_DATA;
}

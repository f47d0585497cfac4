import type { CountedSpan, LastPoint, Reading } from "./counterTypes.ts";

/** The newest points of every series of one owner. */
export type SeriesPoints = Map<string, LastPoint>;

const READING_BYTES = 16;
/** Beside the length of a key, which is short: that where its span began follows, and that spans before it do. */
const HAS_FIRST = 0x80;
const HAS_EARLIER = 0x40;
const KEY_LENGTH = 0x3f;

/**
 * A series: the length of its key in a byte, with what follows in its two highest bits; the key; its newest reading; where that
 * span began; how many spans there are before, in a byte, and the two ends of each. A reading is its time (milliseconds) and
 * its value as doubles, little-endian.
 */
export function encodePoints(points: SeriesPoints): Buffer {
  let bytes = 0;
  for (const [series, point] of points) bytes += bytesOf(series, point);
  const buffer = Buffer.allocUnsafe(bytes);
  let at = 0;
  const write = ({ tsMs, value }: Reading) => {
    at = buffer.writeDoubleLE(tsMs, at);
    at = buffer.writeDoubleLE(value, at);
  };
  for (const [series, point] of points) {
    const { first, earlier } = point;
    const flags = (first === null ? 0 : HAS_FIRST) | (earlier.length === 0 ? 0 : HAS_EARLIER);
    at = buffer.writeUInt8(series.length | flags, at);
    at += buffer.write(series, at, "latin1");
    write(point);
    if (first !== null) write(first);
    if (earlier.length === 0) continue;
    at = buffer.writeUInt8(earlier.length, at);
    for (const span of earlier) {
      write(span.first);
      write(span.last);
    }
  }
  return buffer;
}

function bytesOf(series: string, { first, earlier }: LastPoint): number {
  const spans = earlier.length === 0 ? 0 : 1 + 2 * READING_BYTES * earlier.length;
  return 1 + series.length + READING_BYTES + (first === null ? 0 : READING_BYTES) + spans;
}

export function decodePoints(buffer: Buffer): SeriesPoints {
  const points: SeriesPoints = new Map();
  let at = 0;
  const read = (): Reading => {
    const reading = { tsMs: buffer.readDoubleLE(at), value: buffer.readDoubleLE(at + 8) };
    at += READING_BYTES;
    return reading;
  };
  while (at < buffer.length) {
    const head = buffer.readUInt8(at);
    const keyEnd = at + 1 + (head & KEY_LENGTH);
    const series = buffer.toString("latin1", at + 1, keyEnd);
    at = keyEnd;
    const newest = read();
    const first = (head & HAS_FIRST) === 0 ? null : read();
    const earlier: CountedSpan[] = [];
    if ((head & HAS_EARLIER) !== 0) {
      const count = buffer.readUInt8(at);
      at += 1;
      for (let span = 0; span < count; span++) earlier.push({ first: read(), last: read() });
    }
    points.set(series, { ...newest, first, earlier });
  }
  return points;
}

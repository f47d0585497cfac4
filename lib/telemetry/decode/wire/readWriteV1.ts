import type { LeftOver, SeriesSink } from "./metricSink.ts";
import { ProtoReader } from "./protoReader.ts";
import { readSample } from "./readSample.ts";
import { readLabels } from "./seriesLabels.ts";

// prometheus.WriteRequest: timeseries 1, metadata 3. TimeSeries: labels 1, samples 2, exemplars 3, histograms 4.
// Label: name 1, value 2. Sample: value 1 (double), timestamp 2 (int64, milliseconds).

/**
 * Reads a body of remote write 1.0, decompressed. What labels mean is looked up by their bytes as they stand, so that no
 * text is made of a series that is known. Throws ProtoError where the body is none; the sink then has had a part of it.
 */
export function readWriteV1<Target>(body: Uint8Array, sink: SeriesSink<Target>): LeftOver {
  const reader = new ProtoReader(body);
  const counts: LeftOver = { samples: 0, histograms: 0, exemplars: 0, metadata: 0 };
  const end = body.byteLength;
  while (reader.next(end)) {
    if (!reader.isDelimited()) continue;
    const messageEnd = reader.range();
    if (reader.field === 1) readSeries(reader, { end: messageEnd, sink, counts });
    else if (reader.field === 3) counts.metadata++;
    reader.at = messageEnd;
  }
  return counts;
}

interface SeriesContext<Target> {
  readonly end: number;
  readonly sink: SeriesSink<Target>;
  readonly counts: LeftOver;
}

function readSeries<Target>(reader: ProtoReader, { end, sink, counts }: SeriesContext<Target>): void {
  const start = reader.at;
  const plain = endOfPlainLabels(reader.bytes, start, end);
  if (plain > 0) {
    const target = sink.find(reader.view, start, plain) ?? learn(reader, { labels: [[start, plain]], sink });
    counts.samples++;
    sink.sample(target, plainTime(reader.bytes, plain + PLAIN_TIME), reader.doubleAt(plain + PLAIN_VALUE));
    return;
  }
  const labels = findLabels(reader, end);
  const target = findKnown(reader, labels, sink) ?? learn(reader, { labels, sink });
  reader.at = labels.length === 1 ? (labels[0]?.[1] ?? start) : start;
  while (reader.next(end)) {
    if (reader.field === 2) {
      if (reader.isDelimited()) readSample(reader, { target, sink, counts });
      continue;
    }
    if (reader.field === 3) counts.exemplars++;
    else if (reader.field === 4) counts.histograms++;
    reader.skip();
  }
}

/** Of a sample as every encoder writes it: 0x12, its length, 0x09, the value, 0x10, the time. */
const PLAIN_VALUE = 3;
const PLAIN_TIME = 12;

/**
 * Where the labels of a series end that is labels, each under 128 bytes, and then one sample with a time of six bytes (from
 * 2004 to 2109), as nearly all are; 0 for any other, which is then read field by field.
 */
function endOfPlainLabels(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (bytes[at] === 0x0a) {
    const length = bytes[at + 1] ?? 0x80;
    if (length > 0x7f) return 0;
    at += 2 + length;
  }
  const isPlain =
    at + 18 === end &&
    bytes[at] === 0x12 &&
    bytes[at + 1] === 0x10 &&
    bytes[at + 2] === 0x09 &&
    bytes[at + 11] === 0x10 &&
    (bytes[at + 17] ?? 0x80) < 0x80;
  return isPlain ? at : 0;
}

/** A varint of six bytes. */
function plainTime(bytes: Buffer, at: number): number {
  let value = 0;
  let scale = 1;
  for (let place = at; place < at + 6; place++) {
    value += ((bytes[place] ?? 0) & 0x7f) * scale;
    scale *= 128;
  }
  return value;
}

type Range = readonly [from: number, to: number];

/** Where the labels stand. Encoders write them first and together; where one does not, they are several ranges. */
function findLabels(reader: ProtoReader, end: number): readonly Range[] {
  const ranges: [number, number][] = [];
  let last: [number, number] | null = null;
  while (reader.at < end) {
    const from = reader.at;
    reader.next(end);
    const isLabel = reader.field === 1 && reader.wire === 2;
    reader.skip();
    if (!isLabel) last = null;
    else if (last === null) {
      last = [from, reader.at];
      ranges.push(last);
    } else last[1] = reader.at;
  }
  return ranges;
}

function findKnown<Target>(
  reader: ProtoReader,
  labels: readonly Range[],
  sink: SeriesSink<Target>,
): Target | undefined {
  if (labels.length === 1) return sink.find(reader.view, ...(labels[0] ?? [0, 0]));
  const key = keyOf(reader, labels);
  return sink.find(new DataView(key.buffer, key.byteOffset, key.byteLength), 0, key.byteLength);
}

/** A copy of the labels' bytes. */
function keyOf(reader: ProtoReader, labels: readonly Range[]): Buffer {
  return Buffer.concat(labels.map(([from, to]) => reader.bytes.subarray(from, to)));
}

function learn<Target>(
  reader: ProtoReader,
  { labels, sink }: { labels: readonly Range[]; sink: SeriesSink<Target> },
): Target {
  const pairs: [string, string][] = [];
  for (const [from, to] of labels) {
    reader.at = from;
    while (reader.next(to)) pairs.push(readLabel(reader));
  }
  const read = readLabels(pairs);
  return typeof read === "string" ? sink.refuse(read) : sink.learn(keyOf(reader, labels), read);
}

function readLabel(reader: ProtoReader): [string, string] {
  const pair: [string, string] = ["", ""];
  const end = reader.range();
  while (reader.next(end)) {
    if (reader.field === 1) pair[0] = reader.text();
    else if (reader.field === 2) pair[1] = reader.text();
    else reader.skip();
  }
  return pair;
}

import type { LeftOver, SeriesSink } from "./metricSink.ts";
import { ProtoError, ProtoReader } from "./protoReader.ts";
import { readSample } from "./readSample.ts";
import { readLabels } from "./seriesLabels.ts";

// io.prometheus.write.v2.Request: symbols 4, timeseries 5. TimeSeries: labels_refs 1 (packed), samples 2, histograms 3,
// exemplars 4, metadata 5. Sample: value 1 (double), timestamp 2 (int64, milliseconds).

type Range = readonly [from: number, to: number];

/**
 * Reads a body of remote write 2.0, decompressed: texts stand once, in a table, and labels are numbers of it. A series
 * is looked up by the bytes of its texts, as in 1.0. Throws ProtoError where the body is none.
 */
export function readWriteV2<Target>(body: Uint8Array, sink: SeriesSink<Target>): LeftOver {
  const reader = new ProtoReader(body);
  const counts: LeftOver = { samples: 0, histograms: 0, exemplars: 0, metadata: 0 };
  const symbols: Range[] = [];
  const series: Range[] = [];
  const end = body.byteLength;
  // The table may stand behind the series that speak of it.
  while (reader.next(end)) {
    if (!reader.isDelimited()) continue;
    const messageEnd = reader.range();
    if (reader.field === 4) symbols.push([reader.at, messageEnd]);
    else if (reader.field === 5) series.push([reader.at, messageEnd]);
    reader.at = messageEnd;
  }
  const table = new SymbolTable(reader, symbols);
  for (const [from, to] of series) {
    reader.at = from;
    readSeries(reader, { end: to, table, sink, counts });
  }
  return counts;
}

/** What a key of 2.0 begins with: no key of labels as 1.0 writes them does. */
const KEY_MARK = 2;
const LENGTH_BYTES = 4;

/** The texts of a body: their bytes one after the other as the key of a series, as text where one is met the first time. */
class SymbolTable {
  readonly #reader: ProtoReader;
  readonly #ranges: readonly Range[];
  #key = Buffer.alloc(1_024, KEY_MARK);
  #view = new DataView(this.#key.buffer, this.#key.byteOffset, this.#key.byteLength);

  constructor(reader: ProtoReader, ranges: readonly Range[]) {
    this.#reader = reader;
    this.#ranges = ranges;
  }

  /** Each with its length before it, so that no two lists of texts have the same key. Good until the next is asked for. */
  key(references: readonly number[]): { readonly view: DataView; readonly bytes: Buffer } {
    let length = 1;
    for (const reference of references) {
      const [from, to] = this.#range(reference);
      length = this.#append(length, from, to);
    }
    return { view: this.#view, bytes: this.#key.subarray(0, length) };
  }

  #append(at: number, from: number, to: number): number {
    const end = at + LENGTH_BYTES + to - from;
    if (end > this.#key.length) this.#grow(end);
    this.#view.setUint32(at, to - from, true);
    const { bytes } = this.#reader;
    const offset = at + LENGTH_BYTES - from;
    for (let place = from; place < to; place++) this.#key[place + offset] = bytes[place] ?? 0;
    return end;
  }

  #grow(needed: number): void {
    const wider = Buffer.alloc(Math.max(needed, this.#key.length * 2));
    this.#key.copy(wider);
    this.#key = wider;
    this.#view = new DataView(wider.buffer, wider.byteOffset, wider.byteLength);
  }

  text(reference: number): string {
    const [from, to] = this.#range(reference);
    return this.#reader.textOf(from, to);
  }

  #range(reference: number): Range {
    const range = this.#ranges[reference];
    if (range === undefined) throw new ProtoError(`symbol ${reference} is not in the table`);
    return range;
  }
}

interface SeriesContext<Target> {
  readonly end: number;
  readonly table: SymbolTable;
  readonly sink: SeriesSink<Target>;
  readonly counts: LeftOver;
}

function readSeries<Target>(reader: ProtoReader, context: SeriesContext<Target>): void {
  const { end, sink, counts } = context;
  const start = reader.at;
  const target = findTarget(reader, context);
  reader.at = start;
  while (reader.next(end)) {
    if (reader.field === 2) {
      if (reader.isDelimited()) readSample(reader, { target, sink, counts });
      continue;
    }
    if (reader.field === 3) counts.histograms++;
    else if (reader.field === 4) counts.exemplars++;
    else if (reader.field === 5) counts.metadata++;
    reader.skip();
  }
}

function findTarget<Target>(reader: ProtoReader, { end, table, sink }: SeriesContext<Target>): Target {
  const references: number[] = [];
  while (reader.next(end)) {
    if (reader.field !== 1) reader.skip();
    else if (reader.wire === 0) references.push(reader.uint());
    else {
      const listEnd = reader.range();
      while (reader.at < listEnd) references.push(reader.uint());
    }
  }
  const key = table.key(references);
  const known = sink.find(key.view, 0, key.bytes.length);
  if (known !== undefined) return known;
  if (references.length % 2 === 1) return sink.refuse("a label has no value");
  const pairs: [string, string][] = [];
  for (let at = 0; at < references.length; at += 2)
    pairs.push([table.text(references[at] ?? 0), table.text(references[at + 1] ?? 0)]);
  const read = readLabels(pairs);
  return typeof read === "string" ? sink.refuse(read) : sink.learn(key.bytes, read);
}

import type { SourceMapping } from "../../fleet/index.ts";
import { ByteMap } from "../decode/wire/byteMap.ts";
import type { Labels } from "../decode/wire/metricSink.ts";
import type { Directory } from "../names/directory.ts";
import { type CompiledMapping, compileMapping } from "./compileMapping.ts";
import type { FoundOwner } from "./findOwner.ts";
import { resolveSeries, type SeriesTarget } from "./resolveSeries.ts";

/** Some 300 bytes each. A fleet of 180,000 nodes that sends everything goes past it, and pays for it in speed alone. */
const MOST_SERIES = 400_000;
const MOST_LABEL_BYTES = 134_217_728;

/** Called for labels that were not known: what is seen of senders is kept by it. */
export type NoteSeries = (labels: Labels, target: SeriesTarget) => void;

/** A series that has come before: what it means, and where its names were last found. */
export interface KnownSeries {
  readonly target: SeriesTarget;
  /** The directory that knows its pool, and its node or registry; null = none was asked, or none knows them. */
  directory: Directory | null;
  found: FoundOwner | null;
}

export function seriesOf(target: SeriesTarget): KnownSeries {
  return { target, directory: null, found: null };
}

/** What series mean under one mapping, by their labels as they stand in a body. One per process. */
export class SeriesCache {
  #mapping: SourceMapping | null = null;
  #compiled: CompiledMapping | null = null;
  readonly #targets = new ByteMap<KnownSeries>();

  /** Forgets everything where the mapping is another than before: the same object is the same mapping. */
  use(mapping: SourceMapping): CompiledMapping {
    if (this.#compiled === null || this.#mapping !== mapping) {
      this.#mapping = mapping;
      this.#compiled = compileMapping(mapping);
      this.#targets.clear();
    }
    return this.#compiled;
  }

  find(view: DataView, from: number, to: number): KnownSeries | undefined {
    return this.#targets.get(view, from, to);
  }

  /** What the labels mean; the bytes `key` are not known yet. */
  learn(key: Uint8Array, labels: Labels, note: NoteSeries): KnownSeries {
    if (this.#compiled === null) throw new Error("no mapping is in use");
    const series = seriesOf(resolveSeries(this.#compiled, labels));
    if (this.#targets.size >= MOST_SERIES || this.#targets.keyBytes >= MOST_LABEL_BYTES)
      this.#targets.clear();
    this.#targets.add(key, series);
    note(labels, series.target);
    return series;
  }

  /** The same of a protocol whose labels stand nowhere as bytes: found by a text that only these labels have. */
  seriesOf(key: string, labels: Labels, note: NoteSeries): KnownSeries {
    const bytes = Buffer.from(key);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.find(view, 0, bytes.length) ?? this.learn(bytes, labels, note);
  }
}

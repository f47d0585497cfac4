import type { LeftOver, SeriesSink } from "./metricSink.ts";
import type { ProtoReader } from "./protoReader.ts";

/** Reads one sample, the same in remote write 1.0 and 2.0, and hands it on. */
export function readSample<Target>(
  reader: ProtoReader,
  { target, sink, counts }: { target: Target; sink: SeriesSink<Target>; counts: LeftOver },
): void {
  const end = reader.range();
  let value = 0;
  let tsMs = 0;
  while (reader.next(end)) {
    if (reader.field === 1) {
      if (reader.isFixed64()) value = reader.double();
    } else if (reader.field === 2) {
      if (reader.isVarint()) tsMs = reader.int64();
    } else reader.skip();
  }
  counts.samples++;
  sink.sample(target, tsMs, value);
}

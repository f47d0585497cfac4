import { DELTA, NO_RECORDED_VALUE, type OtlpLeftOver, type OtlpSink } from "./otlpSink.ts";
import { ProtoReader } from "./protoReader.ts";

// opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest: resource_metrics 1. ResourceMetrics: resource 1
// (attributes 1), scope_metrics 2. ScopeMetrics: metrics 2. Metric: name 1, gauge 5, sum 7, histogram 9, exponential
// histogram 10, summary 11; each with data_points 1. Sum: aggregation_temporality 2.
// NumberDataPoint: start 2 and time 3 (fixed64, nanoseconds), as_double 4, as_int 6 (sfixed64), attributes 7, flags 8.

/** Reads an OTLP body in protobuf. Throws ProtoError where it is none; the sink then has had a part of it. */
export function readOtlpProto(body: Uint8Array, sink: OtlpSink): OtlpLeftOver {
  const counts: OtlpLeftOver = { points: 0, otherPoints: 0 };
  const reader = new ProtoReader(body);
  eachMessage(reader, body.byteLength, 1, (end) => readResource(reader, { end, sink, counts }));
  return counts;
}

interface Context {
  readonly end: number;
  readonly sink: OtlpSink;
  readonly counts: OtlpLeftOver;
}

/** Calls `read` in each message that is field `number` up to `end`, and steps over everything else. */
function eachMessage(
  reader: ProtoReader,
  end: number,
  number: number,
  read: (messageEnd: number) => void,
): void {
  while (reader.next(end)) {
    if (reader.field !== number || reader.wire !== 2) {
      reader.skip();
      continue;
    }
    const messageEnd = reader.range();
    read(messageEnd);
    reader.at = messageEnd;
  }
}

function readResource(reader: ProtoReader, { end, sink, counts }: Context): void {
  const start = reader.at;
  const attributes: [string, string][] = [];
  eachMessage(reader, end, 1, (resourceEnd) =>
    eachMessage(reader, resourceEnd, 1, (pairEnd) => attributes.push(readAttribute(reader, pairEnd))),
  );
  reader.at = start;
  eachMessage(reader, end, 2, (scopeEnd) =>
    eachMessage(reader, scopeEnd, 2, (metricEnd) =>
      readMetric(reader, { end: metricEnd, sink, counts, attributes }),
    ),
  );
}

interface MetricContext extends Context {
  readonly attributes: readonly (readonly [string, string])[];
}

function readMetric(reader: ProtoReader, { end, sink, counts, attributes }: MetricContext): void {
  const start = reader.at;
  let name = "";
  while (reader.next(end)) {
    if (reader.field === 1 && reader.wire === 2) name = reader.text();
    else reader.skip();
  }
  reader.at = start;
  const labels: readonly (readonly [string, string])[] = [...attributes, ["__name__", name]];
  while (reader.next(end)) {
    const kind = reader.field;
    if (kind < 5 || kind > 11 || reader.wire !== 2) {
      reader.skip();
      continue;
    }
    const dataEnd = reader.range();
    if (kind === 5 || kind === 7) {
      const isDelta = kind === 7 && readTemporality(reader, dataEnd) === DELTA;
      eachMessage(reader, dataEnd, 1, (pointEnd) =>
        readPoint(reader, { end: pointEnd, sink, counts, labels, isDelta }),
      );
    } else eachMessage(reader, dataEnd, 1, () => counts.otherPoints++);
    reader.at = dataEnd;
  }
}

function readTemporality(reader: ProtoReader, end: number): number {
  const start = reader.at;
  let temporality = 0;
  while (reader.next(end)) {
    if (reader.field === 2 && reader.wire === 0) temporality = reader.uint();
    else reader.skip();
  }
  reader.at = start;
  return temporality;
}

interface PointContext extends Context {
  readonly labels: readonly (readonly [string, string])[];
  readonly isDelta: boolean;
}

function readPoint(reader: ProtoReader, { end, sink, counts, labels, isDelta }: PointContext): void {
  const own = new Map(labels);
  let startMs = 0;
  let tsMs = 0;
  let value = Number.NaN;
  let flags = 0;
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (field === 7 && wire === 2) {
      const pairEnd = reader.range();
      own.set(...readAttribute(reader, pairEnd));
      reader.at = pairEnd;
    } else if (wire === 1 && field === 2) startMs = reader.nanosAsMs();
    else if (wire === 1 && field === 3) tsMs = reader.nanosAsMs();
    else if (wire === 1 && field === 4) value = reader.double();
    else if (wire === 1 && field === 6) value = reader.sfixed64();
    else if (wire === 0 && field === 8) flags = reader.uint();
    else reader.skip();
  }
  if ((flags & NO_RECORDED_VALUE) !== 0) {
    counts.otherPoints++;
    return;
  }
  counts.points++;
  if (tsMs === 0) sink.malformed("a point has no time");
  else sink.point({ labels: own, tsMs, value, deltaFromMs: isDelta ? startMs : null });
}

function readAttribute(reader: ProtoReader, end: number): [string, string] {
  const pair: [string, string] = ["", ""];
  while (reader.next(end)) {
    if (reader.field === 1 && reader.wire === 2) pair[0] = reader.text();
    else if (reader.field === 2 && reader.wire === 2) {
      const valueEnd = reader.range();
      pair[1] = readValue(reader, valueEnd);
      reader.at = valueEnd;
    } else reader.skip();
  }
  return pair;
}

/** AnyValue as text; a list, a map or bytes name nothing and are left out. */
function readValue(reader: ProtoReader, end: number): string {
  let text = "";
  while (reader.next(end)) {
    const { field, wire } = reader;
    if (field === 1 && wire === 2) text = reader.text();
    else if (field === 2 && wire === 0) text = String(reader.uint() !== 0);
    else if (field === 3 && wire === 0) text = String(reader.int64());
    else if (field === 4 && wire === 1) text = String(reader.double());
    else reader.skip();
  }
  return text;
}

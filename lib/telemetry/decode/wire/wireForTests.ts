import { join } from "node:path";
import protobuf from "protobufjs";

/** Recorded bodies stand beside the project, or where BALLAST_DATA says. */
export const WIRE_DATA = join(
  process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data"),
  "wire",
);

// The messages as their specifications write them, for an encoder that is not ours.
const { root } = protobuf.parse(`syntax = "proto3";
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
message Histogram { double sum = 3; int64 timestamp = 15; uint64 count_int = 1; }
message Metadata { int32 type = 1; string metric_family_name = 2; string help = 4; }
message TimeSeries {
  repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4;
}
message WriteRequest { repeated TimeSeries timeseries = 1; repeated Metadata metadata = 3; }
message Exemplar2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
message Metadata2 { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
message Sample2 { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
message TimeSeries2 {
  repeated uint32 labels_refs = 1; repeated Sample2 samples = 2; repeated Histogram histograms = 3;
  repeated Exemplar2 exemplars = 4; Metadata2 metadata = 5; int64 created_timestamp = 6;
}
message Request { repeated string symbols = 4; repeated TimeSeries2 timeseries = 5; }
message PartialSuccess { int64 rejected_data_points = 1; string error_message = 2; }
message ExportMetricsServiceResponse { PartialSuccess partial_success = 1; }
message Status { int32 code = 1; string message = 2; }
`);

export interface SentSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [tsMs: number, value: number])[];
  readonly histograms?: number;
  readonly exemplars?: number;
}

function encode(type: string, message: object): Buffer {
  return Buffer.from(root.lookupType(type).encode(message).finish());
}

/** What an answer in protobuf says. */
export function decodeAnswer(type: "ExportMetricsServiceResponse" | "Status", bytes: Uint8Array): object {
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: Number });
}

const samplesOf = ({ samples }: SentSeries) => samples.map(([timestamp, value]) => ({ timestamp, value }));
const times = (count: number | undefined, of: object) => Array.from({ length: count ?? 0 }, () => of);

/** A body of remote write 1.0, not compressed yet. Labels are sorted by name, as senders must. */
export function encodeWriteV1(series: readonly SentSeries[], metadata = 0): Buffer {
  return encode("WriteRequest", {
    timeseries: series.map((one) => ({
      labels: sorted(one.labels).map(([name, value]) => ({ name, value })),
      samples: samplesOf(one),
      exemplars: times(one.exemplars, { labels: [{ name: "trace", value: "1" }], value: 1, timestamp: 1 }),
      histograms: times(one.histograms, { countInt: 1, sum: 2, timestamp: 3 }),
    })),
    metadata: times(metadata, { type: 1, metricFamilyName: "up", help: "whether it is" }),
  });
}

/** The same of remote write 2.0, with since when a series counts: of each sample since 2.0-rc.4, of the series before. */
export function encodeWriteV2(series: readonly SentSeries[]): Buffer {
  const symbols = new Map([["", 0]]);
  const reference = (text: string): number => {
    const known = symbols.get(text);
    if (known !== undefined) return known;
    symbols.set(text, symbols.size);
    return symbols.size - 1;
  };
  const timeseries = series.map((one) => ({
    labelsRefs: sorted(one.labels).flatMap(([name, value]) => [reference(name), reference(value)]),
    samples: samplesOf(one).map((sample) => ({ ...sample, startTimestamp: 1_700_000_000_000 })),
    createdTimestamp: 1_700_000_000_000,
    histograms: times(one.histograms, { countInt: 1, sum: 2, timestamp: 3 }),
    exemplars: times(one.exemplars, { labelsRefs: [0, 0], value: 1, timestamp: 1 }),
    metadata: { type: 1, helpRef: reference("whether it is") },
  }));
  return encode("Request", { symbols: [...symbols.keys()], timeseries });
}

function sorted(labels: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
}

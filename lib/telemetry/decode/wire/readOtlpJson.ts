import { DELTA, NO_RECORDED_VALUE, type OtlpLeftOver, type OtlpSink } from "./otlpSink.ts";

// The JSON form of the same messages: lowerCamelCase, 64-bit numbers as texts or numbers, enumerations as numbers or by
// name. What is not known is read over, as the specification asks.

/** JSON that is not of the shape of an OTLP body. */
export class OtlpJsonError extends Error {}

/** Reads an OTLP body that has been parsed as JSON. Throws OtlpJsonError where it is none. */
export function readOtlpJson(body: unknown, sink: OtlpSink): OtlpLeftOver {
  const counts: OtlpLeftOver = { points: 0, otherPoints: 0 };
  for (const resource of list(object(body, "the body"), "resourceMetrics")) {
    const attributes = attributesOf(object(resource["resource"] ?? {}, "resource"));
    for (const scope of list(resource, "scopeMetrics")) {
      for (const metric of list(scope, "metrics")) readMetric(metric, { attributes, sink, counts });
    }
  }
  return counts;
}

type Json = Readonly<Record<string, unknown>>;
type Pairs = readonly (readonly [string, string])[];

interface Context {
  readonly attributes: Pairs;
  readonly sink: OtlpSink;
  readonly counts: OtlpLeftOver;
}

function readMetric(metric: Json, { attributes, sink, counts }: Context): void {
  const name = typeof metric["name"] === "string" ? metric["name"] : "";
  const labels: Pairs = [...attributes, ["__name__", name]];
  for (const kind of ["histogram", "exponentialHistogram", "summary"])
    counts.otherPoints += list(object(metric[kind] ?? {}, kind), "dataPoints").length;
  for (const kind of ["gauge", "sum"]) {
    const data = object(metric[kind] ?? {}, kind);
    const temporality = data["aggregationTemporality"];
    const isDelta =
      kind === "sum" && (temporality === DELTA || temporality === "AGGREGATION_TEMPORALITY_DELTA");
    for (const point of list(data, "dataPoints")) readPoint(point, { labels, isDelta, sink, counts });
  }
}

interface PointContext {
  readonly labels: Pairs;
  readonly isDelta: boolean;
  readonly sink: OtlpSink;
  readonly counts: OtlpLeftOver;
}

function readPoint(point: Json, { labels, isDelta, sink, counts }: PointContext): void {
  if ((Number(point["flags"] ?? 0) & NO_RECORDED_VALUE) !== 0) {
    counts.otherPoints++;
    return;
  }
  counts.points++;
  const tsMs = nanosAsMs(point["timeUnixNano"]);
  if (tsMs === null) {
    sink.malformed("timeUnixNano is no time");
    return;
  }
  const own = new Map([...labels, ...attributesOf(point)]);
  const value = numberOf(point["asDouble"] ?? point["asInt"] ?? Number.NaN);
  if (value === null) {
    sink.malformed("the value of a point is no number");
    return;
  }
  const startMs = nanosAsMs(point["startTimeUnixNano"]) ?? 0;
  sink.point({ labels: own, tsMs, value, deltaFromMs: isDelta ? startMs : null });
}

/** A number, or one as text: proto3's JSON writes 64-bit integers so, and what JSON has no number for. Null for anything else. */
function numberOf(sent: unknown): number | null {
  if (typeof sent === "number") return sent;
  if (typeof sent !== "string") return null;
  const isNumber = sent === "NaN" || /^(-?Infinity|[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)$/i.test(sent);
  return isNumber ? Number(sent) : null;
}

/** Texts of digits are exact; as a number a time of nanoseconds has lost less than a microsecond. */
function nanosAsMs(sent: unknown): number | null {
  if (typeof sent === "number") return sent > 0 ? Math.floor(sent / 1e6) : null;
  if (typeof sent !== "string" || !/^\d{1,20}$/.test(sent)) return null;
  const ms = Number(BigInt(sent) / 1_000_000n);
  return ms > 0 ? ms : null;
}

function attributesOf(of: Json): [string, string][] {
  return list(of, "attributes").flatMap(({ key, value }): [string, string][] => {
    if (typeof key !== "string") return [];
    const { stringValue, boolValue, intValue, doubleValue } = object(value ?? {}, "value");
    const text = stringValue ?? boolValue ?? intValue ?? doubleValue;
    return [[key, text === undefined || typeof text === "object" ? "" : String(text)]];
  });
}

function list(of: Json, field: string): readonly Json[] {
  const found = of[field] ?? [];
  if (!Array.isArray(found)) throw new OtlpJsonError(`${field} is no list`);
  return found.map((one: unknown) => object(one, field));
}

function object(found: unknown, field: string): Json {
  if (typeof found !== "object" || found === null || Array.isArray(found))
    throw new OtlpJsonError(`${field} is no object`);
  return found as Json;
}

import type { CpuRowSink, LoadRowSink, OutcomeRowSink } from "../types.ts";
import { BodyError } from "./bodyError.ts";
import { CsvReader } from "./csvReader.ts";
import { JsonBodyReader } from "./jsonBodyReader.ts";
import { NdjsonReader } from "./ndjsonReader.ts";
import { cpuTarget, loadTarget, outcomeTarget, type RowTarget } from "./rowTarget.ts";
import {
  DEFAULT_LIMITS,
  type DecoderLimits,
  type RowDecoder,
  WindowedDecoder,
  type WindowReader,
} from "./windowedDecoder.ts";

/** The forms in which rows may come. */
export type RowFormat = "json" | "ndjson" | "csv";

const FORMATS = new Map<string, RowFormat>([
  ["application/json", "json"],
  ["application/x-ndjson", "ndjson"],
  ["application/ndjson", "ndjson"],
  ["application/jsonl", "ndjson"],
  ["text/csv", "csv"],
]);

/** The form that a Content-Type names; without one it is JSON. 415 for a type or a charset that is not read. */
export function formatOf(contentType: string | null): RowFormat {
  if (contentType === null || contentType.trim() === "") return "json";
  const [type = "", ...parameters] = contentType.split(";").map((part) => part.trim().toLowerCase());
  const format = FORMATS.get(type);
  if (format === undefined) {
    throw new BodyError(
      415,
      `Content-Type ${type} is not read here: send application/json, application/x-ndjson or text/csv.`,
    );
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice("charset=".length);
  if (charset !== undefined && !["utf-8", "utf8", '"utf-8"', "us-ascii"].includes(charset)) {
    throw new BodyError(415, `The charset ${charset} is not read here: send UTF-8.`);
  }
  return format;
}

/** Rows of CPU: `ts,stamp,pool,node,cpu`. */
export function createCpuDecoder(format: RowFormat, sink: CpuRowSink, limits = DEFAULT_LIMITS): RowDecoder {
  return createDecoder(format, cpuTarget(sink), limits);
}

/** Rows of registry load: `ts,stamp,pool,registry,requests,bytes`. */
export function createLoadDecoder(format: RowFormat, sink: LoadRowSink, limits = DEFAULT_LIMITS): RowDecoder {
  return createDecoder(format, loadTarget(sink), limits);
}

/** Rows of outcomes: `ts,stamp,pullP95Ms,errorRate,throughputBytes`; as CSV columns in snake_case, measures optional. */
export function createOutcomeDecoder(
  format: RowFormat,
  sink: OutcomeRowSink,
  limits = DEFAULT_LIMITS,
): RowDecoder {
  return createDecoder(format, outcomeTarget(sink), limits);
}

function createDecoder(format: RowFormat, target: RowTarget, limits: DecoderLimits): RowDecoder {
  return new WindowedDecoder(readerOf(format, target, limits), limits);
}

function readerOf(format: RowFormat, target: RowTarget, limits: DecoderLimits): WindowReader {
  switch (format) {
    case "json":
      return new JsonBodyReader(target, limits);
    case "ndjson":
      return new NdjsonReader(target, limits);
    case "csv":
      return new CsvReader(target, limits);
  }
}

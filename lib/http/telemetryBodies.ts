import { z } from "zod";
import {
  BodyError,
  createCpuDecoder,
  createLoadDecoder,
  createOutcomeDecoder,
  createPackedCpuDecoder,
  createPackedLoadDecoder,
  formatOf,
  type IntakeReport,
  MAX_NAME_BYTES,
  MAX_PACKED_ROWS,
  MAX_PACKED_VALUES,
  MOST_ROWS,
  type OpenIntake,
  type PackedDecoder,
  type RowFormat,
  type StreamDecoder,
} from "../telemetry/index.ts";
import type { TelemetryBody, TelemetryDefinition } from "./defineTelemetryRoute.ts";

/** Rows through a decoder into an intake, as one body. */
function rowsBody<Sink>(
  format: RowFormat,
  intake: OpenIntake<Sink>,
  createDecoder: (format: RowFormat, sink: Sink) => StreamDecoder,
): TelemetryBody {
  const decoder = createDecoder(format, intake.sink);
  return {
    write: (chunk) => decoder.write(chunk),
    settle: () => intake.settle(),
    finish: async () => {
      decoder.end();
      return await intake.finish();
    },
  };
}

/** A matrix through its decoder; what it holds is known, and stored, at its end. */
function packedBody<Packed>(
  contentType: string | null,
  decoder: PackedDecoder<Packed>,
  take: (packed: Packed) => Promise<IntakeReport>,
): TelemetryBody {
  if (formatOf(contentType) !== "json") {
    throw new BodyError(415, "A packed body comes as application/json.");
  }
  return {
    write: (chunk) => decoder.write(chunk),
    settle: async () => undefined,
    finish: () => take(decoder.end()),
  };
}

const LATEST_MS = Date.UTC(9999, 11, 31);
const name = z.string().min(1).max(MAX_NAME_BYTES);
const amount = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

const instant = z
  .union([z.string().max(40).meta({ format: "date-time" }), z.number().int().min(0).max(LATEST_MS)])
  .describe("RFC 3339 or epoch milliseconds");

function bodiesOf(row: z.ZodType, columns: string): TelemetryDefinition["bodies"] {
  return {
    "application/json": z.strictObject({ samples: z.array(row).max(MOST_ROWS) }),
    "application/x-ndjson": "the same objects, one a line",
    "text/csv": `header ${columns}, then a line a sample`,
  };
}

const cpuRow = z.strictObject({
  ts: instant,
  stamp: name,
  pool: name,
  node: name,
  cpu: z.number().min(0).max(100.5).describe("percent of the whole node, 0 to 100"),
});

const loadRow = z.strictObject({
  ts: instant,
  stamp: name,
  pool: name,
  registry: name,
  requests: amount.optional().describe("of the whole minute"),
  bytes: amount.optional().describe("of the whole minute"),
});

const outcomeRow = z.strictObject({
  ts: instant,
  stamp: name,
  pullP95Ms: amount.optional(),
  errorRate: z.number().min(0).max(1).optional(),
  throughputBytes: amount.optional(),
});

export const cpuSamples: TelemetryDefinition = {
  path: "/api/v1/samples/cpu",
  summary: "Take in CPU samples of nodes",
  description: "Identity is (pool, node, second); the last one acknowledged wins.",
  bodies: bodiesOf(cpuRow, "ts,stamp,pool,node,cpu"),
  open: async (app, contentType, options) => {
    const format = formatOf(contentType);
    return rowsBody(format, await app.telemetry.openCpu(options), createCpuDecoder);
  },
};

export const loadSamples: TelemetryDefinition = {
  path: "/api/v1/samples/load",
  summary: "Take in the load of registries: totals of a minute",
  description: "Identity is (pool, registry, minute); the last one acknowledged wins.",
  bodies: bodiesOf(loadRow, "ts,stamp,pool,registry,requests,bytes"),
  open: async (app, contentType, options) => {
    const format = formatOf(contentType);
    return rowsBody(format, await app.telemetry.openLoad(options), createLoadDecoder);
  },
};

export const outcomeSamples: TelemetryDefinition = {
  path: "/api/v1/samples/outcome",
  summary: "Take in what customers felt, per stamp and minute",
  bodies: bodiesOf(outcomeRow, "ts,stamp,pull_p95_ms,error_rate,throughput_bytes"),
  open: async (app, contentType, options) => {
    const format = formatOf(contentType);
    return rowsBody(format, await app.telemetry.openOutcome(options), createOutcomeDecoder);
  },
};

const packedHead = {
  stamp: name,
  pool: name,
  from: instant.describe("of the first step"),
};
const matrix = z
  .array(z.array(amount.nullable()).max(MAX_PACKED_VALUES))
  .max(MAX_PACKED_ROWS)
  .describe("a row each, a value a step, null = no data");

export const packedCpuSamples: TelemetryDefinition = {
  path: "/api/v1/samples/cpu/packed",
  summary: "Take in a matrix of CPU samples of one pool, for backfills",
  description: "A step over a minute fills every minute of it.",
  bodies: {
    "application/json": z.strictObject({
      ...packedHead,
      stepSeconds: z.number().int().min(1).max(86_400).describe("a divisor or a multiple of 60"),
      nodes: z.array(name).max(MAX_PACKED_ROWS),
      cpu: matrix,
    }),
  },
  open: async (app, contentType, options) =>
    packedBody(contentType, createPackedCpuDecoder(), (packed) =>
      app.telemetry.takePackedCpu(packed, options),
    ),
};

export const packedLoadSamples: TelemetryDefinition = {
  path: "/api/v1/samples/load/packed",
  summary: "Take in a matrix of registry load of one pool, for backfills",
  bodies: {
    "application/json": z.strictObject({
      ...packedHead,
      stepSeconds: z.literal(60),
      registries: z.array(name).max(MAX_PACKED_ROWS),
      requests: matrix.optional(),
      bytes: matrix.optional(),
    }),
  },
  open: async (app, contentType, options) =>
    packedBody(contentType, createPackedLoadDecoder(), (packed) =>
      app.telemetry.takePackedLoad(packed, options),
    ),
};

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

const instant = z
  .union([z.string().meta({ format: "date-time" }), z.number().int()])
  .describe("RFC 3339 or epoch milliseconds");

function bodiesOf(row: z.ZodType, columns: string): TelemetryDefinition["bodies"] {
  return {
    "application/json": z.strictObject({ samples: z.array(row) }),
    "application/x-ndjson": "the same objects, one a line",
    "text/csv": `header ${columns}, then a line a sample`,
  };
}

const cpuRow = z.strictObject({
  ts: instant,
  stamp: z.string(),
  pool: z.string(),
  node: z.string(),
  cpu: z.number().describe("percent of the whole node, 0 to 100"),
});

const loadRow = z.strictObject({
  ts: instant,
  stamp: z.string(),
  pool: z.string(),
  registry: z.string(),
  requests: z.number().optional().describe("of the whole minute"),
  bytes: z.number().optional().describe("of the whole minute"),
});

const outcomeRow = z.strictObject({
  ts: instant,
  stamp: z.string(),
  pullP95Ms: z.number().optional(),
  errorRate: z.number().optional(),
  throughputBytes: z.number().optional(),
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
  stamp: z.string(),
  pool: z.string(),
  from: instant.describe("of the first step"),
};
const matrix = z.array(z.array(z.number().nullable())).describe("a row each, a value a step, null = no data");

export const packedCpuSamples: TelemetryDefinition = {
  path: "/api/v1/samples/cpu/packed",
  summary: "Take in a matrix of CPU samples of one pool, for backfills",
  description: "A step over a minute fills every minute of it.",
  bodies: {
    "application/json": z.strictObject({
      ...packedHead,
      stepSeconds: z.number().int().describe("a divisor or a multiple of 60"),
      nodes: z.array(z.string()),
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
      registries: z.array(z.string()),
      requests: matrix.optional(),
      bytes: matrix.optional(),
    }),
  },
  open: async (app, contentType, options) =>
    packedBody(contentType, createPackedLoadDecoder(), (packed) =>
      app.telemetry.takePackedLoad(packed, options),
    ),
};

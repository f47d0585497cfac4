import { z } from "zod";
import { nameSchema } from "../fleet/index.ts";
import { BodyError } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";
import { createUnknownPools } from "./createUnknownPools.ts";
import type { TelemetryBody, TelemetryDefinition, TelemetryOptions } from "./defineTelemetryRoute.ts";

const querySchema = z
  .strictObject({
    region: nameSchema.optional().describe("label of every record"),
    stamp: nameSchema.optional().describe("label of every record"),
    pool: nameSchema.optional().describe("label of every record"),
    source: z.string().min(1).max(500).optional().describe("names the log that this body is a piece of"),
    position: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional()
      .describe("records of that log before this body"),
  })
  .refine((query) => (query.source === undefined) === (query.position === undefined), {
    error: "goes together with source",
    path: ["position"],
  })
  .transform(
    (query): Record<string, string> =>
      // What is left out is left out of what is read, too.
      Object.fromEntries(
        Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
  );

const TYPES = new Set([
  "application/json",
  "application/x-ndjson",
  "application/ndjson",
  "application/jsonl",
]);

export const accessLogSamples: TelemetryDefinition = {
  path: "/api/v1/samples/load/access-log",
  summary: "Take in registry load from access logs of the Docker distribution, in JSON",
  description:
    "A record a request, as lines or as one array. The mapping of sources names the registry, the stamp and the pool by the " +
    "record's fields, by http_host, registry_namespace, registry_repository and registry_object, and by what the query " +
    "says. Requests and bytes are added to the minute. The same body again counts nothing twice; with source and position " +
    "overlapping pieces of one log count once, too, in whatever order they come. A record that was refused is not counted: send " +
    "the same body again, or the same piece, once its names are known, and it alone is counted. Requests that are of no " +
    "repository are not counted.",
  query: querySchema,
  bodies: {
    "application/x-ndjson": "records, one a line",
    "application/json": "an array of records",
  },
  open: (app, contentType, options) => {
    const type = (contentType ?? "application/x-ndjson").split(";")[0]?.trim().toLowerCase() ?? "";
    if (!TYPES.has(type))
      throw new BodyError(
        415,
        `Content-Type ${type} is not read here: send application/x-ndjson or application/json.`,
      );
    return openLogBody(app, options);
  },
};

async function openLogBody(app: AppContext, options: TelemetryOptions): Promise<TelemetryBody> {
  const mapping = await app.sources.current(options.arrivedAtMs);
  const { source, position, ...place } = options.query;
  const { intake, finish } = await app.telemetry.openAccessLog({
    ...options,
    mapping,
    place,
    // A sender's own: no other can move it on.
    logSource: source === undefined ? null : `${options.source}: ${source}`,
    position: Number(position ?? 0),
    ...(mapping.createUnknown && {
      createPools: (unknown) => createUnknownPools(app, options, { unknown, mapping }),
    }),
  });
  return { write: (chunk) => intake.write(chunk), settle: async () => undefined, finish };
}

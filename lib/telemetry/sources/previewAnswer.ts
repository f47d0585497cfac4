import { z } from "zod";
import { isoInstantSchema } from "../../core/instant.ts";
import { sourceMappingSchema } from "../../fleet/sources/sourceMapping.ts";

/** The body of POST /api/v1/sources/preview: a mapping to try; without one the one that holds. */
export const sourcesPreviewBodySchema = z.strictObject({ mapping: sourceMappingSchema.optional() });

const OUTCOMES = [
  "taken",
  "unnamed",
  "unknown_stamp",
  "unknown_pool",
  "unknown_registry",
  "left_out",
] as const;

/** What POST /api/v1/sources/preview answers. */
export const sourcesPreviewSchema = z.strictObject({
  counts: z.record(z.enum(OUTCOMES), z.number().int()).describe("of the series below"),
  series: z
    .array(
      z.strictObject({
        endpoint: z.string(),
        source: z.string().describe("who sent it last"),
        metric: z.string(),
        labels: z.record(z.string(), z.string()),
        seenAt: isoInstantSchema,
        outcome: z.enum(OUTCOMES),
        as: z.string().nullable().describe("what it is taken for"),
        region: z.string().nullable(),
        stamp: z.string().nullable(),
        pool: z.string().nullable(),
        node: z.string().nullable(),
        registry: z.string().nullable(),
        missing: z.array(z.string()).describe("parts that no label names"),
      }),
    )
    .describe("label sets that arrived lately, a bounded number of each metric"),
});

export type SourcesPreview = z.output<typeof sourcesPreviewSchema>;
export type PreviewRow = SourcesPreview["series"][number];
export type SeriesOutcome = PreviewRow["outcome"];

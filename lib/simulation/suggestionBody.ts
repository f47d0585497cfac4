import { z } from "zod";
import { isoInstantSchema } from "../core/index.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { moveSchema, newStampSchema, windowBodyFields } from "./simulationBody.ts";

const MOST_REGISTRIES = 1_000;

/** The body of POST /api/v1/simulations/suggestions. */
export const suggestionBodySchema = z.strictObject({
  region: nameSchema,
  ...windowBodyFields,
  registries: z.array(nameSchema).min(1).max(MOST_REGISTRIES).describe("that are to go together"),
  moves: z
    .array(moveSchema)
    .max(5_000)
    .default([])
    .describe("of other registries, that are made anyhow; of these ones they are left out"),
  newStamps: z.array(newStampSchema).max(50).default([]).describe("to which those other moves go"),
});

export type SuggestionBody = z.output<typeof suggestionBodySchema>;

const poolAfterSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  after: z.number().describe("hot-node P95, percent: the middle of the prediction"),
  limit: z.number(),
});

/** What POST /api/v1/simulations/suggestions answers. */
export const suggestionAnswerSchema = z.strictObject({
  region: z.string(),
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  registries: z.array(z.string()).readonly(),
  suggestion: z.string().nullable().describe("a stamp; null = none has room, see because"),
  because: z.string().describe("in words"),
  candidates: z
    .array(
      z.strictObject({
        stamp: z.string(),
        fits: z.boolean().describe("no pool of the region goes newly over its limit by it"),
        mayExceed: z
          .boolean()
          .describe("a pool of it is under its limit, but the high end of its interval is not"),
        roomPoints: z
          .number()
          .nullable()
          .describe("from hot-node P95 to the limit in its fullest pool; null = cannot be told"),
        tightest: poolAfterSchema.nullable().describe("that pool"),
        newlyOver: z.array(poolAfterSchema).readonly().describe("pools that go over their limits by it"),
      }),
    )
    .readonly()
    .describe("those that fit first, then by room"),
  leftOut: z
    .array(z.strictObject({ stamp: z.string(), reason: z.string() }))
    .readonly()
    .describe("stamps of the region that were not considered"),
});

export type SuggestionAnswer = z.output<typeof suggestionAnswerSchema>;

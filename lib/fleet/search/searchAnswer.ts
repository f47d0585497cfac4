import { z } from "zod";

const MOST_FOUND = 100;

export const searchQuerySchema = z.strictObject({
  q: z.string().max(200).default("").describe("words that must all be in it, in any order and case"),
  limit: z.coerce.number().int().min(1).max(MOST_FOUND).default(30),
});

/** What GET /api/v1/search answers. */
export const searchSchema = z.strictObject({
  found: z
    .array(
      z.strictObject({
        kind: z.enum(["stamp", "pool", "registry", "tenant"]),
        name: z.string(),
        of: z
          .string()
          .describe("the region of a stamp, the stamp of a pool, the tenant of a registry; else empty"),
        region: z.string().describe("of a stamp or pool; else empty"),
      }),
    )
    .readonly()
    .describe("best first: what begins with the first word, then the rest"),
  total: z.number().int().describe("how many there are beyond those"),
});

export type SearchAnswer = z.output<typeof searchSchema>;
export type FoundThing = SearchAnswer["found"][number];

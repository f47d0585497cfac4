import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";

const optionalCount = z.number().int().optional();

export const constraintsAnswerSchema = z.strictObject({
  pinned: z.boolean(),
  excluded: z.boolean(),
  freezes: z
    .array(z.strictObject({ from: isoInstantSchema, to: isoInstantSchema, why: z.string() }))
    .readonly(),
  mustNotShareWith: z.array(z.string()).readonly(),
});

const poolAnswerSchema = z.strictObject({
  name: z.string(),
  kind: z.string(),
  vcpusPerNode: optionalCount,
  minInstances: optionalCount,
  maxInstances: optionalCount,
});

const stampAnswerSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(["shared", "isolated"]),
  updateDomains: z.number().int(),
  cordoned: z.boolean(),
  inDeployment: z.boolean(),
  planned: z.boolean(),
  storage: z.strictObject({
    egressGbps: z.number().nullable(),
    requestsPerSecond: z.number().nullable(),
  }),
  pools: z.array(poolAnswerSchema),
});

/** What GET /api/v1/inventory answers: a body that PUT takes, and that changes nothing when it is sent back. */
export const inventoryAnswerSchema = z.strictObject({
  regions: z.array(
    z.strictObject({ name: z.string(), timeZone: z.string(), stamps: z.array(stampAnswerSchema) }),
  ),
  registries: z.array(
    z.strictObject({
      name: z.string(),
      tenant: z.string(),
      replicas: z.array(
        z.strictObject({
          region: z.string(),
          homeStamp: z.string(),
          boundAt: isoInstantSchema,
          constraints: constraintsAnswerSchema,
        }),
      ),
    }),
  ),
});

export type InventoryAnswer = z.output<typeof inventoryAnswerSchema>;

const countsSchema = z.strictObject({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  retired: z.number().int(),
});

/** What PUT /api/v1/inventory answers. */
export const inventoryCountsSchema = z.strictObject({
  regions: countsSchema,
  stamps: countsSchema,
  pools: countsSchema,
  registries: countsSchema,
  replicas: countsSchema,
});

export const inventoryQuerySchema = z.strictObject({
  prune: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe(
      "retire what is not named within the parents that are: the other stamps of a region that lists stamps, the other " +
        "pools of a stamp that lists pools, the other replicas of a registry that lists replicas",
    ),
});

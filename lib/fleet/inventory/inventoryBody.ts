import { z } from "zod";
import { instantSchema, toIso, visibleNameSchema } from "../../core/index.ts";

/** A name stands in addresses and file names, too: no slash, no space at either end. */
export const nameSchema = visibleNameSchema(200, {
  characters: String.raw`/\\`,
  error: "must not hold a slash, a backslash",
}).refine((name) => name.trim() === name && name !== "." && name !== "..", {
  error: "must not begin or end with a space, nor be . or ..",
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** Far above any storage account, in Gbit/s and in requests a second. */
const MOST_CAPACITY = 1e12;
/** Of one body: what a fleet has, many times over. */
const MOST_REGIONS = 1_000;
const MOST_STAMPS = 20_000;
const MOST_POOLS_OF_STAMP = 1_000;
const MOST_REGISTRIES = 500_000;

const count = z.number().int().min(0).max(100_000);

export const poolBodySchema = z
  .strictObject({
    name: nameSchema,
    kind: nameSchema.optional().describe("defaults to the name"),
    vcpusPerNode: z.number().int().min(1).max(10_000).optional(),
    minInstances: count.optional(),
    maxInstances: count.optional(),
  })
  .refine((pool) => (pool.minInstances ?? 0) <= (pool.maxInstances ?? Number.POSITIVE_INFINITY), {
    error: "must not be under minInstances",
    path: ["maxInstances"],
  });

export const stampBodySchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(["shared", "isolated"]).optional().describe("a new stamp is shared"),
  updateDomains: z.number().int().min(1).max(1_000).optional().describe("a new stamp has 5"),
  cordoned: z.boolean().optional(),
  inDeployment: z.boolean().optional(),
  planned: z.boolean().optional(),
  storage: z
    .strictObject({
      egressGbps: z.number().positive().max(MOST_CAPACITY).nullable().optional(),
      requestsPerSecond: z.number().positive().max(MOST_CAPACITY).nullable().optional(),
    })
    .optional(),
  pools: z.array(poolBodySchema).max(MOST_POOLS_OF_STAMP).optional(),
});

export const regionBodySchema = z.strictObject({
  name: nameSchema,
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, { error: "must be an IANA time zone such as America/Los_Angeles" })
    .optional()
    .describe("a new region has UTC"),
  stamps: z.array(stampBodySchema).max(MOST_STAMPS).optional(),
});

const freezeDates = z
  .strictObject({ from: instantSchema, to: instantSchema, why: z.string().max(1_000).default("") })
  .refine((dates) => dates.from < dates.to, { error: "must be after from", path: ["to"] })
  .transform((dates) => ({ from: toIso(dates.from), to: toIso(dates.to), why: dates.why }));

/** What is not named keeps its value. */
export const constraintsBodySchema = z.strictObject({
  pinned: z.boolean().optional(),
  excluded: z.boolean().optional(),
  freezes: z.array(freezeDates).max(1_000).optional(),
  mustNotShareWith: z.array(nameSchema).max(1_000).optional().describe("tenants"),
});

export const replicaBodySchema = z.strictObject({
  region: nameSchema,
  homeStamp: nameSchema.optional().describe("needed for a new replica"),
  boundAt: instantSchema.optional().describe("when a changed homeStamp took effect; default now"),
  constraints: constraintsBodySchema.optional(),
});

export const registryBodySchema = z.strictObject({
  name: nameSchema,
  tenant: nameSchema.optional().describe("needed for a new registry"),
  replicas: z.array(replicaBodySchema).max(MOST_REGIONS).optional(),
});

/** The body of PUT /api/v1/inventory. Everything but the names is optional: what is not named is left alone. */
export const inventoryBodySchema = z.strictObject({
  regions: z.array(regionBodySchema).max(MOST_REGIONS).optional(),
  registries: z.array(registryBodySchema).max(MOST_REGISTRIES).optional(),
});

export type PoolBody = z.output<typeof poolBodySchema>;
export type StampBody = z.output<typeof stampBodySchema>;
export type RegionBody = z.output<typeof regionBodySchema>;
export type ConstraintsBody = z.output<typeof constraintsBodySchema>;
export type ReplicaBody = z.output<typeof replicaBodySchema>;
export type RegistryBody = z.output<typeof registryBodySchema>;
export type InventoryBody = z.output<typeof inventoryBodySchema>;
/** As a sender writes it: times as strings or numbers. */
export type InventoryInput = z.input<typeof inventoryBodySchema>;

import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, type MinuteWindow, toIso } from "../core/index.ts";
import type { Shortcoming } from "./judgeEvidence.ts";
import type { ContributionRow } from "./rankContribution.ts";
import type { LoadModel } from "./types.ts";

const shareSchema = z.number().min(0).max(1).nullable();
const pointsSchema = z
  .number()
  .min(0)
  .nullable()
  .describe("points of a node; null = cannot be had, see notes");

const modelSchema = z
  .strictObject({
    stamp: z.string(),
    pool: z.string(),
    r2: z.number().min(0).max(1).describe("part of the variance of node-minutes that it explains"),
    residual: z.number().min(0).describe("what it leaves of a node-minute, root mean square, points"),
    idle: z.number().min(0).describe("idle floor, mean over the nodes, percent"),
    idlePerNode: z.array(z.strictObject({ node: z.string(), idle: z.number() })).readonly(),
    pointsPerThousandRequests: z
      .number()
      .describe("points of one node for a thousand requests a minute on it, pooled over registries"),
    pointsPerGigabyte: z.number().describe("the same for a gigabyte a minute"),
    costSpread: z.number().describe("how far registries' own costs lie from the pooled one, relative"),
    saturationKnee: z.number().describe("percent from which a node shows less than is asked of it"),
    bins: z.number().int().describe("minutes with both load and CPU that it rests on"),
    registriesOfTheirOwn: z
      .number()
      .int()
      .describe("registries whose cost was told mostly by their own load"),
  })
  .describe("node CPU = idle floor + requests and bytes of each registry × cost × the node's part of it");

export const noteSchema = z.strictObject({
  code: z.string(),
  stamp: z.string(),
  pool: z.string(),
  refused: z.boolean().describe("true: relief and CPU shares are withheld; false: given, with a doubt"),
  detail: z.string(),
});

const poolShareSchema = z.strictObject({
  pool: z.string(),
  requestShare: shareSchema,
  byteShare: shareSchema,
  hotBinShare: shareSchema,
  cpuShare: shareSchema,
  reliefPoints: pointsSchema,
});

const rowSchema = z.strictObject({
  rank: z.number().int(),
  registry: z.string().nullable().describe("null where tenants are ranked"),
  tenant: z.string(),
  stamp: z.string(),
  registries: z.number().int(),
  requests: z.number().describe("in the window"),
  bytes: z.number().describe("in the window"),
  requestShare: shareSchema,
  byteShare: shareSchema,
  hotBinShare: shareSchema.describe(
    "of the requests in the minutes in which the pool was at its P95 or above",
  ),
  cpuShare: shareSchema.describe("of the CPU attributed to registries"),
  reliefPoints: pointsSchema.describe(
    "the pool's hot-node P95 minus the same without it; of the stamp's pools the greatest",
  ),
  reliefPool: z.string().nullable().describe("the pool where that is"),
  cumulativeShare: shareSchema.describe("of requests, or bytes as asked, in rank order"),
  confidence: shareSchema.describe("how far its cost was told by its own load; 0 = it is the pool's"),
  unboundMinutes: z.number().int().describe("minutes in which it had load here without being at home here"),
  pools: z.array(poolShareSchema).readonly(),
});

const answerFields = {
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  groupBy: z.enum(["registry", "tenant"]),
  shareOf: z.enum(["requests", "bytes"]),
  model: modelSchema.nullable().describe("of the pool, or of the hottest one that has one"),
  models: z.array(modelSchema).readonly(),
  notes: z.array(noteSchema).readonly().describe("what cannot be had, or only with doubt, and why"),
  rows: z.array(rowSchema).readonly().describe("by relief; ties by name"),
};

/** What GET /api/v1/stamps/{stamp}/contribution answers. */
export const stampContributionSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string().nullable().describe("null = all pools of the stamp"),
  ...answerFields,
  dominatedBy: z
    .array(
      z.strictObject({
        tenant: z.string(),
        pool: z.string(),
        reliefPoints: z.number(),
        share: z.number().describe("relief ÷ the pool's hot-node P95"),
      }),
    )
    .readonly()
    .describe("tenants whose relief is at least dominanceShare of a pool's hot-node P95"),
});

/** What GET /api/v1/tenants/{tenant}/contribution answers. Shares are of the tenant's own traffic. */
export const tenantContributionSchema = z.strictObject({
  tenant: z.string(),
  ...answerFields,
  relief: z
    .array(
      z.strictObject({
        stamp: z.string(),
        pool: z.string(),
        hotNodeP95: z.number().nullable(),
        reliefPoints: pointsSchema,
        requestShare: shareSchema.describe("of the pool's requests"),
        byteShare: shareSchema.describe("of the pool's bytes"),
        dominates: z
          .boolean()
          .nullable()
          .describe("relief is at least dominanceShare of the pool's hot-node P95"),
      }),
    )
    .readonly()
    .describe("all of its registries taken out together, pool by pool"),
});

export type StampContribution = z.output<typeof stampContributionSchema>;
export type TenantContribution = z.output<typeof tenantContributionSchema>;
export type AnsweredRow = StampContribution["rows"][number];
export type AnsweredModel = NonNullable<StampContribution["model"]>;
export type AnsweredNote = StampContribution["notes"][number];

export interface PlacedModel {
  readonly stamp: string;
  readonly pool: string;
  readonly model: LoadModel;
}

export function answerModel({ stamp, pool, model }: PlacedModel): AnsweredModel {
  const idlePerNode = model.nodes.map(({ name }, node) => ({
    node: name,
    idle: rounded(model.idlePoints[node] ?? 0),
  }));
  const idle =
    model.idlePoints.reduce((sum, points) => sum + points, 0) / Math.max(1, model.idlePoints.length);
  return {
    stamp,
    pool,
    r2: rounded(model.r2),
    residual: rounded(model.residualPoints),
    idle: rounded(idle),
    idlePerNode,
    pointsPerThousandRequests: model.pointsPerRequest * 1_000,
    pointsPerGigabyte: model.pointsPerByte * 1e9,
    costSpread: model.costSpread,
    saturationKnee: model.saturation.kneePercent,
    bins: model.bins,
    registriesOfTheirOwn: model.registries.filter(({ ownCost }) => ownCost >= 0.5).length,
  };
}

export function answerNote({ isRefusal, ...note }: Shortcoming): AnsweredNote {
  return { ...note, refused: isRefusal };
}

export function answerRow(row: ContributionRow, at: number): AnsweredRow {
  return {
    ...row,
    rank: at + 1,
    requestShare: rounded(row.requestShare),
    byteShare: rounded(row.byteShare),
    hotBinShare: rounded(row.hotBinShare),
    cpuShare: rounded(row.cpuShare),
    reliefPoints: rounded(row.reliefPoints),
    cumulativeShare: rounded(row.cumulativeShare),
    confidence: rounded(row.confidence),
    pools: row.pools.map((pool) => ({
      pool: pool.pool,
      requestShare: rounded(pool.requestShare),
      byteShare: rounded(pool.byteShare),
      hotBinShare: rounded(pool.hotBinShare),
      cpuShare: rounded(pool.cpuShare),
      reliefPoints: rounded(pool.reliefPoints),
    })),
  };
}

export function answerWindow({ fromMinute, toMinute }: MinuteWindow): { from: string; to: string } {
  return { from: toIso(fromMinute * MINUTE_MS), to: toIso(toMinute * MINUTE_MS) };
}

/** Ranked contributors as a table. */
export function contributionTable({ rows }: Pick<StampContribution, "rows">) {
  return {
    columns: [
      "rank",
      "registry",
      "tenant",
      "stamp",
      "registries",
      "requests",
      "bytes",
      "request_share",
      "byte_share",
      "hot_bin_share",
      "cpu_share",
      "relief_points",
      "relief_pool",
      "cumulative_share",
      "confidence",
      "unbound_minutes",
    ],
    rows: rows.map((row) => [
      row.rank,
      row.registry,
      row.tenant,
      row.stamp,
      row.registries,
      row.requests,
      row.bytes,
      row.requestShare,
      row.byteShare,
      row.hotBinShare,
      row.cpuShare,
      row.reliefPoints,
      row.reliefPool,
      row.cumulativeShare,
      row.confidence,
      row.unboundMinutes,
    ]),
  };
}

/** Six decimals: more than is known, and the same digits every time. */
export function rounded(value: number): number;
export function rounded(value: number | null): number | null;
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}

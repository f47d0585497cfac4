import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, type MinuteWindow, toIso } from "../../core/index.ts";
import type { FleetPool } from "../../fleet/types.ts";
import type { RegionWindow } from "../regionWindows.ts";
import { type PoolMeasures, poolStateSchema } from "../types.ts";

const percentSchema = z.number().nullable().describe("percent of a node; null = no data");
const shareSchema = z.number().min(0).max(1);
const windowSchema = z.strictObject({ from: isoInstantSchema, to: isoInstantSchema });

const poolSchema = z.strictObject({
  region: z.string(),
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  hotNodeP95: percentSchema,
  max: percentSchema,
  maxAt: isoInstantSchema.nullable(),
  average: percentSchema,
  hotSpotRatio: z.number().nullable(),
  hottestNode: z
    .strictObject({ name: z.string(), share: shareSchema.describe("of the bins with data") })
    .nullable(),
  nodes: z.number().int().nullable(),
  state: poolStateSchema,
  stale: z.boolean(),
  limit: z.number(),
  excess: z.number().nullable(),
  now: z.strictObject({
    hot5m: percentSchema,
    hot15m: percentSchema,
    overSince: isoInstantSchema.nullable(),
  }),
  coverage: z.strictObject({ bins: shareSchema, nodeMinutes: shareSchema }),
  ownPeak: z
    .strictObject({ from: isoInstantSchema, to: isoInstantSchema, hotNodeP95: z.number() })
    .nullable()
    .describe("the pool's own peak, where it is much hotter than the region's"),
});

/** What GET /api/v1/fleet answers. */
export const fleetAnswerSchema = z.strictObject({
  window: windowSchema.describe("the least window that holds those of all regions"),
  regions: z
    .array(
      windowSchema.extend({
        region: z.string(),
        coverage: shareSchema.nullable().describe("of the peak window; null for a window given by its hours"),
        qualifies: z.boolean().describe("false: no window was covered well enough, this is the best"),
      }),
    )
    .describe("each region's own window"),
  latestDataAt: isoInstantSchema.nullable(),
  pools: z.array(poolSchema),
});

export type FleetAnswer = z.output<typeof fleetAnswerSchema>;

/** What was measured of a fleet, as far as it is answered. */
export interface AnsweredFleet {
  readonly window: MinuteWindow;
  readonly regions: readonly RegionWindow[];
  readonly latestMinute: number | null;
  readonly pools: readonly {
    readonly pool: FleetPool;
    readonly measures: PoolMeasures;
    readonly hottestNodeName: string | null;
  }[];
}

export function answerFleet({ window, regions, latestMinute, pools }: AnsweredFleet): FleetAnswer {
  return {
    window: windowOf(window),
    regions: regions.map((one) => ({
      region: one.region,
      ...windowOf(one),
      coverage: rounded(one.coverage),
      qualifies: one.qualifies,
    })),
    latestDataAt: isoOf(latestMinute),
    pools: pools.map(answerPool),
  };
}

function answerPool({
  pool,
  measures,
  hottestNodeName,
}: AnsweredFleet["pools"][number]): FleetAnswer["pools"][number] {
  const { hottestNode, now, ownPeak, coverage } = measures;
  return {
    region: pool.region,
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    hotNodeP95: rounded(measures.hotNodeP95),
    max: rounded(measures.max),
    maxAt: isoOf(measures.maxAt),
    average: rounded(measures.average),
    hotSpotRatio: rounded(measures.hotSpotRatio),
    hottestNode:
      hottestNode === null || hottestNodeName === null
        ? null
        : { name: hottestNodeName, share: rounded(hottestNode.share) },
    nodes: measures.nodes,
    state: measures.state,
    stale: measures.stale,
    limit: measures.limit,
    excess: rounded(measures.excess),
    now: { hot5m: rounded(now.hot5m), hot15m: rounded(now.hot15m), overSince: isoOf(now.overSince) },
    coverage: { bins: rounded(coverage.bins), nodeMinutes: rounded(coverage.nodeMinutes) },
    ownPeak: ownPeak === null ? null : { ...windowOf(ownPeak), hotNodeP95: rounded(ownPeak.hotNodeP95) },
  };
}

/** The pools as a table. */
export function fleetTable({ pools }: FleetAnswer) {
  return {
    columns: [
      "region",
      "stamp",
      "pool",
      "kind",
      "state",
      "hot_node_p95",
      "max",
      "max_at",
      "average",
      "hot_spot_ratio",
      "hottest_node",
      "hottest_node_share",
      "nodes",
      "limit",
      "excess",
      "hot_5m",
      "hot_15m",
      "over_since",
      "coverage_bins",
      "coverage_node_minutes",
      "stale",
    ],
    rows: pools.map((one) => [
      one.region,
      one.stamp,
      one.pool,
      one.kind,
      one.state,
      one.hotNodeP95,
      one.max,
      one.maxAt,
      one.average,
      one.hotSpotRatio,
      one.hottestNode?.name ?? null,
      one.hottestNode?.share ?? null,
      one.nodes,
      one.limit,
      one.excess,
      one.now.hot5m,
      one.now.hot15m,
      one.now.overSince,
      one.coverage.bins,
      one.coverage.nodeMinutes,
      one.stale,
    ]),
  };
}

function windowOf({ fromMinute, toMinute }: MinuteWindow) {
  return { from: toIso(fromMinute * MINUTE_MS), to: toIso(toMinute * MINUTE_MS) };
}

function isoOf(minute: number | null): string | null {
  return minute === null ? null : toIso(minute * MINUTE_MS);
}

/** Four decimals: a hundredth of what is stored, and no digits that only the floating point made. */
function rounded(value: number): number;
function rounded(value: number | null): number | null;
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}

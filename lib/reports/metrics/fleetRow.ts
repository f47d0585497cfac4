import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, toIso } from "../../core/index.ts";
import type { FleetPool } from "../../fleet/types.ts";
import { type PoolMeasures, poolStateSchema } from "../../hotness/types.ts";

const percentSchema = z.number().nullable().describe("percent of a node; null = no data");
const pointsSchema = z.number().nullable().describe("points over the limit; null = no data");
const coverageSchema = z.number().min(0).max(1).describe("the lesser of both ratios");

/** One pool, flat: what tools for dashboards read without being told how. */
export const fleetRowSchema = z.strictObject({
  region: z.string(),
  stamp: z.string(),
  pool: z.string(),
  kind: z.string(),
  state: poolStateSchema,
  stale: z.boolean(),
  limit: z.number(),
  windowFrom: isoInstantSchema.describe("of the region's peak window"),
  windowTo: isoInstantSchema,
  hotNodeP95: percentSchema,
  max: percentSchema,
  average: percentSchema,
  excess: pointsSchema,
  coverage: coverageSchema,
  hotNodeP95Last12h: percentSchema,
  maxLast12h: percentSchema,
  averageLast12h: percentSchema,
  excessLast12h: pointsSchema,
  coverageLast12h: coverageSchema,
  hot5m: percentSchema,
  hot15m: percentSchema,
  overSince: isoInstantSchema.nullable(),
  nodes: z.number().int().nullable(),
  hottestNode: z.string().nullable(),
  hottestNodeShare: z.number().nullable(),
});

/** What GET /metrics/fleet.json answers: an array, a row a pool. */
export const fleetRowsSchema = z.array(fleetRowSchema).readonly();

export type FleetRow = z.output<typeof fleetRowSchema>;

/** A pool, measured over its region's peak window and over the last twelve hours. */
export interface PoolReadings {
  readonly pool: FleetPool;
  readonly peak: PoolMeasures;
  readonly last12h: PoolMeasures;
  readonly hottestNodeName: string | null;
}

export function fleetRow({ pool, peak, last12h, hottestNodeName }: PoolReadings): FleetRow {
  return {
    region: pool.region,
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    state: peak.state,
    stale: peak.stale,
    limit: peak.limit,
    windowFrom: toIso(peak.window.fromMinute * MINUTE_MS),
    windowTo: toIso(peak.window.toMinute * MINUTE_MS),
    hotNodeP95: rounded(peak.hotNodeP95),
    max: rounded(peak.max),
    average: rounded(peak.average),
    excess: rounded(peak.excess),
    coverage: rounded(peak.coverage.lesser),
    hotNodeP95Last12h: rounded(last12h.hotNodeP95),
    maxLast12h: rounded(last12h.max),
    averageLast12h: rounded(last12h.average),
    excessLast12h: rounded(last12h.excess),
    coverageLast12h: rounded(last12h.coverage.lesser),
    hot5m: rounded(peak.now.hot5m),
    hot15m: rounded(peak.now.hot15m),
    overSince: peak.now.overSince === null ? null : toIso(peak.now.overSince * MINUTE_MS),
    nodes: peak.nodes,
    hottestNode: hottestNodeName,
    hottestNodeShare: rounded(peak.hottestNode?.share ?? null),
  };
}

/** The rows as a table. */
export function fleetRowTable(rows: readonly FleetRow[]) {
  const fields = Object.keys(fleetRowSchema.shape) as (keyof FleetRow)[];
  return {
    columns: fields.map(snakeCase),
    rows: rows.map((row) => fields.map((field) => row[field])),
  };
}

/** `hotNodeP95Last12h` → `hot_node_p95_last_12h` */
function snakeCase(field: string): string {
  const parted = field.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/([a-z])(\d)/g, "$1_$2");
  return parted.toLowerCase();
}

function rounded(value: number): number;
function rounded(value: number | null): number | null;
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}

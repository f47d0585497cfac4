import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, type MinuteWindow, toIso, toPercent } from "../../core/index.ts";
import type { FleetPool } from "../../fleet/types.ts";
import type { NodeMatrix, PoolWindow } from "../../telemetry/types.ts";

const percentSchema = z.number().min(0).max(100).nullable().describe("percent of a node; null = no data");
const windowSchema = z.strictObject({ from: isoInstantSchema, to: isoInstantSchema });
const placeFields = { region: z.string(), stamp: z.string(), pool: z.string(), window: windowSchema };

/** What GET /api/v1/stamps/{stamp}/pools/{pool}/series answers: every minute of the window, gaps as nulls. */
export const poolSeriesSchema = z.strictObject({
  ...placeFields,
  minutes: z
    .array(
      z.strictObject({
        ts: isoInstantSchema,
        hot: percentSchema,
        hottestNode: z.string().nullable(),
        average: percentSchema,
        nodes: z.number().int().describe("nodes with data in the minute"),
      }),
    )
    .readonly(),
});

export type PoolSeries = z.output<typeof poolSeriesSchema>;

/** What GET /api/v1/stamps/{stamp}/pools/{pool}/nodes answers: node × minute. */
export const poolNodesSchema = z.strictObject({
  ...placeFields,
  nodes: z.array(z.string()).readonly().describe("by name; those with data in the window"),
  columns: z.array(isoInstantSchema).readonly(),
  values: z.array(z.array(percentSchema).readonly()).readonly().describe("a row for each node"),
});

export type PoolNodes = z.output<typeof poolNodesSchema>;

/** A pool's hours and where they are from. */
export interface PoolHours {
  readonly pool: FleetPool;
  readonly window: PoolWindow;
  /** Names of the nodes that were hottest at some minute, by slot. */
  readonly nodeNames: ReadonlyMap<number, string>;
}

/** The minutes of a pool as they are answered. */
export function answerSeries({ pool, window, nodeNames }: PoolHours): PoolSeries {
  const minutes = Array.from(window.hot, (hot, bin) => ({
    ts: isoOf(window.fromMinute + bin),
    hot: toPercent(hot),
    hottestNode: nodeNames.get(window.hottest[bin] ?? -1) ?? null,
    average: toPercent(window.average[bin] ?? -1),
    nodes: window.present[bin] ?? 0,
  }));
  return { ...placeOf(pool, window), minutes };
}

/** Node × minute as it is answered; no nodes where nothing is kept of that time. */
export function answerNodes(pool: FleetPool, window: MinuteWindow, matrix: NodeMatrix | null): PoolNodes {
  const length = window.toMinute - window.fromMinute;
  return {
    ...placeOf(pool, window),
    nodes: matrix?.nodes.map(({ name }) => name) ?? [],
    columns: Array.from({ length }, (_, bin) => isoOf(window.fromMinute + bin)),
    values: matrix?.values.map((row) => Array.from(row, toPercent)) ?? [],
  };
}

/** The series as a table: a row for each minute. */
export function seriesTable({ stamp, pool, minutes }: PoolSeries) {
  return {
    columns: ["ts", "stamp", "pool", "hot", "hottest_node", "average", "nodes"],
    rows: minutes.map((one) => [one.ts, stamp, pool, one.hot, one.hottestNode, one.average, one.nodes]),
  };
}

/** The nodes as a table: a row for each minute, a column for each node. */
export function nodesTable({ nodes, columns, values }: PoolNodes) {
  return {
    columns: ["ts", ...nodes],
    rows: columns.map((ts, bin) => [ts, ...values.map((row) => row[bin] ?? null)]),
  };
}

function placeOf(pool: FleetPool, { fromMinute, toMinute }: MinuteWindow) {
  const window = { from: isoOf(fromMinute), to: isoOf(toMinute) };
  return { region: pool.region, stamp: pool.stamp, pool: pool.name, window };
}

function isoOf(minute: number): string {
  return toIso(minute * MINUTE_MS);
}

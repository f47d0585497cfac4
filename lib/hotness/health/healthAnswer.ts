import { z } from "zod";
import { isoInstantSchema, MINUTE_MS, toIso } from "../../core/index.ts";
import type { FleetHealth } from "./fleetHealth.ts";
import { CONCERNS } from "./poolHealth.ts";

const shareSchema = z.number().min(0).max(1);
const countSchema = z.number().int();

const poolSchema = z.strictObject({
  region: z.string(),
  stamp: z.string(),
  pool: z.string(),
  concern: z.enum(CONCERNS).describe("what needs a person, the most urgent of it"),
  lastSampleAt: isoInstantSchema.nullable().describe("start of the newest minute with data"),
  coverage: z.strictObject({ bins: shareSchema, nodeMinutes: shareSchema }),
  silentMinutes: countSchema,
  gaps: z.array(z.strictObject({ from: isoInstantSchema, to: isoInstantSchema.nullable() })),
  stoppedNodes: z.array(z.strictObject({ name: z.string(), lastSampleAt: isoInstantSchema })),
  nodes: countSchema.nullable(),
  received: countSchema,
  late: countSchema,
  sources: z.array(z.string()),
});

/** What GET /api/v1/data-health answers: the last 24 hours of every pool, what needs attention first. */
export const healthAnswerSchema = z.strictObject({
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  pools: z.array(poolSchema),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      endpoint: z.string(),
      pools: countSchema,
      received: countSchema,
      duplicate: countSchema,
      rounded: countSchema,
      late: countSchema,
      rejected: countSchema,
      lastReceivedAt: isoInstantSchema,
    }),
  ),
  rejections: z.array(
    z.strictObject({
      source: z.string(),
      endpoint: z.string(),
      stamp: z.string().describe("as sent"),
      pool: z.string().describe("as sent"),
      code: z.string(),
      count: countSchema,
      lastMessage: z.string(),
      lastReceivedAt: isoInstantSchema,
    }),
  ),
  storage: z.strictObject({
    databaseBytes: countSchema.describe("of the whole database"),
    tables: z
      .array(
        z.strictObject({
          name: z.string(),
          bytes: countSchema.describe("with its indexes"),
          rowsEstimate: countSchema.nullable().describe("about so many; null = the server has not counted"),
          partitions: countSchema.nullable().describe("null = not parted by day"),
          from: isoInstantSchema.nullable().describe("where its oldest partition begins"),
          to: isoInstantSchema.nullable().describe("where its newest one ends, which may be ahead"),
          keptDays: countSchema.nullable().describe("by the retention that is set"),
          bytesPerDay: countSchema.nullable().describe("of its newest whole partition"),
          bytesWhenFull: countSchema
            .nullable()
            .describe("at that rate, once retention drops a day for a day"),
        }),
      )
      .describe("the greatest first"),
  }),
});

export type HealthAnswer = z.output<typeof healthAnswerSchema>;

export function answerHealth({ window, pools, intake, storage }: FleetHealth): HealthAnswer {
  return {
    window: { from: isoOf(window.fromMinute), to: isoOf(window.toMinute) },
    pools: pools.map((one) => ({
      region: one.pool.region,
      stamp: one.pool.stamp,
      pool: one.pool.name,
      concern: one.concern,
      lastSampleAt: one.lastMinute === null ? null : isoOf(one.lastMinute),
      coverage: { bins: rounded(one.coverage.bins), nodeMinutes: rounded(one.coverage.nodeMinutes) },
      silentMinutes: one.silentMinutes,
      gaps: one.gaps.map(({ fromMinute, toMinute, isOpen }) => ({
        from: isoOf(fromMinute),
        to: isOpen ? null : isoOf(toMinute),
      })),
      stoppedNodes: one.stopped.map(({ name, lastMinute }) => ({ name, lastSampleAt: isoOf(lastMinute) })),
      nodes: one.nodes,
      received: one.received,
      late: one.late,
      sources: [...new Set(one.senders.map(({ source }) => source))],
    })),
    sources: intake.sources.map(({ lastSampleMs: _, lastReceivedMs, ...one }) => ({
      ...one,
      lastReceivedAt: toIso(lastReceivedMs),
    })),
    rejections: intake.rejections.map(({ lastReceivedMs, ...one }) => ({
      ...one,
      lastReceivedAt: toIso(lastReceivedMs),
    })),
    storage: {
      databaseBytes: storage.databaseBytes,
      tables: storage.tables.map(({ partitions, bytesPerDay, bytesWhenFull, rowsEstimate, ...table }) => ({
        ...table,
        rowsEstimate: wholeOf(rowsEstimate),
        partitions: partitions?.count ?? null,
        from: partitions === null ? null : isoOf(partitions.fromMinute),
        to: partitions === null ? null : isoOf(partitions.toMinute),
        bytesPerDay: wholeOf(bytesPerDay),
        bytesWhenFull: wholeOf(bytesWhenFull),
      })),
    },
  };
}

function wholeOf(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** The pools as a table. */
export function healthTable({ pools }: HealthAnswer) {
  return {
    columns: [
      "region",
      "stamp",
      "pool",
      "concern",
      "last_sample_at",
      "coverage_bins",
      "coverage_node_minutes",
      "silent_minutes",
      "gaps",
      "stopped_nodes",
      "nodes",
      "received",
      "late",
      "sources",
    ],
    rows: pools.map((one) => [
      one.region,
      one.stamp,
      one.pool,
      one.concern,
      one.lastSampleAt,
      one.coverage.bins,
      one.coverage.nodeMinutes,
      one.silentMinutes,
      one.gaps.length,
      one.stoppedNodes.map(({ name }) => name).join(" "),
      one.nodes,
      one.received,
      one.late,
      one.sources.join(" "),
    ]),
  };
}

function isoOf(minute: number): string {
  return toIso(minute * MINUTE_MS);
}

/** Four decimals: a minute of a day is 0.0007. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

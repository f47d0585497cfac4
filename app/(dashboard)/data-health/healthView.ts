import type { VerificationState } from "#lib/audit/verification.ts";
import { describeHealth } from "#lib/charts/describeHealth.ts";
import type { EpochMinute, MinuteWindow } from "#lib/core/index.ts";
import type { FleetHealth } from "#lib/hotness/health/fleetHealth.ts";
import type { PoolHealth } from "#lib/hotness/health/poolHealth.ts";

/** One pool as the page shows it. */
export interface HealthRow {
  readonly id: string;
  readonly stamp: string;
  readonly pool: string;
  readonly region: string;
  readonly concern: PoolHealth["concern"];
  /** Place in the order of what needs attention first. */
  readonly rank: number;
  readonly sentence: string;
  readonly lastMinute: EpochMinute | null;
  /** The lesser of both ratios, 0–1. */
  readonly coverage: number;
  readonly gaps: PoolHealth["gaps"];
  readonly received: number;
  readonly late: number;
  readonly sources: readonly string[];
}

export interface HealthView extends Pick<FleetHealth, "intake" | "storage" | "window"> {
  /** What needs attention first. */
  readonly rows: readonly HealthRow[];
  readonly retention: { readonly rawDays: number; readonly rollupDays: number };
  readonly audit: VerificationState;
  readonly readMs: number;
  readonly latestDataMs: number | null;
}

/** Pools that a person should look at: neither complete nor only planned. */
export function needsAttention({ concern }: { readonly concern: PoolHealth["concern"] }): boolean {
  return concern !== "none" && concern !== "planned";
}

export function healthRows(pools: readonly PoolHealth[], nowMinute: EpochMinute): HealthRow[] {
  return pools.map((health, rank) => ({
    id: `${health.pool.stamp}/${health.pool.name}`,
    stamp: health.pool.stamp,
    pool: health.pool.name,
    region: health.pool.region,
    concern: health.concern,
    rank,
    sentence: describeHealth(health, nowMinute),
    lastMinute: health.lastMinute,
    coverage: health.coverage.lesser,
    gaps: health.gaps,
    received: health.received,
    late: health.late,
    sources: [...new Set(health.senders.map(({ source }) => source))],
  }));
}

/** A gap as a part of the window's length: where it begins and how long it is, 0–1. */
export function gapPlaces(
  gaps: PoolHealth["gaps"],
  window: MinuteWindow,
): { readonly start: number; readonly length: number }[] {
  const minutes = window.toMinute - window.fromMinute;
  return gaps.map((gap) => ({
    start: (Math.max(gap.fromMinute, window.fromMinute) - window.fromMinute) / minutes,
    length: (Math.min(gap.toMinute, window.toMinute) - Math.max(gap.fromMinute, window.fromMinute)) / minutes,
  }));
}

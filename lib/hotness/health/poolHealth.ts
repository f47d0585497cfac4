import { type EpochMinute, MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";
import type { FleetPool } from "../../fleet/types.ts";
import { findGaps, type Gap } from "../../telemetry/intake/findGaps.ts";
import type { StoppedNode } from "../../telemetry/intake/findSilentNodes.ts";
import type { PoolIntake, SourceIntake } from "../../telemetry/intake/intakeReport.ts";
import type { PoolWindow } from "../../telemetry/types.ts";
import { measureCoverage } from "../measureCoverage.ts";
import type { Coverage, HotnessSettings } from "../types.ts";

/**
 * What about a pool's data needs a person, the most urgent first: `silent` = no sample for `staleMinutes`; `never` = no
 * sample ever; `thin` = coverage under the warning; `gaps`; `late` = a fifth of its samples or more come over 5 minutes
 * late; `nodes` = nodes stopped while others went on; `planned` = its stamp does not exist yet; `none`.
 */
export const CONCERNS = ["silent", "never", "thin", "gaps", "late", "nodes", "none", "planned"] as const;
export type Concern = (typeof CONCERNS)[number];

/** Where one pool's samples come from. */
export interface PoolSender {
  readonly source: string;
  readonly endpoint: string;
  readonly lastReceivedMs: number;
  /** Other pools that the same sender has sent for within the time after which this one counts as silent. */
  readonly stillSendsFor: number;
}

/** The data of one pool over the last 24 hours. */
export interface PoolHealth {
  readonly pool: Pick<FleetPool, "id" | "name" | "kind" | "stamp" | "region">;
  readonly isPlanned: boolean;
  readonly concern: Concern;
  /** Newest minute with data, however old; null = there never was any. */
  readonly lastMinute: EpochMinute | null;
  readonly coverage: Coverage;
  readonly gaps: readonly Gap[];
  /** Of which the silent minutes are the sum of `gaps`. */
  readonly silentMinutes: number;
  readonly stopped: readonly StoppedNode[];
  /** Nodes expected in the last minute with data of the window. */
  readonly nodes: number | null;
  /** Valid rows since the first. */
  readonly received: number;
  /** Of those that were sent live, not read from files: arrived over 5 minutes after their time. */
  readonly late: number;
  /** The same as a share of those sent live, 0–1. */
  readonly lateShare: number;
  /** The latest to send first. */
  readonly senders: readonly PoolSender[];
}

export interface HealthInput {
  readonly pool: FleetPool;
  readonly isPlanned: boolean;
  /** The last 24 hours up to the running minute; null = silent throughout. */
  readonly window: PoolWindow | null;
  readonly hadDataBefore: boolean;
  readonly lastMinute: EpochMinute | null;
  readonly stopped: readonly StoppedNode[];
  readonly intake: readonly PoolIntake[];
  readonly nowMinute: EpochMinute;
}

const NO_COVERAGE: Coverage = { bins: 0, nodeMinutes: 0, lesser: 0 };
/** Files and backfills are read long after their time and come to an end: only what is sent live can be late, or fall silent. */
const PAST_ENDPOINTS: ReadonlySet<string> = new Set(["import", "backfill"]);
/** Whether what comes through a door is of the present, sent on and on. */
export function isLive(endpoint: string): boolean {
  return !PAST_ENDPOINTS.has(endpoint);
}

/** Live samples of which so many are late make a pool a late one. */
export const LATE_SHARE = 0.2;

/** Judges one pool's data. `others` are all counts of the fleet, to see whether its sender goes on elsewhere. */
export function poolHealth(
  input: HealthInput,
  settings: Pick<HotnessSettings, "staleMinutes" | "coverage">,
  others: readonly PoolIntake[],
): PoolHealth {
  const { pool, window, nowMinute, hadDataBefore } = input;
  const gaps = gapsOf(input, settings.staleMinutes);
  const live = input.intake.filter(({ endpoint }) => isLive(endpoint));
  const late = sum(live, (one) => one.late);
  const facts = {
    pool: { id: pool.id, name: pool.name, kind: pool.kind, stamp: pool.stamp, region: pool.region },
    isPlanned: input.isPlanned,
    lastMinute: input.lastMinute,
    coverage: window === null ? NO_COVERAGE : measureCoverage(coveredPart(window, hadDataBefore)),
    gaps,
    silentMinutes: gaps.reduce((sum, gap) => sum + gap.toMinute - gap.fromMinute, 0),
    stopped: input.stopped,
    nodes: window === null ? null : lastExpected(window),
    received: sum(input.intake, ({ received }) => received),
    late,
    lateShare: share(
      late,
      sum(live, ({ received }) => received),
    ),
    senders: sendersOf(input.intake, others, nowMinute * MINUTE_MS - settings.staleMinutes * MINUTE_MS),
  };
  return { ...facts, concern: concernOf(facts, nowMinute, settings) };
}

/** A pool that had data and has none in all of the day has one gap: the day. */
function gapsOf({ window, hadDataBefore, nowMinute }: HealthInput, graceMinutes: number): Gap[] {
  if (window !== null) return findGaps(window, { hadDataBefore, graceMinutes });
  return hadDataBefore
    ? [{ fromMinute: nowMinute - MINUTES_PER_DAY, toMinute: nowMinute, isOpen: true }]
    : [];
}

function concernOf(
  health: Omit<PoolHealth, "concern">,
  nowMinute: EpochMinute,
  settings: Pick<HotnessSettings, "staleMinutes" | "coverage">,
): Concern {
  if (health.lastMinute === null) return health.isPlanned ? "planned" : "never";
  if (nowMinute - health.lastMinute > settings.staleMinutes) return "silent";
  if (health.coverage.lesser < settings.coverage.warnBelow) return "thin";
  if (health.gaps.length > 0) return "gaps";
  if (health.lateShare >= LATE_SHARE) return "late";
  return health.stopped.length > 0 ? "nodes" : "none";
}

/** A pool that is new is not blamed for the time before its first sample. */
function coveredPart(window: PoolWindow, hadDataBefore: boolean): PoolWindow {
  const first = window.hot.findIndex((value) => value >= 0);
  if (hadDataBefore || first <= 0) return window;
  return {
    ...window,
    fromMinute: window.fromMinute + first,
    hot: window.hot.subarray(first),
    average: window.average.subarray(first),
    hottest: window.hottest.subarray(first),
    present: window.present.subarray(first),
    expected: window.expected.subarray(first),
  };
}

function lastExpected(window: PoolWindow): number | null {
  const last = window.hot.findLastIndex((value) => value >= 0);
  return last < 0 ? null : (window.expected[last] ?? null);
}

function sendersOf(
  own: readonly PoolIntake[],
  others: readonly PoolIntake[],
  recentMs: number,
): readonly PoolSender[] {
  return own
    .map(({ pool, source, endpoint, lastReceivedMs }) => ({
      source,
      endpoint,
      lastReceivedMs,
      stillSendsFor: others.filter(
        (other) =>
          other.source === source &&
          other.endpoint === endpoint &&
          other.pool !== pool &&
          other.lastReceivedMs >= recentMs,
      ).length,
    }))
    .sort((one, other) => other.lastReceivedMs - one.lastReceivedMs);
}

/** What needs attention first: by concern, then by how many minutes are missing, then by name. */
export function sortByConcern(pools: readonly PoolHealth[]): PoolHealth[] {
  const name = ({ pool }: PoolHealth) => `${pool.stamp}/${pool.name}`;
  return [...pools].sort(
    (one, other) =>
      CONCERNS.indexOf(one.concern) - CONCERNS.indexOf(other.concern) ||
      other.silentMinutes - one.silentMinutes ||
      one.coverage.lesser - other.coverage.lesser ||
      (name(one) < name(other) ? -1 : 1),
  );
}

/** Senders that have gone silent: nothing from them, through any door, for longer than this. */
export function silentSources(
  sources: readonly SourceIntake[],
  nowMs: number,
  silentMs: number,
): SourceIntake[] {
  return sources.filter(
    ({ endpoint, lastReceivedMs }) => isLive(endpoint) && nowMs - lastReceivedMs > silentMs,
  );
}

function sum<T>(items: readonly T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

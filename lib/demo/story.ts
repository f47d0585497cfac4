import { MINUTE_MS, MINUTES_PER_DAY } from "../core/index.ts";
import { isExampleStamp } from "./stamps.ts";
import type { DemoFault, DemoFleet, DemoHome } from "./types.ts";
import { CUSTOMER } from "./workedExample.ts";

/**
 * What has happened in the demo's past, told from the anchor: the minute in which the demo was first loaded. All of it is
 * seen in the samples or the inventory as it would be in a real fleet; no page knows of it.
 */

/** Full days of history before the anchor's own. */
export const HISTORY_DAYS = 8;

/** The first minute of the history: midnight UTC, so many full days before the anchor's day. */
export function historyStart(anchorMinute: number, days = HISTORY_DAYS): number {
  return (Math.floor(anchorMinute / MINUTES_PER_DAY) - days) * MINUTES_PER_DAY;
}

/** Machines and collectors that fail: a node that runs hot for no load, a pool without samples for 40 minutes, a silent node. */
export function demoFaults(anchorMinute: number): DemoFault[] {
  return [
    {
      kind: "runaway_process",
      stamp: "weu-c",
      pool: "registry",
      node: 3,
      fromMinute: anchorMinute - 61 * 60,
      toMinute: null,
    },
    {
      kind: "no_data",
      stamp: "weu-d",
      pool: "dataproxy",
      node: null,
      fromMinute: anchorMinute - 410,
      toMinute: anchorMinute - 370,
    },
    {
      kind: "no_data",
      stamp: "wus-d",
      pool: "registry",
      node: 5,
      fromMinute: anchorMinute - 252,
      toMinute: null,
    },
  ];
}

/** Whose samples come late: in batches of six minutes, three minutes after the batch is full. */
const LATE = { stamp: "weu-e", pool: "dataproxy", batchMinutes: 6, delayMinutes: 3 };

/** The end of what a pool has reported by an instant: only whole minutes, and of the late reporter whole batches. */
export function reportedUntil(
  pool: { readonly stamp: string; readonly name: string },
  nowMs: number,
): number {
  const nowMinute = Math.floor(nowMs / MINUTE_MS);
  if (pool.stamp !== LATE.stamp || pool.name !== LATE.pool) return nowMinute;
  return Math.floor((nowMinute - LATE.delayMinutes) / LATE.batchMinutes) * LATE.batchMinutes;
}

/** A replica that came to its stamp within the history. */
export interface PastMove {
  readonly home: DemoHome;
  readonly from: string;
  readonly atMs: number;
}

/** Hours before the anchor, with odd minutes, at which registries were moved between shared stamps. */
const MOVES_BEFORE_ANCHOR = [6.4, 27.2, 27.3, 51.7, 75.1, 99.6, 123.3, 146.8, 147.1, 171.5];

/** Which of them took one of the larger registries along, so that what a move does is seen, not guessed at: places above. */
const LARGER_MOVES = [3, 6];

/** Ten moves by hand in the last week, between shared stamps that the worked example leaves alone: eight middling registries, two large. */
export function pastMoves(fleet: DemoFleet, anchorMinute: number): PastMove[] {
  const shared = fleet.stamps.filter((stamp) => stamp.kind === "shared" && !isExampleStamp(stamp.name));
  const movable = fleet.homes
    .filter((home) => shared.some((stamp) => stamp.name === home.stamp) && home.replica.tenant !== CUSTOMER)
    .sort((a, b) => requestsOf(b) - requestsOf(a));
  const large = movable.slice(5, 30);
  const middling = movable.slice(50, 150);
  return MOVES_BEFORE_ANCHOR.flatMap((hours, index) => {
    const choice = LARGER_MOVES.includes(index) ? large : middling;
    const home = choice[(index * 37) % choice.length];
    if (home === undefined) return [];
    const others = shared.filter(
      (stamp) => stamp.region === home.replica.region && stamp.name !== home.stamp,
    );
    const from = others[index % others.length];
    if (from === undefined) return [];
    return [{ home, from: from.name, atMs: Math.round((anchorMinute - hours * 60) * MINUTE_MS) + 17_000 }];
  });
}

function requestsOf(home: DemoHome): number {
  return home.replica.kinds.dataproxy.requestsPerMinute;
}

/** When a replica's home before the history was bound: months ago, each its own day. */
export function boundLongAgoMs(home: DemoHome, anchorMinute: number): number {
  return (
    (anchorMinute - (40 + (home.replica.key % 400)) * MINUTES_PER_DAY - (home.replica.key % 1_000)) *
    MINUTE_MS
  );
}

export interface DemoSignal {
  readonly stamp: string;
  readonly pool: "registry" | "dataproxy";
  readonly kind: "outage" | "sustained_errors" | "throttling" | "low_throughput";
  readonly severity: "low" | "medium" | "high" | "critical";
  /** Epoch milliseconds. */
  readonly from: number;
  /** null = still open. */
  readonly to: number | null;
  readonly source: string;
  readonly note: string;
}

/** `from` and `to` in minutes before the anchor. */
const SIGNALS: readonly DemoSignal[] = [
  {
    stamp: "wus-f",
    pool: "dataproxy",
    kind: "throttling",
    severity: "high",
    from: 95,
    to: null,
    source: "storage-monitor",
    note: "Two storage accounts answer 503 to part of the reads; the stamp is cordoned until the limit is raised.",
  },
  {
    stamp: "weu-c",
    pool: "registry",
    kind: "low_throughput",
    severity: "low",
    from: 58 * 60,
    to: null,
    source: "synthetic-pulls",
    note: "One in eight test pulls is slow.",
  },
  {
    stamp: "weu-d",
    pool: "dataproxy",
    kind: "outage",
    severity: "medium",
    from: 408,
    to: 369,
    source: "collector-watch",
    note: "The pool's metrics collector restarted in a loop. No sign of trouble for customers.",
  },
  {
    stamp: "weu-b",
    pool: "dataproxy",
    kind: "throttling",
    severity: "high",
    from: 51 * 60,
    to: 51 * 60 - 50,
    source: "storage-monitor",
    note: "Egress of one storage account at its limit.",
  },
  {
    stamp: "weu-f",
    pool: "registry",
    kind: "sustained_errors",
    severity: "medium",
    from: 98 * 60,
    to: 98 * 60 - 35,
    source: "frontend-alerts",
    note: "Token requests failed at 2 % after a certificate rollover.",
  },
  {
    stamp: "wus-b",
    pool: "dataproxy",
    kind: "throttling",
    severity: "medium",
    from: 74 * 60,
    to: 74 * 60 - 25,
    source: "storage-monitor",
    note: "Reads of one account throttled during a nightly build.",
  },
  {
    stamp: "wus-a",
    pool: "dataproxy",
    kind: "low_throughput",
    severity: "low",
    from: 29 * 60,
    to: 29 * 60 - 40,
    source: "synthetic-pulls",
    note: "Test pulls from one node slow.",
  },
];

/** Past and open signals, as POST /api/v1/signals takes them. */
export function demoSignals(anchorMinute: number): DemoSignal[] {
  const at = (minutesBefore: number) => (anchorMinute - minutesBefore) * MINUTE_MS;
  return SIGNALS.map((signal) => ({
    ...signal,
    from: at(signal.from),
    to: signal.to === null ? null : at(signal.to),
  }));
}

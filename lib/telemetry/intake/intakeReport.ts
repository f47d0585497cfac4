/** What one sender has sent for one pool through one door, since it first did. */
export interface PoolIntake {
  readonly pool: number;
  readonly source: string;
  readonly endpoint: string;
  /** Valid rows, those known already among them. */
  readonly received: number;
  readonly rounded: number;
  /** Arrived more than 5 minutes after their time. */
  readonly late: number;
  /** Epoch milliseconds of the newest sample; null = none was valid. */
  readonly lastSampleMs: number | null;
  readonly lastReceivedMs: number;
}

/** What one sender has sent in all, through one door. */
export interface SourceIntake {
  readonly source: string;
  readonly endpoint: string;
  readonly pools: number;
  readonly received: number;
  readonly duplicate: number;
  readonly rounded: number;
  readonly late: number;
  readonly rejected: number;
  readonly lastSampleMs: number | null;
  readonly lastReceivedMs: number;
}

/** Rows that were refused, counted by who sent them, what they named and why. */
export interface Rejection {
  readonly source: string;
  readonly endpoint: string;
  /** As sent, hence perhaps no name of ours; empty where the row did not get as far as naming one. */
  readonly stamp: string;
  readonly pool: string;
  readonly code: string;
  readonly count: number;
  readonly lastMessage: string;
  readonly lastReceivedMs: number;
}

export interface IntakeCounts {
  readonly pools: readonly PoolIntake[];
  readonly sources: readonly SourceIntake[];
  /** The latest first. */
  readonly rejections: readonly Rejection[];
}

/** Sources from what stands in the table: duplicates are counted for a body as a whole, under pool 0. */
export function sumSources(
  rows: readonly (PoolIntake & { readonly duplicate: number })[],
  rejections: readonly Rejection[],
): SourceIntake[] {
  const sums = new Map<string, SourceIntake>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? nothingOf(row);
    sums.set(key, {
      ...sum,
      pools: sum.pools + (row.pool === 0 ? 0 : 1),
      received: sum.received + row.received,
      duplicate: sum.duplicate + row.duplicate,
      rounded: sum.rounded + row.rounded,
      late: sum.late + row.late,
      lastSampleMs: latest(sum.lastSampleMs, row.lastSampleMs),
      lastReceivedMs: Math.max(sum.lastReceivedMs, row.lastReceivedMs),
    });
  }
  for (const rejection of rejections) {
    const key = keyOf(rejection);
    const sum = sums.get(key) ?? nothingOf(rejection);
    sums.set(key, {
      ...sum,
      rejected: sum.rejected + rejection.count,
      lastReceivedMs: Math.max(sum.lastReceivedMs, rejection.lastReceivedMs),
    });
  }
  return [...sums.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ source, endpoint }: { readonly source: string; readonly endpoint: string }): string {
  return `${source}\n${endpoint}`;
}

function nothingOf(row: {
  readonly source: string;
  readonly endpoint: string;
  readonly lastReceivedMs: number;
}): SourceIntake {
  const none = { pools: 0, received: 0, duplicate: 0, rounded: 0, late: 0, rejected: 0, lastSampleMs: null };
  return {
    source: row.source,
    endpoint: row.endpoint,
    lastReceivedMs: row.lastReceivedMs,
    ...none,
  };
}

function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

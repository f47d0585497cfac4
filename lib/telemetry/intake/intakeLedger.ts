import type { PoolTally, RejectionTally, RowTally } from "../rowTally.ts";

/** Who sent, and through which door. */
export interface IntakeSource {
  readonly source: string;
  readonly endpoint: string;
}

export interface LedgerPool extends IntakeSource, PoolTally {
  readonly pool: number;
  duplicate: number;
}

export interface LedgerRejection extends IntakeSource, RejectionTally {}

/** Counts for Data health, added up in memory between two writes. */
export interface IntakeLedger {
  readonly pools: Map<string, LedgerPool>;
  readonly rejections: Map<string, LedgerRejection>;
}

export function emptyLedger(): IntakeLedger {
  return { pools: new Map(), rejections: new Map() };
}

/** Adds what one body came to. The count of duplicates is of the whole body and stands under pool 0. */
export function enterTally(ledger: IntakeLedger, from: IntakeSource, tally: RowTally): void {
  for (const [pool, counts] of tally.pools) {
    const entry = poolEntry(ledger, from, pool);
    entry.received += counts.received;
    entry.rounded += counts.rounded;
    entry.late += counts.late;
    entry.lastSampleMs = Math.max(entry.lastSampleMs, counts.lastSampleMs);
  }
  if (tally.duplicate > 0) poolEntry(ledger, from, 0).duplicate += tally.duplicate;
  for (const rejection of tally.rejections.values()) {
    const key = [from.source, from.endpoint, rejection.stamp, rejection.pool, rejection.code].join("\n");
    const entry = ledger.rejections.get(key);
    if (entry === undefined) ledger.rejections.set(key, { ...from, ...rejection });
    else {
      entry.count += rejection.count;
      entry.lastMessage = rejection.lastMessage;
    }
  }
}

function poolEntry(ledger: IntakeLedger, from: IntakeSource, pool: number): LedgerPool {
  const key = `${from.source}\n${from.endpoint}\n${pool}`;
  const entry = ledger.pools.get(key) ?? {
    ...from,
    pool,
    received: 0,
    rounded: 0,
    late: 0,
    lastSampleMs: 0,
    duplicate: 0,
  };
  ledger.pools.set(key, entry);
  return entry;
}

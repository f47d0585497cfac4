import type { Pool } from "pg";
import type { Clock } from "../../core/index.ts";
import type { RowTally } from "../rowTally.ts";
import { emptyLedger, enterTally, type IntakeLedger, type IntakeSource } from "./intakeLedger.ts";

const WRITE_AFTER_MS = 1_000;

/**
 * Keeps the counts of Data health: adds up in memory, writes about once a second. A crash can lose the last second of
 * these counts; never a sample, and nothing is computed from them.
 */
export class IntakeKeeper {
  readonly #database: Pool;
  readonly #clock: Clock;
  #ledger = emptyLedger();
  #timer: NodeJS.Timeout | null = null;

  constructor(database: Pool, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  enter(from: IntakeSource, tally: RowTally): void {
    enterTally(this.#ledger, from, tally);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
  }

  /** Writes what has been added up. Where the database does not answer, the counts are kept for the next time. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ledger = this.#ledger;
    this.#ledger = emptyLedger();
    try {
      await writeLedger(this.#database, ledger, new Date(this.#clock()));
    } catch {
      for (const [key, entry] of ledger.pools)
        if (!this.#ledger.pools.has(key)) this.#ledger.pools.set(key, entry);
    }
  }
}

async function writeLedger(database: Pool, ledger: IntakeLedger, now: Date): Promise<void> {
  const pools = [...ledger.pools.values()];
  if (pools.length > 0) {
    await database.query(
      `insert into telemetry.intake as t
         (source, endpoint, pool, received, duplicate, rounded, late, last_sample_at, last_received_at)
       select source, endpoint, pool, received, duplicate, rounded, late,
              case when last > 0 then to_timestamp(last / 1000.0) end, $9
         from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
           $8::float8[]) as u(source, endpoint, pool, received, duplicate, rounded, late, last)
         order by pool, source, endpoint
       on conflict (pool, source, endpoint) do update set
         received = t.received + excluded.received, duplicate = t.duplicate + excluded.duplicate,
         rounded = t.rounded + excluded.rounded, late = t.late + excluded.late,
         last_sample_at = greatest(t.last_sample_at, excluded.last_sample_at),
         last_received_at = excluded.last_received_at`,
      [
        pools.map((entry) => entry.source),
        pools.map((entry) => entry.endpoint),
        pools.map((entry) => entry.pool),
        pools.map((entry) => entry.received),
        pools.map((entry) => entry.duplicate),
        pools.map((entry) => entry.rounded),
        pools.map((entry) => entry.late),
        pools.map((entry) => entry.lastSampleMs),
        now,
      ],
    );
  }
  const rejections = [...ledger.rejections.values()];
  if (rejections.length === 0) return;
  await database.query(
    `insert into telemetry.rejection as t (source, endpoint, stamp, pool, code, count, last_message, last_received_at)
     select source, endpoint, stamp, pool, code, count, message, $8
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[])
         as u(source, endpoint, stamp, pool, code, count, message)
       order by source, endpoint, stamp, pool, code
     on conflict (source, endpoint, stamp, pool, code) do update set count = t.count + excluded.count,
       last_message = excluded.last_message, last_received_at = excluded.last_received_at`,
    [
      rejections.map((entry) => entry.source),
      rejections.map((entry) => entry.endpoint),
      rejections.map((entry) => entry.stamp),
      rejections.map((entry) => entry.pool),
      rejections.map((entry) => entry.code),
      rejections.map((entry) => entry.count),
      rejections.map((entry) => entry.lastMessage),
      now,
    ],
  );
}

import type { Pool } from "pg";
import type { Clock } from "../../../core/index.ts";
import type { Labels } from "../../decode/wire/metricSink.ts";
import type { IntakeSource } from "../../intake/intakeLedger.ts";
import type { SeriesTarget } from "../resolveSeries.ts";
import { SeenCollector, type SeenSeries } from "./seenSeries.ts";

const WRITE_AFTER_MS = 1_000;
/** Of all replicas together. */
const MOST_STORED = 1_000;
const START_OVER_AFTER_MS = 60_000;

/** Keeps the label sets that came last, for trying a mapping on them. Nothing is computed from them; a crash may lose some. */
export class SeenKeeper {
  readonly #database: Pool;
  readonly #clock: Clock;
  readonly #collector = new SeenCollector();
  #timer: NodeJS.Timeout | null = null;
  #startedMs = 0;

  constructor(database: Pool, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  note(from: IntakeSource, labels: Labels, target: SeriesTarget): void {
    const seenMs = this.#clock();
    if (seenMs - this.#startedMs > START_OVER_AFTER_MS) {
      this.#collector.startOver();
      this.#startedMs = seenMs;
    }
    this.#collector.note(from, { labels, target, seenMs });
    if (this.#collector.size > 0) this.#timer ??= setTimeout(() => void this.flush(), WRITE_AFTER_MS).unref();
  }

  /** Writes what was noted. What the database does not take is seen again some other time. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const seen = this.#collector.drain();
    if (seen.length > 0) await writeSeen(this.#database, seen).catch(() => undefined);
  }
}

async function writeSeen(database: Pool, seen: readonly SeenSeries[]): Promise<void> {
  await database.query(
    `insert into telemetry.seen_series (id, endpoint, source, metric, labels, last_seen_at)
     select id, endpoint, source, metric, labels::jsonb, to_timestamp(seen / 1000.0)
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[])
         as u(id, endpoint, source, metric, labels, seen)
       order by id
     on conflict (id) do update set source = excluded.source, last_seen_at = excluded.last_seen_at`,
    [
      seen.map(({ id }) => id),
      seen.map(({ endpoint }) => endpoint),
      seen.map(({ source }) => source),
      seen.map(({ metric }) => metric),
      seen.map(({ labels }) => JSON.stringify(labels)),
      seen.map(({ seenMs }) => seenMs),
    ],
  );
  await database.query(
    `delete from telemetry.seen_series where id in
       (select id from telemetry.seen_series order by last_seen_at desc, id offset $1 for update skip locked)`,
    [MOST_STORED],
  );
}

import type { Pool } from "pg";
import type { SeenSeries } from "./seenSeries.ts";

/** The label sets that came last, the latest first. */
export async function listSeenSeries(database: Pool): Promise<readonly SeenSeries[]> {
  const { rows } = await database.query<Omit<SeenSeries, "seenMs"> & { seen: Date }>(
    `select id, endpoint, source, metric, labels, last_seen_at as seen
       from telemetry.seen_series order by last_seen_at desc, metric, id limit 1000`,
  );
  return rows.map(({ seen, ...row }) => ({ ...row, seenMs: seen.getTime() }));
}

import type { Pool } from "pg";
import { MINUTES_PER_HOUR, type MinuteWindow, NO_DATA } from "../../core/index.ts";
import type { NodeMatrix } from "../types.ts";
import { toVector } from "./binaryCopy.ts";

/** Every node of a pool that has data in the window, minute by minute; null where the pool has none. */
export async function readNodeMatrix(
  database: Pool,
  pool: number,
  window: MinuteWindow,
): Promise<NodeMatrix | null> {
  const [minutes, names] = await Promise.all([
    database.query<{ minute: number; first_slot: number; values: Buffer }>(
      `select minute, first_slot, values from telemetry.pool_minute
        where pool = $1 and minute >= $2 and minute < $3 order by minute`,
      [pool, window.fromMinute, window.toMinute],
    ),
    database.query<{ slot: number; name: string }>("select slot, name from telemetry.node where pool = $1", [
      pool,
    ]),
  ]);
  if (minutes.rows.length === 0) return null;
  const bins = window.toMinute - window.fromMinute;
  const bySlot = new Map<number, Int16Array>();
  for (const row of minutes.rows) {
    toVector(row.values).forEach((value, offset) => {
      if (value === NO_DATA) return;
      const slot = row.first_slot + offset;
      const values = bySlot.get(slot) ?? new Int16Array(bins).fill(NO_DATA);
      values[row.minute - window.fromMinute] = value;
      bySlot.set(slot, values);
    });
  }
  const nodes = names.rows
    .filter((node) => bySlot.has(node.slot))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  return {
    pool,
    ...window,
    nodes,
    values: nodes.map((node) => bySlot.get(node.slot) ?? new Int16Array(bins)),
  };
}

/** The newest minute with data of each pool, for "the latest data is of …"; pools without any are left out. */
export async function readLatestMinutes(
  database: Pool,
  pools: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await database.query<{ pool: number; hour: number; hot: Buffer }>(
    // A pool's first node stands for it: whoever has data has one.
    `select n.pool, latest.hour, latest.hot from telemetry.node n
      cross join lateral (select hour, hot from telemetry.pool_hour h
        where h.pool = n.pool order by hour desc limit 1) as latest
      where n.pool = any($1::int[]) and n.slot = 0`,
    [pools],
  );
  return new Map(
    rows.map((row) => {
      const bin = toVector(row.hot).findLastIndex((value) => value !== NO_DATA);
      return [row.pool, row.hour * MINUTES_PER_HOUR + bin];
    }),
  );
}

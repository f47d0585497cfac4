import type { Pool, PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { hourOf, MINUTES_PER_HOUR, type MinuteWindow, NO_DATA } from "../../core/index.ts";
import type { NodeMatrix, PoolWindow } from "../types.ts";
import { toVector } from "./binaryCopy.ts";
import { CopyReader } from "./copyReader.ts";
import { countPresence, EXPECTED_AFTER_MINUTES, type HourPresence } from "./presence.ts";

/**
 * One pool's rollup over a window for each pool that has any data in it, from the hour rows.
 * The time of 2,000 pools over 720 bins is about 100 ms, most of it the database's own.
 */
export async function readPoolWindows(
  database: Pool,
  pools: readonly number[],
  window: MinuteWindow,
): Promise<Map<number, PoolWindow>> {
  const client = await database.connect();
  try {
    return await readWindows(client, pools, window);
  } finally {
    client.release();
  }
}

async function readWindows(
  client: PoolClient,
  pools: readonly number[],
  window: MinuteWindow,
): Promise<Map<number, PoolWindow>> {
  const fromHour = hourOf(window.fromMinute - EXPECTED_AFTER_MINUTES);
  const toHour = hourOf(window.toMinute - 1) + 1;
  const building = new Map<number, PoolWindow>();
  const presence = new Map<number, HourPresence[]>();
  const block = new WindowBlock(window, pools.length);
  const reader = new CopyReader(await copyHours(client, { fromHour, toHour, pools }));
  while (reader.next()) {
    const pool = reader.int4();
    const hour = reader.int4();
    const firstSlot = reader.int2();
    const target = building.get(pool) ?? block.window(pool);
    building.set(pool, target);
    const at = hour * MINUTES_PER_HOUR - window.fromMinute;
    reader.vectorInto(target.hot, at);
    reader.vectorInto(target.average, at);
    reader.vectorInto(target.hottest, at);
    const hours = presence.get(pool) ?? [];
    hours.push({ hour, firstSlot, presence: reader.bytes() });
    presence.set(pool, hours);
  }
  for (const [pool, target] of building) {
    countPresence(presence.get(pool) ?? [], target);
  }
  return building;
}

/** COPY takes no parameters: what is put into its text is whole numbers only, checked here. */
async function copyHours(
  client: PoolClient,
  range: { fromHour: number; toHour: number; pools: readonly number[] },
): Promise<Buffer> {
  const numbers = [range.fromHour, range.toHour, ...range.pools];
  if (!numbers.every(Number.isSafeInteger)) throw new RangeError("pool ids and hours are whole numbers");
  const text = `copy (select pool, hour, first_slot, hot, average, hottest, presence from telemetry.pool_hour
    where hour >= ${range.fromHour} and hour < ${range.toHour} and pool = any('{${range.pools.join(",")}}'::int[]))
    to stdout (format binary)`;
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(text))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Windows of many pools out of five large arrays: ten thousand small ones would cost more than reading them. */
class WindowBlock {
  readonly #window: MinuteWindow;
  readonly #bins: number;
  readonly #hot: Int16Array;
  readonly #average: Int16Array;
  readonly #hottest: Int16Array;
  readonly #present: Uint16Array;
  readonly #expected: Uint16Array;
  #used = 0;

  constructor(window: MinuteWindow, pools: number) {
    this.#window = window;
    this.#bins = window.toMinute - window.fromMinute;
    const cells = this.#bins * pools;
    this.#hot = new Int16Array(cells).fill(NO_DATA);
    this.#average = new Int16Array(cells).fill(NO_DATA);
    this.#hottest = new Int16Array(cells).fill(-1);
    this.#present = new Uint16Array(cells);
    this.#expected = new Uint16Array(cells);
  }

  /** The next pool's window, without data yet. */
  window(pool: number): PoolWindow {
    const from = this.#used++ * this.#bins;
    const to = from + this.#bins;
    return {
      pool,
      ...this.#window,
      hot: this.#hot.subarray(from, to),
      average: this.#average.subarray(from, to),
      hottest: this.#hottest.subarray(from, to),
      present: this.#present.subarray(from, to),
      expected: this.#expected.subarray(from, to),
    };
  }
}

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
    `select want.pool, latest.hour, latest.hot from unnest($1::int[]) as want(pool)
      cross join lateral (select hour, hot from telemetry.pool_hour h
        where h.pool = want.pool order by hour desc limit 1) as latest`,
    [pools],
  );
  return new Map(
    rows.map((row) => {
      const bin = toVector(row.hot).findLastIndex((value) => value !== NO_DATA);
      return [row.pool, row.hour * MINUTES_PER_HOUR + bin];
    }),
  );
}

/** Names of nodes by pool and slot, for the pools given. */
export async function readNodeNames(
  database: Pool,
  pools: readonly number[],
): Promise<Map<number, string[]>> {
  const { rows } = await database.query<{ pool: number; slot: number; name: string }>(
    "select pool, slot, name from telemetry.node where pool = any($1::int[])",
    [pools],
  );
  const names = new Map<number, string[]>();
  for (const row of rows) {
    const ofPool = names.get(row.pool) ?? [];
    ofPool[row.slot] = row.name;
    names.set(row.pool, ofPool);
  }
  return names;
}

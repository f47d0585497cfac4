import type { Pool } from "pg";
import { encodeLoad, type LoadEntries, type LoadVisitor, visitLoad } from "../../telemetry/load/loadRow.ts";
import { loadAt } from "../scale/scaleSeries.ts";
import { encodeHour, visitHour } from "./hourRow.ts";

/** A region of the whole fleet: 50 stamps of two pools, 33 registries on each. */
export const POOLS = 100;
export const REGISTRIES_OF_POOL = 33;
const MINUTES_OF_HOUR = 60;

/** One way to lay the load of a region out. Hours are written one after the other, as they pass. */
export interface Layout {
  readonly name: string;
  readonly table: string;
  readonly columns: string;
  writeHour(database: Pool, fromMinute: number): Promise<void>;
  /** Rows of these pools from a minute on, every entry visited. */
  read(database: Pool, pools: readonly number[], fromMinute: number, visit: LoadVisitor): Promise<void>;
}

const registriesOf = (pool: number) =>
  Array.from({ length: REGISTRIES_OF_POOL }, (_, at) => (pool >> 1) * REGISTRIES_OF_POOL + at);
const pools = Array.from({ length: POOLS }, (_, pool) => pool);

/** A row a pool and minute, as the application has it. */
export const MINUTE_ROWS: Layout = {
  name: "a row a pool and minute, packed (ours)",
  table: "layout_minute",
  columns: "pool int, minute int, entries bytea, primary key (pool, minute)",
  writeHour: async (database, fromMinute) => {
    for (let minute = fromMinute; minute < fromMinute + MINUTES_OF_HOUR; minute++) {
      const packed = pools.map((pool) => {
        const entries: LoadEntries = new Map(
          registriesOf(pool).map((registry) => [registry, loadAt(registry, pool % 2, minute)]),
        );
        return Buffer.from(encodeLoad(entries));
      });
      await database.query(
        `insert into telemetry.layout_minute select pool, $2, entries from unnest($1::int[], $3::bytea[]) as row (pool, entries)
           on conflict (pool, minute) do update set entries = excluded.entries`,
        [pools, minute, packed],
      );
    }
  },
  read: async (database, asked, fromMinute, visit) => {
    const { rows } = await database.query<{ entries: Buffer }>(
      "select entries from telemetry.layout_minute where pool = any($1::int[]) and minute >= $2",
      [asked, fromMinute],
    );
    for (const { entries } of rows) visitLoad(entries, visit);
  },
};

/** A row a pool and hour, written once, when the hour is over: the least that it can cost. */
export const HOUR_ROWS: Layout = {
  name: "a row a pool and hour, packed, written once",
  table: "layout_hour",
  columns: "pool int, hour int, entries bytea, primary key (pool, hour)",
  writeHour: async (database, fromMinute) => {
    const packed = pools.map((pool) => Buffer.from(hourOf(pool, fromMinute, MINUTES_OF_HOUR)));
    await upsertHours(database, fromMinute, packed);
  },
  read: readHours,
};

/** The same, with each minute put into its hour as it comes: what is known at once, as every sample is. */
export const HOUR_ROWS_LIVE: Layout = {
  ...HOUR_ROWS,
  name: "a row a pool and hour, packed, minute by minute",
  writeHour: async (database, fromMinute) => {
    for (let minutes = 1; minutes <= MINUTES_OF_HOUR; minutes++) {
      const packed = pools.map((pool) => Buffer.from(hourOf(pool, fromMinute, minutes)));
      await upsertHours(database, fromMinute, packed);
    }
  },
};

/** A row a point, as a plain table would have it. */
export const POINT_ROWS: Layout = {
  name: "a row a point",
  table: "layout_point",
  columns:
    "pool int, minute int, registry int, requests bigint, bytes bigint, primary key (pool, minute, registry)",
  writeHour: async (database, fromMinute) => {
    for (let minute = fromMinute; minute < fromMinute + MINUTES_OF_HOUR; minute++) {
      const points = pools.flatMap((pool) =>
        registriesOf(pool).map((registry) => ({ pool, registry, ...loadAt(registry, pool % 2, minute) })),
      );
      await database.query(
        `insert into telemetry.layout_point
           select pool, $2, registry, requests, bytes
             from unnest($1::int[], $3::int[], $4::bigint[], $5::bigint[]) as row (pool, registry, requests, bytes)
           on conflict (pool, minute, registry) do update set requests = excluded.requests, bytes = excluded.bytes`,
        [
          points.map(({ pool }) => pool),
          minute,
          points.map(({ registry }) => registry),
          points.map(({ requests }) => requests),
          points.map(({ bytes }) => bytes),
        ],
      );
    }
  },
  read: async (database, asked, fromMinute, visit) => {
    // Summed where it lies: a row a point is not sent for that.
    const { rows } = await database.query<{ registry: number; requests: string; bytes: string }>(
      `select registry, sum(requests)::text as requests, sum(bytes)::text as bytes from telemetry.layout_point
         where pool = any($1::int[]) and minute >= $2 group by pool, registry`,
      [asked, fromMinute],
    );
    for (const { registry, requests, bytes } of rows) visit(registry, Number(requests), Number(bytes));
  },
};

function hourOf(pool: number, fromMinute: number, minutes: number): Uint8Array {
  const known = Array.from({ length: MINUTES_OF_HOUR }, (_, minute) => minute);
  return encodeHour(
    registriesOf(pool).map((registry) => {
      const loads = known.map((minute) =>
        minute < minutes ? loadAt(registry, pool % 2, fromMinute + minute) : { requests: 0, bytes: 0 },
      );
      return {
        registry,
        requests: loads.map(({ requests }) => requests),
        bytes: loads.map(({ bytes }) => bytes),
      };
    }),
  );
}

async function upsertHours(database: Pool, fromMinute: number, packed: readonly Buffer[]): Promise<void> {
  await database.query(
    `insert into telemetry.layout_hour select pool, $2, entries from unnest($1::int[], $3::bytea[]) as row (pool, entries)
       on conflict (pool, hour) do update set entries = excluded.entries`,
    [pools, fromMinute / MINUTES_OF_HOUR, packed],
  );
}

async function readHours(
  database: Pool,
  asked: readonly number[],
  fromMinute: number,
  visit: LoadVisitor,
): Promise<void> {
  const { rows } = await database.query<{ entries: Buffer }>(
    "select entries from telemetry.layout_hour where pool = any($1::int[]) and hour >= $2",
    [asked, fromMinute / MINUTES_OF_HOUR],
  );
  for (const { entries } of rows) visitHour(entries, visit);
}

import type { Pool } from "pg";
import { MINUTES_PER_DAY, MINUTES_PER_HOUR } from "../../core/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import { median, printHeading, printLine } from "../benchReport.ts";
import { readUsage } from "../scale/usage.ts";
import type { ServedApp } from "../servedApp.ts";
import {
  HOUR_ROWS,
  HOUR_ROWS_LIVE,
  type Layout,
  MINUTE_ROWS,
  POINT_ROWS,
  POOLS,
  REGISTRIES_OF_POOL,
} from "./layouts.ts";

const DAYS = 7;
/** Of layouts that take so long or so much that a few hours say it. */
const FEW_HOURS = 3;
const RUNS = 5;
const FROM_MINUTE = 29_000_000 - (29_000_000 % MINUTES_PER_DAY);
const POINTS_OF_HOUR = POOLS * REGISTRIES_OF_POOL * MINUTES_PER_HOUR;

/** Registry load of a region, laid out in different ways in the same run: what it takes to write, to keep and to read. */
export async function benchLoadLayout(
  app: ServedApp,
  client: DatabaseClient,
  isQuick: boolean,
): Promise<void> {
  const days = isQuick ? 1 : DAYS;
  printHeading(
    `Registry load, laid out: ${POOLS} pools of a region, ${REGISTRIES_OF_POOL} registries each, ${days} days`,
  );
  const plan: readonly (readonly [Layout, number])[] = [
    [MINUTE_ROWS, days * 24],
    [HOUR_ROWS, days * 24],
    [HOUR_ROWS_LIVE, FEW_HOURS],
    [POINT_ROWS, FEW_HOURS],
  ];
  for (const [layout, hours] of plan) await measureLayout(app, client, { layout, hours });
}

async function measureLayout(
  app: ServedApp,
  client: DatabaseClient,
  { layout, hours }: { readonly layout: Layout; readonly hours: number },
): Promise<void> {
  const { name, table } = layout;
  const database = client.pools.ingest;
  await database.query(`create table telemetry.${table} (${layout.columns})`);
  try {
    const before = {
      database: readUsage(app.pid).databaseCpuSeconds,
      own: process.cpuUsage(),
      wal: await readWal(database),
    };
    for (let hour = 0; hour < hours; hour++)
      await layout.writeHour(database, FROM_MINUTE + hour * MINUTES_PER_HOUR);
    const own = process.cpuUsage(before.own);
    const cost = {
      database: readUsage(app.pid).databaseCpuSeconds - before.database,
      own: (own.user + own.system) / 1e6,
      wal: (await readWal(database)) - before.wal,
    };
    await database.query(`vacuum analyze telemetry.${table}`);
    const { rows } = await database.query<{ bytes: string }>(
      `select pg_total_relation_size('telemetry.${table}')::text as bytes`,
    );
    const millions = (hours * POINTS_OF_HOUR) / 1e6;
    const a = (figure: number, digits: number) => (figure / millions).toFixed(digits);
    printLine({
      what: name,
      figure: `${(Number(rows[0]?.bytes ?? 0) / millions / 1e6).toFixed(2)} bytes a point`,
      detail: `a million: ${a(cost.database, 2)} s PostgreSQL + ${a(cost.own, 2)} s here, ${a(cost.wal / 1e6, 0)} MB WAL`,
    });
    for (const [what, pools, most] of [
      ["a stamp, 24 h", 2, 24],
      ["a region, 24 h", POOLS, 24],
      ["a stamp, 7 d", 2, DAYS * 24],
      ["a region, 7 d", POOLS, DAYS * 24],
    ] as const) {
      if (most > hours) continue;
      const from = FROM_MINUTE + (hours - most) * MINUTES_PER_HOUR;
      const taken = await timeReading(database, layout, { pools, from });
      printLine({ what: `  sums of ${what}`, figure: `${taken.toFixed(0)} ms` });
    }
  } finally {
    await database.query(`drop table telemetry.${table}`);
  }
}

async function readWal(database: Pool): Promise<number> {
  const { rows } = await database.query<{ bytes: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as bytes",
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** The requests and bytes of every registry, as a ranking has them. */
async function timeReading(
  database: Pool,
  layout: Layout,
  { pools, from }: { readonly pools: number; readonly from: number },
): Promise<number> {
  const asked = Array.from({ length: pools }, (_, pool) => pool);
  const taken: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const sums = new Map<number, { requests: number; bytes: number }>();
    const startedAt = performance.now();
    await layout.read(database, asked, from, (registry, requests, bytes) => {
      const own = sums.get(registry) ?? { requests: 0, bytes: 0 };
      own.requests += requests;
      own.bytes += bytes;
      sums.set(registry, own);
    });
    taken.push(performance.now() - startedAt);
    if (sums.size !== (pools / 2) * REGISTRIES_OF_POOL)
      throw new Error(`${layout.name}: not every registry was read`);
  }
  return median(taken);
}

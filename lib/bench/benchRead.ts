import type { DatabaseClient } from "../db/client.ts";
import { ShapeKeeper } from "../fleet/index.ts";
import type { WindowRequest } from "../hotness/index.ts";
import { measureFleet } from "../hotness/queries.ts";
import { HourReader, NodeNames } from "../telemetry/index.ts";
import { medianMs, printHeading, printLine } from "./benchReport.ts";
import type { FilledHistory } from "./fillHistory.ts";
import type { ServedApp } from "./servedApp.ts";

const WINDOW_MINUTES = 720;
const COLUMNS = 288;
/** So many that the median is of code that has run before: the hours are cold, not the process. */
const RUNS = 11;

/** Hot-node P95 and its companions of every pool, and the heat map, beside the plainest ways to the same numbers. */
export async function benchRead(
  app: ServedApp,
  client: DatabaseClient,
  filled: FilledHistory,
): Promise<void> {
  printHeading(`Reading ${filled.poolIds.length} pools × ${WINDOW_MINUTES} bins`);
  const dates = {
    kind: "dates",
    fromMinute: filled.toMinute - WINDOW_MINUTES,
    toMinute: filled.toMinute,
  } as const;
  const series = seriesInMemory(filled.poolIds.length);
  const sorted = await medianMs(5, () => sortInMemory(series));
  const sql = await medianMs(3, () => percentileInSql(client, dates));
  printLine({ what: "typed arrays in memory, sorted", figure: ms(sorted) });
  printLine({ what: "SQL percentile_cont over pool_minute's rollup", figure: ms(sql) });
  const shape = new ShapeKeeper(client);
  const cold = await medianMs(RUNS, () => measure(client, newSource(client, shape), dates));
  reportTime("fleet measured, given window, cold", cold, { sql, bar: 150 });
  const peak = await medianMs(RUNS, () => measure(client, newSource(client, shape), { kind: "peak" }));
  reportTime("fleet measured, peak window chosen, cold", peak, { sql, bar: 400 });
  const warmSource = newSource(client, shape);
  await measure(client, warmSource, dates);
  const warm = await medianMs(7, () => measure(client, warmSource, dates));
  printLine({
    what: "fleet measured, given window, warm",
    figure: ms(warm),
    ratio: { of: warm / sorted, to: "the sort in memory" },
    bar: { words: "≤ 3 × the sort", reached: warm <= 3 * sorted },
  });
  await benchHeatmap(app, filled);
}

/** Without any hour in memory: cold. */
function newSource(client: DatabaseClient, shape: ShapeKeeper) {
  const { read } = client.pools;
  return {
    hours: new HourReader(read, Date.now),
    nodeNames: new NodeNames(read),
    shape,
  };
}

async function measure(
  client: DatabaseClient,
  source: ReturnType<typeof newSource>,
  request: WindowRequest,
): Promise<void> {
  const fleet = await measureFleet(
    { database: client, ...source },
    { request, filter: {}, nowMs: Date.now() },
  );
  if (fleet.pools.every((pool) => pool.measures.hotNodeP95 === null)) throw new Error("nothing was measured");
}

/** The hot(bin) of every pool as it lies in memory, before anything is asked of it. */
function seriesInMemory(pools: number): Int16Array[] {
  return Array.from({ length: pools }, (_, pool) =>
    Int16Array.from({ length: WINDOW_MINUTES }, (__, bin) => (bin * 7_919 + pool * 31) % 10_000),
  );
}

function sortInMemory(series: readonly Int16Array[]): void {
  for (const bins of series) bins.slice().sort();
}

async function percentileInSql(
  client: DatabaseClient,
  window: { fromMinute: number; toMinute: number },
): Promise<void> {
  await client.pools.read.query(
    `select pool, percentile_cont(0.95) within group (order by hot) from telemetry.pool_minute
      where minute >= $1 and minute < $2 group by pool`,
    [window.fromMinute, window.toMinute],
  );
}

async function benchHeatmap(app: ServedApp, filled: FilledHistory): Promise<void> {
  const from = new Date((filled.toMinute - COLUMNS * 5) * 60_000).toISOString();
  const to = new Date(filled.toMinute * 60_000).toISOString();
  const url = `${app.origin}/api/v1/fleet/heatmap?${new URLSearchParams({ from, to, step: "5m", measure: "hot" })}`;
  const taken = await medianMs(RUNS, async () => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${app.adminToken}` } });
    if (!response.ok)
      throw new Error(`the heat map was answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  });
  reportTime(`heat map over HTTP, ${filled.poolIds.length} × ${COLUMNS}`, taken, { bar: 200 });
}

function reportTime(what: string, taken: number, against: { sql?: number; bar: number }): void {
  printLine({
    what,
    figure: ms(taken),
    ...(against.sql === undefined ? {} : { ratio: { of: taken / against.sql, to: "percentile_cont" } }),
    bar: { words: `≤ ${against.bar} ms`, reached: taken <= against.bar },
  });
}

function ms(taken: number): string {
  return `${taken.toFixed(taken < 10 ? 1 : 0)} ms`;
}

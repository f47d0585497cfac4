import { type EpochMinute, type MinuteWindow, minuteOf } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { type FleetPool, resolveSettings, type SettingOverrides, type ShapeKeeper } from "../fleet/index.ts";
import type { HourReader } from "../telemetry/cpu/hours/queries.ts";
import { readLatestMinutes } from "../telemetry/cpu/queries.ts";
import type { NodeNames } from "../telemetry/names/queries.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { binHeatmapRow, type HeatmapColumns, type HeatmapMeasure, heatmapSource } from "./binHeatmap.ts";
import { hotNodeP95 } from "./hotNodeP95.ts";
import { measurePool } from "./measurePool.ts";
import { isRelative, type WindowRequest } from "./parseWindow.ts";
import { readFleetWindows, recentWindow } from "./recent/queries.ts";
import { chooseRegionWindow, hullOf, type RegionWindow } from "./regionWindows.ts";
import { latestDataMinute, slicePoolWindow } from "./slicePoolWindow.ts";
import type { HotnessSettings, PoolMeasures, PoolState } from "./types.ts";

/** Where the measures are read from. */
export interface MeasureSource {
  readonly database: DatabaseClient;
  readonly hours: HourReader;
  readonly nodeNames: NodeNames;
  readonly shape: ShapeKeeper;
}

/** Which pools; absent = all. */
export interface PoolFilter {
  readonly region?: string | undefined;
  readonly stamp?: string | undefined;
  readonly kind?: string | undefined;
  readonly state?: PoolState | undefined;
}

/** One pool with its measures, and everything needed to explain them. */
export interface MeasuredPool {
  readonly pool: FleetPool;
  readonly settings: HotnessSettings;
  readonly measures: PoolMeasures;
  /** The pool over the window measured. */
  readonly window: PoolWindow;
  /** The name of `measures.hottestNode`. */
  readonly hottestNodeName: string | null;
}

export interface FleetMeasures {
  readonly nowMinute: EpochMinute;
  /** The least window that holds every region's. */
  readonly window: MinuteWindow;
  readonly regions: readonly RegionWindow[];
  /** By stamp and pool name. */
  readonly pools: readonly MeasuredPool[];
  /** How far back "over the limit since" was looked for: what begins here may have begun earlier. */
  readonly recent: MinuteWindow;
  /** The newest minute with data of the pools asked for; null = there is none at all. */
  readonly latestMinute: EpochMinute | null;
}

/** Every pool of the filter, measured: `GET /api/v1/fleet`. Pools without any data are there, with nulls. */
export async function measureFleet(
  source: MeasureSource,
  asked: {
    readonly request: WindowRequest;
    readonly filter: PoolFilter;
    readonly nowMs: number;
    /** In place of what is set: "what if". */
    readonly overrides?: SettingOverrides;
  },
): Promise<FleetMeasures> {
  const nowMinute = minuteOf(asked.nowMs);
  const scope = await readScope(source, { region: asked.filter.region });
  const overrides = asked.overrides ?? scope.overrides;
  const pools = scope.pools.filter((pool) => passesFilter(pool, asked.filter));
  const settingsOf = settingsByPool(pools, overrides);
  const regions = [...new Set(pools.map((pool) => pool.region))];
  // A region's peak is that of all its pools, whichever of them are asked for: else a filter would change the hours.
  const heard =
    asked.request.kind === "peak" ? scope.pools.filter((pool) => regions.includes(pool.region)) : pools;
  const recent = recentWindow(
    regions.map((region) => regionSettings(overrides, region)),
    asked.request,
    nowMinute,
  );
  const { recentOf, datedOf } = await readFleetWindows(source.hours, {
    request: asked.request,
    pools,
    heard,
    settingsOf,
    recent,
    nowMinute,
  });
  const windows = regions.map((region) =>
    chooseRegionWindow(
      {
        region,
        pools: heard.filter((pool) => pool.region === region).flatMap((pool) => recentOf.get(pool.id) ?? []),
        settings: regionSettings(overrides, region),
      },
      asked.request,
      nowMinute,
    ),
  );
  const measured = pools.map((pool): Omit<MeasuredPool, "hottestNodeName"> => {
    const settings = settingsOf(pool);
    const region = windows.find((window) => window.region === pool.region);
    const whole = recentOf.get(pool.id) ?? null;
    const window =
      region === undefined
        ? emptyWindow(pool.id, recent)
        : cut(pool.id, datedOf === null ? whole : (datedOf.get(pool.id) ?? null), region);
    const own = region?.own.get(pool.id) ?? null;
    const context = {
      nowMinute,
      relative: isRelative(asked.request),
      recent: whole,
      ownPeak: own === null || whole === null ? null : slicePoolWindow(whole, own.window),
    };
    return { pool, settings, window, measures: measurePool(window, context, settings) };
  });
  const named = await nameHottest(source, measured);
  const kept = named.filter(
    (each) => asked.filter.state === undefined || each.measures.state === asked.filter.state,
  );
  return {
    nowMinute,
    window: hullOf(windows) ?? recent,
    regions: windows,
    pools: kept,
    recent,
    latestMinute: await latestMinute(source, pools, recentOf),
  };
}

/**
 * Hot-node P95 of pools over the same hours as `windowOf` gives, so many minutes earlier: what a trend is held against.
 * Null where there was no data then.
 */
export async function readEarlierP95(
  source: MeasureSource,
  pools: readonly { readonly id: number; readonly window: MinuteWindow }[],
  earlierMinutes: number,
): Promise<ReadonlyMap<number, number | null>> {
  const hull = hullOf(pools.map((pool) => pool.window));
  if (hull === null) return new Map();
  const shifted = shift(hull, -earlierMinutes);
  const binsOf = await source.hours.readBins(
    pools.map((pool) => pool.id),
    { window: shifted, column: "hot" },
  );
  return new Map(
    pools.map(({ id, window }) => {
      const from = window.fromMinute - hull.fromMinute;
      const hot = binsOf.get(id)?.values.subarray(from, from + window.toMinute - window.fromMinute);
      return [id, hot === undefined ? null : hotNodeP95(hot)];
    }),
  );
}

export interface FleetHeatmap {
  readonly columns: HeatmapColumns;
  readonly pools: readonly FleetPool[];
  /** Row by row, hundredths of a point, −1 = no data. */
  readonly cells: Int16Array;
}

/** The cells of the heat map, a row for each pool of the filter. */
export async function readHeatmap(
  source: MeasureSource,
  asked: {
    readonly columns: HeatmapColumns;
    readonly measure: HeatmapMeasure;
    readonly pools: readonly FleetPool[];
  },
): Promise<FleetHeatmap> {
  const { columns, pools } = asked;
  const binsOf = await source.hours.readBins(
    pools.map((pool) => pool.id),
    { window: columns.window, column: heatmapSource(asked.measure) },
  );
  const width = columns.starts.length;
  const cells = new Int16Array(width * pools.length).fill(-1);
  pools.forEach((pool, row) => {
    const bins = binsOf.get(pool.id);
    if (bins !== undefined) binHeatmapRow(cells.subarray(row * width, (row + 1) * width), bins, asked);
  });
  return { columns, pools, cells };
}

/** The pools of a filter by stamp and pool name, and every setting that is not its default. */
export async function readScope(
  source: Pick<MeasureSource, "shape">,
  filter: PoolFilter,
): Promise<{ pools: readonly FleetPool[]; overrides: SettingOverrides }> {
  const { pools, overrides } = await source.shape.current();
  return { pools: pools.filter((pool) => passesFilter(pool, filter)), overrides };
}

function passesFilter(pool: FleetPool, { region, stamp, kind }: PoolFilter): boolean {
  return (
    (region === undefined || pool.region === region) &&
    (stamp === undefined || pool.stamp === stamp) &&
    (kind === undefined || pool.kind === kind)
  );
}

/** Resolved once per region and kind, not once per pool. */
function settingsByPool(
  pools: readonly FleetPool[],
  overrides: SettingOverrides,
): (pool: FleetPool) => HotnessSettings {
  const keyOf = (pool: FleetPool) => `${pool.region}\n${pool.kind}`;
  const resolved = new Map<string, HotnessSettings>();
  for (const pool of pools) {
    const key = keyOf(pool);
    if (!resolved.has(key))
      resolved.set(key, resolveSettings(overrides, { region: pool.region, poolKind: pool.kind }));
  }
  return (pool) =>
    resolved.get(keyOf(pool)) ?? resolveSettings(overrides, { region: pool.region, poolKind: pool.kind });
}

function regionSettings(overrides: SettingOverrides, region: string): HotnessSettings["window"] {
  return resolveSettings(overrides, { region, poolKind: "" }).window;
}

function cut(pool: number, whole: PoolWindow | null, window: MinuteWindow): PoolWindow {
  return whole === null ? emptyWindow(pool, window) : slicePoolWindow(whole, window);
}

function emptyWindow(pool: number, { fromMinute, toMinute }: MinuteWindow): PoolWindow {
  const bins = toMinute - fromMinute;
  const nothing = () => new Int16Array(bins).fill(-1);
  const none = new Uint16Array(bins);
  return {
    pool,
    fromMinute,
    toMinute,
    hot: nothing(),
    average: nothing(),
    hottest: nothing(),
    present: none,
    expected: none,
  };
}

async function nameHottest(
  source: MeasureSource,
  measured: readonly Omit<MeasuredPool, "hottestNodeName">[],
): Promise<MeasuredPool[]> {
  const hottest = measured.flatMap(({ pool, measures: { hottestNode } }) =>
    hottestNode === null ? [] : [{ pool: pool.id, slot: hottestNode.slot }],
  );
  const names = await source.nodeNames.find(hottest);
  const byPool = new Map(hottest.map(({ pool }, at) => [pool, names[at] ?? null]));
  return measured.map((each) => ({ ...each, hottestNodeName: byPool.get(each.pool.id) ?? null }));
}

/** From memory where the last hours have data; only where they have none is the database asked. */
async function latestMinute(
  source: MeasureSource,
  pools: readonly FleetPool[],
  recent: ReadonlyMap<number, PoolWindow>,
): Promise<EpochMinute | null> {
  const found = pools.flatMap(({ id }) => {
    const window = recent.get(id);
    return (window === undefined ? null : latestDataMinute(window)) ?? [];
  });
  if (found.length > 0) return greatest(found);
  const ids = pools.map(({ id }) => id);
  const stored = [...(await readLatestMinutes(source.database.pools.read, ids)).values()];
  return stored.length === 0 ? null : greatest(stored);
}

function greatest(minutes: readonly EpochMinute[]): EpochMinute {
  return minutes.reduce((most, minute) => Math.max(most, minute));
}

function shift({ fromMinute, toMinute }: MinuteWindow, minutes: number): MinuteWindow {
  return { fromMinute: fromMinute + minutes, toMinute: toMinute + minutes };
}

import { type EpochMinute, greatest, groupsOf, type MinuteWindow, minuteOf, Pieces } from "../core/index.ts";
import type { DatabaseClient } from "../db/client.ts";
import { type FleetPool, resolveSettings, type SettingOverrides, type ShapeReader } from "../fleet/index.ts";
import { oneLook, type PoolHours } from "../telemetry/cpu/hours/poolHours.ts";
import { readLatestMinutes } from "../telemetry/cpu/queries.ts";
import type { NodeNames } from "../telemetry/names/queries.ts";
import type { PoolWindow } from "../telemetry/types.ts";
import { measurePool } from "./measurePool.ts";
import { isRelative, type WindowRequest } from "./parseWindow.ts";
import { readFleetWindows, recentWindow } from "./recent/queries.ts";
import { chooseRegionWindow, hullOf, type RegionWindow } from "./regionWindows.ts";
import { latestDataMinute, slicePoolWindow } from "./slicePoolWindow.ts";
import type { HotnessSettings, PoolMeasures, PoolState } from "./types.ts";

/** Where the measures are read from. */
export interface MeasureSource {
  readonly database: DatabaseClient;
  readonly hours: PoolHours;
  readonly nodeNames: NodeNames;
  readonly shape: ShapeReader;
}

/**
 * To measure the same pools more than once from: the fleet's shape and their hours are read once, so that both are of the same
 * pools and of one instant.
 */
export function measuredOnce<Source extends Pick<MeasureSource, "hours" | "shape">>(source: Source): Source {
  let known: ReturnType<ShapeReader["current"]> | undefined;
  const current = () => {
    known ??= source.shape.current();
    return known;
  };
  return { ...source, hours: oneLook(source.hours), shape: { current } };
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

/**
 * Every pool of the filter, measured at one instant: `GET /api/v1/fleet`. Pools without any data are there, with nulls. Of a large
 * fleet this is work of a second, done in pieces.
 */
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
  const windows = await chooseWindows(regions, { asked, heard, recentOf, overrides, nowMinute });
  const windowOf = new Map(windows.map((window) => [window.region, window]));
  const measured = await inPieces(pools, (pool): Omit<MeasuredPool, "hottestNodeName"> => {
    const whole = recentOf.get(pool.id) ?? null;
    const dated = datedOf === null ? whole : (datedOf.get(pool.id) ?? null);
    const region = windowOf.get(pool.region) ?? null;
    const window = region === null ? emptyWindow(pool.id, recent) : cut(pool.id, dated, region);
    const own = region?.own.get(pool.id) ?? null;
    const context = {
      nowMinute,
      relative: isRelative(asked.request),
      recent: whole,
      ownPeak: own === null || whole === null ? null : slicePoolWindow(whole, own.window),
    };
    const settings = settingsOf(pool);
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

/** The window of each region, told by the pools heard of it. */
async function chooseWindows(
  regions: readonly string[],
  told: {
    readonly asked: { readonly request: WindowRequest };
    readonly heard: readonly FleetPool[];
    readonly recentOf: ReadonlyMap<number, PoolWindow>;
    readonly overrides: SettingOverrides;
    readonly nowMinute: EpochMinute;
  },
): Promise<RegionWindow[]> {
  const heardOf = Map.groupBy(told.heard, (pool) => pool.region);
  const windows: RegionWindow[] = [];
  const pieces = new Pieces();
  for (const region of regions) {
    const pools = (heardOf.get(region) ?? []).flatMap((pool) => told.recentOf.get(pool.id) ?? []);
    const settings = regionSettings(told.overrides, region);
    windows.push(chooseRegionWindow({ region, pools, settings }, told.asked.request, told.nowMinute));
    await pieces.next();
  }
  return windows;
}

/** Well below a millisecond of work each. */
const POOLS_AT_ONCE = 32;

async function inPieces<One, Made>(all: readonly One[], make: (one: One) => Made): Promise<Made[]> {
  const made: Made[] = [];
  const pieces = new Pieces();
  for (const some of groupsOf(all, POOLS_AT_ONCE)) {
    for (const one of some) made.push(make(one));
    await pieces.next();
  }
  return made;
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

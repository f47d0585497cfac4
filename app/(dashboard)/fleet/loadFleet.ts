import { encodeCells } from "#lib/charts/cellMatrix.ts";
import { formatDuration, formatUtcWindow, type StateThresholds, type TimeRange } from "#lib/charts/index.ts";
import { MINUTE_MS, MINUTES_PER_DAY, type MinuteWindow } from "#lib/core/index.ts";
import type { FleetPool } from "#lib/fleet/index.ts";
import { readEarlierP95 } from "#lib/hotness/earlier/queries.ts";
import { readHeatmap } from "#lib/hotness/heatmap/queries.ts";
import {
  chooseStepMinutes,
  type HeatmapMeasure,
  heatmapColumns,
  parseDurationMinutes,
  type WindowRequest,
} from "#lib/hotness/index.ts";
import { type FleetMeasures, type MeasuredPool, measureFleet } from "#lib/hotness/queries.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { pageApp } from "#lib/http/page.ts";
import { type FleetCells, type FleetPoolRow, type FleetView, packPools } from "./fleetView.ts";

export interface FleetAsked {
  readonly region: string;
  readonly range: TimeRange;
  readonly measure: HeatmapMeasure;
  /** As the URL has it; empty or not a duration = chosen. */
  readonly step: string;
}

export interface FleetPage {
  readonly view: FleetView;
  /** Read after the view, so that strip and table do not wait for it. */
  readonly cells: Promise<FleetCells>;
}

/** Cells that a page carries at most when the step is not chosen by hand: about half a megabyte. */
const CELLS_AT_MOST = 200_000;
/** A day of five minutes, and the one more that its two edges share. */
const COLUMNS_AT_MOST = 289;
const COLUMNS_AT_LEAST = 48;

/** Everything that the Fleet page shows. */
export async function loadFleetPage(asked: FleetAsked): Promise<FleetPage> {
  const context = await pageApp();
  const nowMs = context.clock();
  const measured = await measureFleet(context, {
    request: windowRequest(asked.range),
    filter: { region: asked.region || undefined },
    nowMs,
  });
  const [rows, thresholds] = [await poolRows(context, measured), distinctThresholds(measured.pools)];
  const view: FleetView = {
    pools: packPools(rows),
    thresholds,
    windows: measured.regions.map(({ region, fromMinute, toMinute }) => ({ region, fromMinute, toMinute })),
    windowText: windowText(measured, asked.range, nowMs),
    isPeak: asked.range.kind === "peak",
    readMs: nowMs,
    recentFromMinute: measured.recent.fromMinute,
    latestDataMs: measured.latestMinute === null ? null : measured.latestMinute * MINUTE_MS,
    isOutside: isOutside(measured),
  };
  return { view, cells: readCells(context, { asked, measured }) };
}

function windowRequest(range: TimeRange): WindowRequest {
  if (range.kind === "peak") return { kind: "peak" };
  if (range.kind === "relative") return { kind: "last", minutes: range.minutes };
  return { kind: "dates", fromMinute: range.fromMinute, toMinute: range.toMinute };
}

/** No pool has data in any of the windows, though there are data somewhere. */
function isOutside(measured: FleetMeasures): boolean {
  return measured.latestMinute !== null && measured.pools.every((each) => each.measures.hotNodeP95 === null);
}

async function poolRows(context: AppContext, measured: FleetMeasures): Promise<FleetPoolRow[]> {
  const asked = measured.pools.map(({ pool, measures }) => ({ id: pool.id, window: measures.window }));
  const day = await readEarlierP95(context, asked, MINUTES_PER_DAY);
  const week = await readEarlierP95(context, asked, 7 * MINUTES_PER_DAY);
  const thresholds = distinctThresholds(measured.pools).map((one) => JSON.stringify(one));
  return measured.pools.map((each) => ({
    ...poolRow(each),
    trendDay: changeSince(each, day.get(each.pool.id) ?? null),
    trendWeek: changeSince(each, week.get(each.pool.id) ?? null),
    thresholdsIndex: thresholds.indexOf(JSON.stringify(each.settings.thresholds)),
  }));
}

function poolRow({ pool, measures, hottestNodeName }: MeasuredPool) {
  return {
    id: `${pool.stamp}/${pool.name}`,
    region: pool.region,
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    state: measures.state,
    isStale: measures.stale,
    hotNodeP95: rounded(measures.hotNodeP95),
    max: rounded(measures.max),
    average: rounded(measures.average),
    hot5m: rounded(measures.now.hot5m),
    hot15m: rounded(measures.now.hot15m),
    overSince: measures.now.overSince,
    hotSpotRatio: rounded(measures.hotSpotRatio),
    hottestNode: hottestNodeName,
    hottestShare: rounded(measures.hottestNode?.share ?? null),
    nodes: measures.nodes,
    limit: measures.limit,
    coverage: rounded(measures.coverage.lesser) ?? 0,
    ownPeakP95: rounded(measures.ownPeak?.hotNodeP95 ?? null),
  };
}

/** A trend against a hole is no trend: null where either side has too little data. */
function changeSince({ measures, settings }: MeasuredPool, earlierP95: number | null): number | null {
  if (measures.hotNodeP95 === null || earlierP95 === null) return null;
  if (measures.coverage.lesser < settings.coverage.unknownBelow) return null;
  return rounded(measures.hotNodeP95 - earlierP95);
}

/** Stored values are good to a hundredth: more digits would only make the page heavier. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}

function distinctThresholds(pools: readonly MeasuredPool[]): StateThresholds[] {
  const distinct = new Map(
    pools.map(({ settings }) => [JSON.stringify(settings.thresholds), settings.thresholds]),
  );
  return [...distinct.values()];
}

/** The windows in words, as the ends of sentences: "… in the last 3 h". */
function windowText(measured: FleetMeasures, range: TimeRange, nowMs: number): string {
  if (range.kind === "relative") return `in the last ${formatDuration(range.minutes * 60)}`;
  const [first, ...others] = measured.regions;
  if (first === undefined) return "in no window";
  const hours = formatUtcWindow(first.fromMinute, first.toMinute, nowMs);
  if (range.kind === "absolute") return hours;
  const thin = measured.regions.some((region) => !region.qualifies)
    ? " (not all of it is covered well enough to be sure)"
    : "";
  const isSame = others.every(
    (other) => other.fromMinute === first.fromMinute && other.toMinute === first.toMinute,
  );
  return isSame ? `in the peak window ${hours}${thin}` : `in each region’s own peak window${thin}`;
}

interface CellsAsked {
  readonly asked: FleetAsked;
  readonly measured: FleetMeasures;
}

async function readCells(context: AppContext, { asked, measured }: CellsAsked): Promise<FleetCells> {
  const window = mapWindow(asked.range, measured);
  const pools: FleetPool[] = measured.pools.map(({ pool }) => pool);
  const columns = heatmapColumns(window, stepFor(asked.step, window, pools.length));
  const { cells } = await readHeatmap(context, { columns, measure: asked.measure, pools });
  return {
    columns: columns.starts.length,
    fromMinute: columns.starts[0] ?? window.fromMinute,
    stepMinutes: columns.stepMinutes,
    cells: encodeCells(cells),
  };
}

/** Around a peak the whole look-back is shown, so that one sees of what it is the peak. */
function mapWindow(range: TimeRange, measured: FleetMeasures): MinuteWindow {
  if (range.kind !== "peak") return measured.window;
  const hours = measured.pools.reduce(
    (most, { settings }) => Math.max(most, settings.window.lookBackHours),
    1,
  );
  return {
    fromMinute: Math.min(measured.window.fromMinute, measured.nowMinute - hours * 60),
    toMinute: measured.nowMinute,
  };
}

function stepFor(step: string, window: MinuteWindow, pools: number): number {
  const chosen = parseDurationMinutes(step);
  const minutes = window.toMinute - window.fromMinute;
  // A step by hand is taken as it is, as long as the page can carry it.
  if (chosen !== null && (minutes / chosen) * pools <= CELLS_AT_MOST * 5) return chosen;
  const fit = Math.floor(CELLS_AT_MOST / Math.max(1, pools));
  return chooseStepMinutes(window, Math.min(COLUMNS_AT_MOST, Math.max(COLUMNS_AT_LEAST, fit)));
}

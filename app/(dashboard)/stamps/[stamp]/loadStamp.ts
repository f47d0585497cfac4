import { listAudit } from "#lib/audit/index.ts";
import { describePool, formatUtcWindow, type TimeRange } from "#lib/charts/index.ts";
import { MINUTE_MS, MINUTES_PER_HOUR, type MinuteWindow } from "#lib/core/index.ts";
import { countReplicas, listBindingChanges } from "#lib/fleet/bindings/queries.ts";
import { FLEET_SCOPE, type FleetStamp, listSignals, resolveSetting } from "#lib/fleet/index.ts";
import { diagnoseSickNode, maySickNodeBe, reasonsOfStamp } from "#lib/hotness/index.ts";
import { type FleetMeasures, type MeasuredPool, measureFleet } from "#lib/hotness/queries.ts";
import { readPoolHours } from "#lib/hotness/series/queries.ts";
import type { AppContext } from "#lib/http/appContext.ts";
import { pageApp } from "#lib/http/page.ts";
import { readNodeMatrix } from "#lib/telemetry/cpu/queries.ts";
import { windowRequestOf } from "../../../_components/scope/windowRequest.ts";
import { describeReasons } from "../describeReasons.ts";
import { nodeRows, packNodes, sliceNodeMatrix } from "./nodeRows.ts";
import { packSeries } from "./packSeries.ts";
import { bindingEvents, deploymentEvents, type StampEvent, signalEvent } from "./stampEvents.ts";
import type { PoolView, StampView } from "./stampView.ts";

export interface StampAsked {
  /** Its present name. */
  readonly stamp: string;
  /** Empty = all of its pools. */
  readonly pool: string;
  readonly range: TimeRange;
}

/** Everything that the page of a stamp shows; null when there is no such stamp, or no such pool of it. */
export async function loadStampPage(asked: StampAsked): Promise<StampView | null> {
  const context = await pageApp();
  const nowMs = context.clock();
  const { prisma } = context.database;
  const { overrides, ...shape } = await context.shape.current();
  const stamp = shape.stamps.find(({ name }) => name === asked.stamp);
  const poolNames = shape.pools.filter((pool) => pool.stamp === asked.stamp).map(({ name }) => name);
  if (stamp === undefined || (asked.pool !== "" && !poolNames.includes(asked.pool))) return null;
  const [measured, replicas, open] = await Promise.all([
    measureFleet(context, {
      request: windowRequestOf(asked.range),
      filter: { stamp: stamp.name, region: stamp.region },
      nowMs,
    }),
    countReplicas(prisma, stamp.id),
    listSignals(prisma, { stamp: stamp.name, open: true, limit: MOST_SIGNALS }),
  ]);
  const shown = shownWindow(asked.range, measured);
  const rawDays = resolveSetting(overrides, "retention", FLEET_SCOPE).rawDays;
  const chosen = measured.pools.filter(({ pool }) => asked.pool === "" || pool.name === asked.pool);
  const [pools, history] = await Promise.all([
    Promise.all(chosen.map((each) => poolView(context, { each, shown, measured }))),
    readEvents(context, { stamp, shown }),
  ]);
  return {
    stamp: { ...stamp, replicas },
    poolNames,
    pools,
    shown,
    measured: measured.window,
    measuredLabel: measuredLabel(asked.range, measured, nowMs),
    reasons: describeReasons(reasonsOfStamp(measured.pools, open.signals, measured.nowMinute)),
    ...history,
    rawDays,
    readMs: nowMs,
    latestDataMs: measured.latestMinute === null ? null : measured.latestMinute * MINUTE_MS,
  };
}

/** Around a peak the whole look-back is shown, up to now, so that one sees of what it is the peak, and what came after. */
function shownWindow(range: TimeRange, measured: FleetMeasures): MinuteWindow {
  if (range.kind !== "peak") return measured.window;
  const hours = measured.pools[0]?.settings.window.lookBackHours ?? 24;
  return {
    fromMinute: Math.min(measured.window.fromMinute, measured.nowMinute - hours * MINUTES_PER_HOUR),
    toMinute: Math.max(measured.window.toMinute, measured.nowMinute),
  };
}

function measuredLabel(range: TimeRange, measured: FleetMeasures, nowMs: number): string | null {
  if (range.kind !== "peak") return null;
  const { fromMinute, toMinute } = measured.window;
  const doubt = measured.regions.every(({ qualifies }) => qualifies) ? "" : ", not well covered";
  return `peak window ${formatUtcWindow(fromMinute, toMinute, nowMs)}${doubt}`;
}

interface PoolInput {
  readonly each: MeasuredPool;
  readonly shown: MinuteWindow;
  readonly measured: FleetMeasures;
}

async function poolView(context: AppContext, { each, shown, measured }: PoolInput): Promise<PoolView> {
  const { pool, settings, measures, hottestNodeName } = each;
  const [hours, matrix] = await Promise.all([
    readPoolHours(context, pool, shown),
    readNodeMatrix(context.database.pools.read, pool.id, shown),
  ]);
  const inWindow = matrix === null ? null : sliceNodeMatrix(matrix, measures.window);
  const sickNode =
    inWindow !== null && maySickNodeBe(measures, settings) ? diagnoseSickNode(inWindow, settings) : null;
  const described = { measures, hot: each.window.hot, hottestNodeName, sickNode };
  return {
    id: `${pool.stamp}/${pool.name}`,
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    vcpusPerNode: pool.vcpusPerNode,
    minInstances: pool.minInstances,
    maxInstances: pool.maxInstances,
    measures,
    thresholds: settings.thresholds,
    hottestNodeName,
    readings: describePool({ ...described, nowMinute: measured.nowMinute }, settings),
    sickNode,
    series: packSeries(hours),
    nodes: nodeRows(each.window, inWindow, hours.nodeNames),
    nodeCells: matrix === null ? null : packNodes(matrix),
  };
}

const MOST_SIGNALS = 200;
const MOST_RECORDS = 200;
const MOST_CHANGES = 2_000;
/** Moves that follow one another within this part of the chart would be drawn over one another. */
const MERGE_SHARE = 1 / 40;

async function readEvents(
  context: AppContext,
  { stamp, shown }: { readonly stamp: FleetStamp; readonly shown: MinuteWindow },
): Promise<{ readonly events: readonly StampEvent[]; readonly areAllEvents: boolean }> {
  const { prisma } = context.database;
  const [from, to] = [shown.fromMinute * MINUTE_MS, shown.toMinute * MINUTE_MS];
  const during = { fromMs: from, toMs: to };
  const [signals, changes, records] = await Promise.all([
    listSignals(prisma, { stamp: stamp.name, from, to, limit: MOST_SIGNALS }),
    listBindingChanges(prisma, stamp.name, { ...during, limit: MOST_CHANGES }),
    listAudit(prisma, {
      thing: "stamp",
      thingName: stamp.name,
      action: "stamp.updated",
      from,
      to,
      limit: MOST_RECORDS,
    }),
  ]);
  const events = [
    ...signals.signals.map(signalEvent),
    ...bindingEvents(changes, (to - from) * MERGE_SHARE),
    ...deploymentEvents(records.events, during, stamp.inDeployment),
  ].sort((one, other) => one.fromMs - other.fromMs);
  const areAllEvents =
    signals.nextCursor === null && records.nextCursor === null && changes.length < MOST_CHANGES;
  return { events, areAllEvents };
}

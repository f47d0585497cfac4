import {
  type ContributionSource,
  type JudgedPool,
  readJudgedPools,
} from "../../contribution/judged/queries.ts";
import type { Shortcoming } from "../../contribution/judgeEvidence.ts";
import {
  err,
  type Failure,
  MINUTE_MS,
  MINUTES_PER_DAY,
  type MinuteWindow,
  minuteOf,
  ok,
  type Result,
} from "../../core/index.ts";
import { resolveSettings, type SettingOverrides } from "../../fleet/settings.ts";
import { listSignals } from "../../fleet/signals/queries.ts";
import type { Signal } from "../../fleet/signals/signalBody.ts";
import type { FleetStamp } from "../../fleet/types.ts";
import { diagnoseSickNode, maySickNodeBe } from "../../hotness/diagnoseSickNode.ts";
import { readEarlierP95 } from "../../hotness/earlier/queries.ts";
import { hotStampReasons } from "../../hotness/hotStampReasons.ts";
import { isRelative, type WindowRequest } from "../../hotness/parseWindow.ts";
import { type MeasuredPool, measureFleet } from "../../hotness/queries.ts";
import type { HotStamp } from "../judgeStamps.ts";
import type { PlannedStamp, SimulationPool } from "../types.ts";

/** A region as it was measured, before any load model is asked for. */
export interface MeasuredRegion {
  readonly region: string;
  readonly window: MinuteWindow;
  /** When its signals are open, and its homes hold: now, or the end of a window that is given by its dates. */
  readonly atMs: number;
  /** By stamp and pool name. Stamps that nobody has made yet, or filled, are not among them. */
  readonly pools: readonly MeasuredPool[];
  /** Of the whole fleet. */
  readonly stamps: readonly FleetStamp[];
  /** Stamps of the region that are declared, and not made yet or not filled. */
  readonly planned: readonly PlannedStamp[];
  readonly signals: readonly Signal[];
  readonly overrides: SettingOverrides;
}

/** A region as simulations take it. */
export interface FittedRegion {
  readonly pools: readonly SimulationPool[];
  readonly judged: readonly JudgedPool[];
  /** Stamps that are hot, with every reason that is known. */
  readonly hot: readonly HotStamp[];
  /** Stamps that may take load, neither cordoned nor in deployment, by their kind. */
  readonly sharedDestinations: ReadonlySet<string>;
  readonly isolatedDestinations: ReadonlySet<string>;
}

const MOST_SIGNALS = 1_000;

/** Measures every pool of a region over the window asked for. `invalid` where there is no such region. */
export async function measureRegion(
  source: ContributionSource,
  asked: {
    readonly region: string;
    readonly request: WindowRequest;
    readonly nowMs: number;
    /** Stamps that exist, and that nobody was ever at home on: their idle nodes tell nothing of load. */
    readonly unfilled?: ReadonlySet<string> | undefined;
  },
): Promise<Result<MeasuredRegion, Failure>> {
  const { prisma } = source.database;
  const { region, request, nowMs, unfilled } = asked;
  const [shape, measured] = await Promise.all([
    source.shape.current(),
    measureFleet(source, { request, filter: { region }, nowMs }),
  ]);
  if (!shape.regions.some(({ name }) => name === region)) {
    const message = `There is no region ${region}.`;
    return err({ code: "invalid", detail: message, errors: [{ path: "region", message }] });
  }
  const { window } = measured;
  const atMs = isRelative(request) ? nowMs : Math.min(nowMs, window.toMinute * MINUTE_MS);
  const { signals } = await listSignals(prisma, {
    region,
    from: window.fromMinute * MINUTE_MS,
    to: Math.max(atMs, window.toMinute * MINUTE_MS),
    limit: MOST_SIGNALS,
  });
  const hasData = new Set(
    measured.pools.filter(({ measures }) => measures.hotNodeP95 !== null).map(({ pool }) => pool.stamp),
  );
  const isUnmade = new Set(
    shape.stamps
      .filter(({ name, planned }) => (planned && !hasData.has(name)) || unfilled?.has(name) === true)
      .map(({ name }) => name),
  );
  return ok({
    region,
    window,
    atMs,
    pools: measured.pools.filter(({ pool }) => !isUnmade.has(pool.stamp)),
    stamps: shape.stamps,
    planned: shape.stamps
      .filter((stamp) => stamp.region === region && isUnmade.has(stamp.name))
      .map((stamp) => plannedStampOf(stamp, measured.pools)),
    signals,
    overrides: shape.overrides,
  });
}

function plannedStampOf({ name, kind }: FleetStamp, pools: readonly MeasuredPool[]): PlannedStamp {
  return {
    name,
    kind,
    pools: pools
      .filter(({ pool }) => pool.stamp === name)
      .map(({ pool, settings }) => ({
        name: pool.name,
        kind: pool.kind,
        vcpusPerNode: pool.vcpusPerNode,
        instances: pool.minInstances ?? LEAST_INSTANCES,
        limit: settings.limitP95,
      })),
  };
}

/** What a pool that nobody has made is taken to begin with, where its least number of instances is not declared. */
const LEAST_INSTANCES = 3;

/** The limit of a pool of a kind in the region, as it is set. */
export function limitOf({ overrides, region }: MeasuredRegion, poolKind: string): number {
  return resolveSettings(overrides, { region, poolKind }).limitP95;
}

/**
 * Fits the pools of the stamps that are touched, and of those that are over a limit or under a signal of high severity;
 * the others keep their measures alone. So the first answer about a large region does not wait for all of its models.
 */
export async function fitRegion(
  source: ContributionSource,
  measured: MeasuredRegion,
  touched: ReadonlySet<string>,
): Promise<FittedRegion> {
  const wanted = new Set([...touched, ...hotByMeasures(measured)]);
  const judged = await readJudgedPools(
    source,
    measured.pools.filter(({ pool }) => wanted.has(pool.stamp)),
  );
  const judgedOf = new Map(judged.map((one) => [one.measured.pool.id, one]));
  const regional = measured.stamps.filter(({ region }) => region === measured.region);
  return {
    judged,
    pools: measured.pools.map((pool) => simulationPoolOf(measured, pool, judgedOf.get(pool.pool.id) ?? null)),
    hot: regional.flatMap((stamp) => hotStampOf(measured, stamp, judged)),
    sharedDestinations: destinationsAmong(regional, "shared"),
    isolatedDestinations: destinationsAmong(regional, "isolated"),
  };
}

function destinationsAmong(stamps: readonly FleetStamp[], wanted: FleetStamp["kind"]): ReadonlySet<string> {
  return new Set(
    stamps
      .filter(
        ({ kind, cordoned, inDeployment, planned }) =>
          kind === wanted && !cordoned && !inDeployment && !planned,
      )
      .map(({ name }) => name),
  );
}

function hotByMeasures(measured: MeasuredRegion): string[] {
  const stamps = new Set(measured.pools.map(({ pool }) => pool.stamp));
  return [...stamps].filter((stamp) => reasonsOf(measured, stamp, []).length > 0);
}

function reasonsOf(measured: MeasuredRegion, stamp: string, judged: readonly JudgedPool[]) {
  return hotStampReasons(
    {
      pools: measured.pools
        .filter(({ pool }) => pool.stamp === stamp)
        .map(({ pool, measures, settings: { dominanceShare } }) => ({
          name: pool.name,
          dominanceShare,
          ...measures,
        })),
      signals: measured.signals
        .filter((signal) => signal.stamp === stamp)
        .map(({ from, to, ...signal }) => ({
          ...signal,
          fromMs: Date.parse(from),
          toMs: to === null ? null : Date.parse(to),
        })),
      reliefs: judged
        .filter(({ placed }) => placed.stamp === stamp)
        .flatMap(({ placed }) =>
          [...placed.contribution.tenantRelief].map(([tenant, reliefPoints]) => ({
            tenant,
            pool: placed.pool,
            reliefPoints,
          })),
        ),
    },
    minuteOf(measured.atMs),
  );
}

function hotStampOf(
  measured: MeasuredRegion,
  { name, kind }: FleetStamp,
  judged: readonly JudgedPool[],
): HotStamp[] {
  const reasons = reasonsOf(measured, name, judged);
  if (reasons.length === 0) return [];
  const sickNodes = judged
    .filter(({ placed }) => placed.stamp === name)
    .flatMap(({ placed, fitted, measured: { measures, settings } }) => {
      if (fitted.nodes === null || !maySickNodeBe(measures, settings)) return [];
      const sick = diagnoseSickNode(fitted.nodes, settings);
      return sick === null ? [] : [{ pool: placed.pool, slot: sick.slot, name: sick.name }];
    });
  return [{ stamp: name, kind, reasons, sickNodes }];
}

function simulationPoolOf(
  { signals, window: hours }: MeasuredRegion,
  { pool, measures, settings, window: { hot, present } }: MeasuredPool,
  judged: JudgedPool | null,
): SimulationPool {
  const isUsable = judged !== null && judged.model !== null;
  return {
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    measures,
    hot,
    present,
    vcpusPerNode: pool.vcpusPerNode,
    throttled: signals.some(
      (signal) =>
        signal.kind === "throttling" &&
        signal.stamp === pool.stamp &&
        (signal.pool === null || signal.pool === pool.name) &&
        Date.parse(signal.from) < hours.toMinute * MINUTE_MS &&
        (signal.to === null || Date.parse(signal.to) > hours.fromMinute * MINUTE_MS),
    ),
    fitted: isUsable ? judged.fitted.fit : null,
    load: isUsable ? judged.fitted.load : null,
    missing: isUsable ? null : missingOf(judged?.notes ?? []),
    rules: settings.coverage,
    dominanceShare: settings.dominanceShare,
  };
}

function missingOf(notes: readonly Shortcoming[]): SimulationPool["missing"] {
  const refusal = notes.find(({ isRefusal }) => isRefusal)?.code;
  if (refusal === "weak_fit") return "weak_model";
  return refusal === "low_coverage" || refusal === "no_cpu" ? "coverage_too_low" : "no_load_data";
}

/** Hot-node P95 of the pools over their limits in the same hours of the day before, by stamp and pool name. */
export async function readDayBefore(
  source: ContributionSource,
  { pools, window }: MeasuredRegion,
): Promise<(stamp: string, pool: string) => number | null> {
  const over = pools.filter(({ measures }) => (measures.excess ?? 0) > 0);
  const earlier = await readEarlierP95(
    source,
    over.map(({ pool }) => ({ id: pool.id, window })),
    MINUTES_PER_DAY,
  );
  const idOf = new Map(over.map(({ pool }) => [JSON.stringify([pool.stamp, pool.name]), pool.id]));
  return (stamp, pool) => earlier.get(idOf.get(JSON.stringify([stamp, pool])) ?? -1) ?? null;
}

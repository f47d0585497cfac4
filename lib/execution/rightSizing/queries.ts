import { rounded } from "../../contribution/contributionAnswer.ts";
import { type ContributionSource, readJudgedPools } from "../../contribution/judged/queries.ts";
import {
  type Failure,
  MINUTES_PER_HOUR,
  type MinuteWindow,
  minuteOf,
  ok,
  type Result,
  toIso,
} from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { RightSizing as RightSizingRow } from "../../db/generated/client.ts";
import { resolvePlanningSettings, resolveSettings } from "../../fleet/settings.ts";
import type { FleetShape } from "../../fleet/shape/limitShape.ts";
import { choosePeakWindow } from "../../hotness/choosePeakWindow.ts";
import { type MeasuredPool, measureFleet } from "../../hotness/queries.ts";
import { endsOf, findRun, isoOf, type PlanKey } from "../result/queries.ts";
import { lastObservation } from "../result/resultWindows.ts";
import type { RunPlan } from "../types.ts";
import { adviseSize } from "./adviseSize.ts";
import {
  APPLIED_STATES,
  type AppliedSize,
  type RightSizing,
  type SizedPoolAnswer,
} from "./rightSizingAnswer.ts";
import { type RightSizingRules, sizePool } from "./sizePool.ts";

/** A size is found on the hottest hours of the last days, at most so many. */
const MOST_HOURS = 7 * 24;
/** As `sizePool` is asked about a pool without a model. */
const NO_IDLE = 0;
const FULL_CENTI = 9_000;

interface Sizing {
  readonly run: RunPlan;
  readonly rules: RightSizingRules;
  readonly nowMs: number;
  readonly observedSinceMs: number | null;
}

/** `GET /api/v1/plans/{id}/rightsizing`. `not_found`, `conflict`. */
export async function readRightSizing(
  source: ContributionSource,
  key: PlanKey,
  nowMs: number,
): Promise<Result<RightSizing, Failure>> {
  const found = await findRun(source, key);
  if (!found.ok) return found;
  const { run } = found.value;
  const shape = await source.shape.current();
  const rules = resolvePlanningSettings(shape.overrides, run.region).rightSizing;
  const observedSinceMs = lastObservation(run, nowMs)?.fromMs ?? null;
  const window =
    observedSinceMs === null
      ? null
      : await peakSince(source, { region: run.region, sinceMs: observedSinceMs, toMs: nowMs });
  const sizing: Sizing = { run, rules, nowMs, observedSinceMs };
  return ok({
    plan: { id: run.id, version: run.version, name: run.name, region: run.region },
    window: window === null ? null : isoOf(window),
    observedSince: observedSinceMs === null ? null : toIso(observedSinceMs),
    wantedHours: rules.observedHours,
    pools: window === null ? [] : await readPools(source, { sizing, window, shape }),
  });
}

/** The region's hottest hours in a time, at most its last week; null = there is no window's length of data. */
export async function peakSince(
  source: ContributionSource,
  { region, sinceMs, toMs }: { readonly region: string; readonly sinceMs: number; readonly toMs: number },
): Promise<MinuteWindow | null> {
  const { overrides, pools } = await source.shape.current();
  const toMinute = minuteOf(toMs);
  const lookBack = {
    fromMinute: Math.max(minuteOf(sinceMs) + MINUTES_PER_HOUR, toMinute - MOST_HOURS * MINUTES_PER_HOUR),
    toMinute,
  };
  const settings = resolveSettings(overrides, { region, poolKind: "" }).window;
  const hours = Math.floor((lookBack.toMinute - lookBack.fromMinute) / MINUTES_PER_HOUR);
  if (hours < 1) return null;
  const minutes = Math.min(settings.minutes, hours * MINUTES_PER_HOUR);
  const heard = await source.hours.readWindows(
    pools.filter((pool) => pool.region === region).map(({ id }) => id),
    lookBack,
  );
  return choosePeakWindow([...heard.values()], lookBack, { ...settings, minutes })?.window ?? null;
}

async function readPools(
  source: ContributionSource,
  asked: { readonly sizing: Sizing; readonly window: MinuteWindow; readonly shape: FleetShape },
): Promise<SizedPoolAnswer[]> {
  const { run, nowMs } = asked.sizing;
  const { sources, destinations } = endsOf(run);
  const { pools } = await measureFleet(source, {
    request: { kind: "dates", ...asked.window },
    filter: { region: run.region },
    nowMs,
  });
  const touched = pools.filter(({ pool }) => sources.has(pool.stamp) || destinations.has(pool.stamp));
  const judged = await readJudgedPools(source, touched);
  const applied = await listApplied(source.database.prisma, run);
  return touched.map((measured) => {
    const { pool } = measured;
    const model = judged.find((one) => one.measured.pool.id === pool.id)?.model ?? null;
    return answerPool(asked.sizing, {
      measured,
      idlePoints: model === null ? NO_IDLE : meanOf(model.idlePoints),
      role: destinations.has(pool.stamp) ? "destination" : "source",
      updateDomains: asked.shape.stamps.find(({ id }) => id === pool.stampId)?.updateDomains ?? 1,
      applied: applied.get(pool.id) ?? [],
    });
  });
}

function answerPool(
  { run, rules, nowMs, observedSinceMs }: Sizing,
  one: {
    readonly measured: MeasuredPool;
    readonly idlePoints: number;
    readonly role: SizedPoolAnswer["role"];
    readonly updateDomains: number;
    readonly applied: readonly AppliedSize[];
  },
): SizedPoolAnswer {
  const { pool, measures, settings, window } = one.measured;
  const target = settings.limitP95 - settings.targetMarginPoints;
  const { minInstances, maxInstances, vcpusPerNode } = pool;
  const { hot, present } = window;
  const { idlePoints, updateDomains } = one;
  const size = sizePool(
    {
      ...{ hot, present, idlePoints, target, updateDomains, minInstances, maxInstances, vcpusPerNode },
      hasGained: one.role === "destination",
    },
    rules,
  );
  const coverage = measures.hotNodeP95 === null ? null : measures.coverage.lesser;
  const full = hot.reduce((sum, centi) => sum + (centi >= FULL_CENTI ? 1 : 0), 0);
  const advice = adviseSize({
    ...{ size, target, updateDomains },
    coverage,
    observedSinceMs,
    nowMs,
    wantedHours: rules.observedHours,
    isUnfinished: run.phases.some(({ state }) => state !== "passed" && state !== "rolled_back"),
    fullShare: full / Math.max(1, hot.length),
  });
  return {
    stamp: pool.stamp,
    pool: pool.name,
    kind: pool.kind,
    role: one.role,
    ...advice,
    limit: settings.limitP95,
    target,
    updateDomains,
    instances: { minimum: minInstances, maximum: maxInstances, measured: measures.nodes },
    coverage,
    hotNodeP95: measures.hotNodeP95 === null ? null : rounded(measures.hotNodeP95),
    idle: rounded(idlePoints),
    current: size?.current ?? null,
    smallest: size?.smallest ?? null,
    needed: size?.needed ?? null,
    floor: rules.floorInstances,
    headroom: rules.headroomInstances,
    recommended: size?.recommended ?? null,
    projected:
      size === null || size.projected === null
        ? null
        : {
            hotNodeP95: rounded(size.projected.hotNodeP95),
            withDomainOut: rounded(size.projected.withDomainOut),
          },
    saved: size?.saved ?? null,
    applied: one.applied,
  };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** What was recorded of a plan's version, by pool id, the newest first. */
export async function listApplied(
  db: Transaction,
  { id, version }: Pick<RunPlan, "id" | "version">,
): Promise<ReadonlyMap<number, readonly AppliedSize[]>> {
  const rows = await db.rightSizing.findMany({ where: { planId: id, version }, orderBy: { id: "desc" } });
  const told = rows.map((row) => ({ pool: row.poolId, applied: appliedOf(row) }));
  return new Map(
    [...Map.groupBy(told, ({ pool }) => pool)].map(([pool, own]) => [
      pool,
      own.map(({ applied }) => applied),
    ]),
  );
}

/** A recorded change as it is answered. */
export function appliedOf(row: RightSizingRow): AppliedSize {
  return {
    id: row.id,
    from: row.fromInstances,
    to: row.toInstances,
    target: row.target,
    projectedP95: row.projectedP95,
    reference: row.reference,
    appliedAt: row.appliedAt.toISOString(),
    appliedBy: row.appliedBy,
    verifyAt: row.verifyAt.toISOString(),
    state: APPLIED_STATES.find((state) => state === row.state) ?? "applied",
    measuredP95: row.measuredP95,
    decidedAt: row.decidedAt?.toISOString() ?? null,
  };
}

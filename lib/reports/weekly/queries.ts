import { err, type Failure, MINUTE_MS, minuteOf, ok, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { type FleetMeasures, type MeasureSource, measureFleet } from "../../hotness/queries.ts";
import { type IsoWeek, parseWeek, weekAfter, weekOf } from "./isoWeek.ts";
import { hottestFirst, type WeeklyPool, type WeeklyReport } from "./weeklyAnswer.ts";

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/**
 * A week in review, by default the last that is over. One region after the other is measured, so that a great fleet's week
 * is never in memory at once. `malformed` for what is no week, `invalid` for one that has not begun.
 */
export async function getWeeklyReport(
  source: MeasureSource,
  { week: name, region }: { readonly week?: string | undefined; readonly region?: string | undefined },
  nowMs: number,
): Promise<Result<WeeklyReport, Failure>> {
  const week = name === undefined ? weekAfter(weekOf(nowMs), -1) : parseWeek(name);
  if (week === null) return err({ code: "malformed", detail: `"${name}" is no week: write 2026-W47.` });
  if (week.fromMs >= nowMs) return err({ code: "invalid", detail: `The week ${week.name} has not begun.` });
  const toMs = Math.min(week.toMs, Math.floor(nowMs / MINUTE_MS) * MINUTE_MS);
  const span = { from: new Date(week.fromMs), to: new Date(toMs) };
  const { regions } = await source.shape.current();
  const asked = regions.map((one) => one.name).filter((one) => region === undefined || one === region);
  const db = source.database.prisma;
  const answered: WeeklyReport["regions"][number][] = [];
  for (const one of asked) {
    const pools = await readPools(source, { region: one, week, toMs, nowMs });
    answered.push({ region: one, pools, alerts: await countAlerts(db, one, span) });
  }
  return ok({
    week: week.name,
    from: toIso(week.fromMs),
    to: toIso(toMs),
    isOver: week.toMs <= nowMs,
    regions: answered,
    plans: await readPlans(db, span, region),
    accuracy: await readAccuracy(db, span, region),
  });
}

async function readPools(
  source: MeasureSource,
  asked: { readonly region: string; readonly week: IsoWeek; readonly toMs: number; readonly nowMs: number },
): Promise<WeeklyPool[]> {
  const { region, week, toMs, nowMs } = asked;
  const measure = (fromMs: number, untilMs: number): Promise<FleetMeasures> =>
    measureFleet(source, {
      request: { kind: "dates", fromMinute: minuteOf(fromMs), toMinute: minuteOf(untilMs) },
      filter: { region },
      nowMs,
    });
  const before = await measure(weekAfter(week, -1).fromMs, week.fromMs);
  const measuredBefore = new Map(before.pools.map(({ pool, measures }) => [pool.id, measures]));
  const { pools } = await measure(week.fromMs, toMs);
  return hottestFirst(
    pools.map(({ pool, measures, window }) => ({
      stamp: pool.stamp,
      pool: pool.name,
      hotNodeP95: rounded(measures.hotNodeP95),
      hotNodeP95Before: rounded(measuredBefore.get(pool.id)?.hotNodeP95 ?? null),
      coverageBefore: rounded(measuredBefore.get(pool.id)?.coverage.lesser ?? 0),
      max: rounded(measures.max),
      limit: measures.limit,
      minutesOver: window.hot.reduce((count, hot) => count + (hot > measures.limit * 100 ? 1 : 0), 0),
      coverage: rounded(measures.coverage.lesser),
    })),
  );
}

function rounded<Value extends number | null>(value: Value): Value | number {
  return value === null ? value : Math.round(value * 10_000) / 10_000;
}

async function countAlerts(db: Transaction, region: string, { from, to }: Span) {
  const raised = { region, raisedAt: { gte: from, lt: to } };
  return {
    raised: await db.alert.count({ where: raised }),
    critical: await db.alert.count({ where: { ...raised, severity: "critical" } }),
    openAtEnd: await db.alert.count({
      where: {
        region,
        raisedAt: { lt: to },
        OR: [{ clearedAt: null }, { clearedAt: { gte: to } }],
      },
    }),
  };
}

/** Versions that bound, reverted or decided something in the week, the newest plan first. */
async function readPlans(
  db: Transaction,
  { from, to }: Span,
  region: string | undefined,
): Promise<WeeklyReport["plans"]> {
  const within = { gte: from, lt: to };
  const moves = await db.planMove.findMany({
    where: { OR: [{ boundAt: within }, { revertedAt: within }] },
    select: { planId: true, version: true, boundAt: true, revertedAt: true },
  });
  const phases = await db.planPhase.findMany({
    where: { decidedAt: within, state: { in: ["passed", "failed", "inconclusive", "rolled_back"] } },
    orderBy: [{ planId: "desc" }, { version: "asc" }, { phase: "asc" }],
  });
  const versions = await db.planVersion.findMany({
    where: { planId: { in: [...moves, ...phases].map(({ planId }) => planId) } },
    include: { plan: { include: { region: true } } },
    orderBy: [{ planId: "desc" }, { version: "asc" }],
  });
  const isIn = (at: Date | null) => at !== null && at >= from && at < to;
  return versions.flatMap(({ planId, version, state, plan }) => {
    const own = (one: { readonly planId: number; readonly version: number }) =>
      one.planId === planId && one.version === version;
    const gates = phases.filter(own);
    const moved = moves.filter(own);
    if (gates.length + moved.length === 0 || (region !== undefined && plan.region.name !== region)) return [];
    return {
      plan: planId,
      version,
      name: plan.name,
      region: plan.region.name,
      state,
      moved: moved.filter(({ boundAt }) => isIn(boundAt)).length,
      reverted: moved.filter(({ revertedAt }) => isIn(revertedAt)).length,
      gates: gates.map((gate) => ({
        phase: gate.phase,
        name: gate.name,
        state: gate.state,
        at: (gate.decidedAt ?? from).toISOString(),
      })),
    };
  });
}

/** Of predictions as they were made before the moves, measured in the week. */
async function readAccuracy(
  db: Transaction,
  { from, to }: Span,
  region: string | undefined,
): Promise<WeeklyReport["accuracy"]> {
  const rows = await db.predictionResult.findMany({
    where: {
      basis: "as_predicted",
      afterTo: { gte: from, lt: to },
      ...(region !== undefined && { region: { name: region } }),
    },
    select: { predictedP95: true, measuredP95: true, predictedP95Low: true, predictedP95High: true },
  });
  const errors = rows.flatMap(({ predictedP95, measuredP95 }) =>
    predictedP95 === null || measuredP95 === null ? [] : Math.abs(predictedP95 - measuredP95),
  );
  const inside = rows.flatMap(({ measuredP95: at, predictedP95Low: low, predictedP95High: high }) =>
    at === null || low === null || high === null ? [] : at >= low && at <= high,
  );
  return {
    pools: errors.length,
    meanErrorPoints:
      errors.length === 0 ? null : rounded(errors.reduce((sum, one) => sum + one, 0) / errors.length),
    withinInterval: inside.length === 0 ? null : inside.filter(Boolean).length / inside.length,
  };
}

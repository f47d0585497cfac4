import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { MINUTE_MS, MINUTES_PER_HOUR, type MinuteWindow, minuteOf, minuteToIso } from "../../core/index.ts";
import { resolvePlanningSettings, resolveSettings } from "../../fleet/settings.ts";
import type { FleetShape } from "../../fleet/shape/limitShape.ts";
import { choosePeakWindow } from "../../hotness/choosePeakWindow.ts";
import { type MeasuredPool, measureFleet } from "../../hotness/queries.ts";
import { planContentSchema } from "../../planning/planContent.ts";
import type { GateVerdict } from "../seams.ts";
import type { RunPhase, RunPlan } from "../types.ts";
import { decideEarly, decideGate, type GateDecision } from "./decideGate.ts";
import { readEarly } from "./early/queries.ts";
import { readOutcomes } from "./outcomes/queries.ts";
import { limitIn, type PhaseEnds, phaseEnds } from "./phaseEnds.ts";
import { type PhasePredictions, readPredictions } from "./pools/queries.ts";
import { describeRefusal } from "./predictPhase.ts";
import { readTraffic } from "./traffic/queries.ts";
import type { GateControl, GateEvidence, GatePool, GateRules } from "./types.ts";

/** While nothing happens, a reading so often. */
const READING_MS = MINUTES_PER_HOUR * MINUTE_MS;

interface GateQuestion {
  readonly plan: RunPlan;
  readonly phase: RunPhase;
  readonly ends: PhaseEnds;
  readonly rules: GateRules;
  readonly shape: FleetShape;
  readonly nowMs: number;
}

/**
 * What a phase's gate says now: asked every minute while the phase is observed. Null = nothing new is to be kept: between two
 * readings on the way, or nothing stands that could be judged.
 */
export async function readGate(
  source: ContributionSource,
  { plan, phase, nowMs }: { readonly plan: RunPlan; readonly phase: RunPhase; readonly nowMs: number },
): Promise<GateVerdict | null> {
  const ends = phaseEnds(plan, phase);
  const { observingSinceMs, observeUntilMs } = phase;
  if (ends === null || observingSinceMs === null || observeUntilMs === null) return null;
  const shape = await source.shape.current();
  const rules = resolvePlanningSettings(shape.overrides, plan.region).gates;
  const asked: GateQuestion = { plan, phase, ends, rules, shape, nowMs };
  const early = await readEarly(source, asked);
  const times = { nowMs, observeUntilMs };
  const first = decideEarly(early, rules, times);
  if (first.verdict === "fail") return tell(first, null);
  const isDue = await isReadingDue(source, asked);
  if (nowMs < observeUntilMs) return isDue ? tell(first, null) : null;
  // A paused plan's gate waits: it is told what it would say, no more often than on the way.
  if (plan.state === "paused" && !isDue) return null;
  const { evidence, modelWindow } = await readEnd(source, asked);
  const decided = decideGate({ ...evidence, ...early }, rules, times);
  if (decided.verdict === "waiting" && !isDue) return null;
  return tell(decided, { window: evidence.window, modelWindow, traffic: evidence.traffic?.before ?? null });
}

async function isReadingDue(
  { database: { prisma } }: ContributionSource,
  { plan, phase, nowMs }: GateQuestion,
): Promise<boolean> {
  const last = await prisma.gateReading.findFirst({
    where: { planId: plan.id, version: plan.version, phase: phase.phase },
    orderBy: { id: "desc" },
    select: { at: true },
  });
  return last === null || nowMs - last.at.getTime() >= READING_MS;
}

interface ReadHours {
  readonly window: MinuteWindow | null;
  readonly modelWindow: MinuteWindow | null;
  readonly traffic: MinuteWindow | null;
}

function tell(
  { verdict, isFinal, sentence, questions, checks }: GateDecision,
  hours: ReadHours | null,
): GateVerdict {
  const hoursOf = (window: MinuteWindow | null | undefined) =>
    window ? { from: minuteToIso(window.fromMinute), to: minuteToIso(window.toMinute) } : null;
  return {
    verdict,
    isFinal,
    sentence,
    readings: {
      questions,
      checks,
      window: hoursOf(hours?.window),
      modelWindow: hoursOf(hours?.modelWindow),
      trafficBefore: hoursOf(hours?.traffic),
    },
  };
}

interface EndReadings {
  readonly evidence: Omit<GateEvidence, "now" | "signals">;
  readonly modelWindow: MinuteWindow | null;
}

async function readEnd(source: ContributionSource, asked: GateQuestion): Promise<EndReadings> {
  const window = await observedPeak(source, asked);
  if (window === null)
    return {
      evidence: { window, pools: [], controls: [], traffic: null, outcomes: [] },
      modelWindow: null,
    };
  const { plan, ends, shape, nowMs } = asked;
  const { pools: measured } = await measureFleet(source, {
    request: { kind: "dates", ...window },
    filter: { region: plan.region },
    nowMs,
  });
  const predictions = await readPredictions(source, {
    region: plan.region,
    ends,
    snapshot: await readSnapshot(source, plan),
    window,
    measured,
    shape,
    nowMs,
  });
  const touched = shape.pools.filter((pool) => ends.stamps.has(pool.stamp));
  const timeZone = shape.regions.find(({ name }) => name === plan.region)?.timeZone ?? "UTC";
  const traffic = await readTraffic(source.database, {
    moves: ends.moves,
    pools: touched,
    window,
    firstBoundMs: ends.firstBoundMs,
    timeZone,
  });
  const outcomes = await readOutcomes(source.database.pools.read, {
    stamps: shape.stamps
      .filter(({ name }) => ends.stamps.has(name))
      .map((stamp) => ({ ...stamp, isDestination: ends.destinations.has(stamp.name) })),
    window,
    beforeMs: ends.firstBoundMs,
  });
  return {
    evidence: {
      window,
      pools: measured
        .filter(({ pool }) => ends.stamps.has(pool.stamp))
        .map((one) => gatePoolOf(asked, one, predictions)),
      controls: await readControls(source, asked, {
        measured,
        modelWindow: predictions?.modelWindow ?? null,
      }),
      traffic,
      outcomes,
    },
    modelWindow: predictions?.modelWindow ?? null,
  };
}

/** The hottest hours of the observation, as long as a region's peak window, or as the observation where that is shorter. */
async function observedPeak(
  source: ContributionSource,
  { plan, phase, rules, shape, nowMs }: GateQuestion,
): Promise<MinuteWindow | null> {
  const sinceMs = phase.observingSinceMs ?? nowMs;
  const observed = {
    fromMinute: minuteOf(sinceMs) + 1 + rules.settleMinutes,
    toMinute: minuteOf(Math.min(nowMs, phase.observeUntilMs ?? nowMs)),
  };
  const hours = Math.floor((observed.toMinute - observed.fromMinute) / MINUTES_PER_HOUR);
  if (hours < 1) return null;
  const settings = resolveSettings(shape.overrides, { region: plan.region, poolKind: "" }).window;
  const minutes = Math.min(settings.minutes, hours * MINUTES_PER_HOUR);
  const heard = await source.hours.readWindows(
    shape.pools.filter((pool) => pool.region === plan.region).map(({ id }) => id),
    observed,
  );
  return choosePeakWindow([...heard.values()], observed, { ...settings, minutes })?.window ?? null;
}

async function readSnapshot(
  { database: { prisma } }: ContributionSource,
  plan: RunPlan,
): Promise<MinuteWindow> {
  const { content } = await prisma.planVersion.findUniqueOrThrow({
    where: { planId_version: { planId: plan.id, version: plan.version } },
    select: { content: true },
  });
  const { from, to } = planContentSchema.parse(content).window;
  return { fromMinute: minuteOf(Date.parse(from)), toMinute: minuteOf(Date.parse(to)) };
}

function gatePoolOf(
  { phase, ends }: GateQuestion,
  { pool, measures, settings }: MeasuredPool,
  predictions: PhasePredictions | null,
): GatePool {
  const told = predictions?.pools.find((one) => one.stamp === pool.stamp && one.pool === pool.name);
  return {
    stamp: pool.stamp,
    pool: pool.name,
    role: ends.destinations.has(pool.stamp) ? "destination" : "source",
    limit: limitIn(phase, pool, settings.limitP95),
    coverage: measures.hotNodeP95 === null ? null : measures.coverage.lesser,
    measuredP95: measures.hotNodeP95,
    unmovedP95: told?.before.hotNodeP95 ?? null,
    modelledP95: told?.modelledP95 ?? null,
    predicted: told?.predicted?.hotNodeP95 ?? null,
    isNew: told?.isNew ?? false,
    refusal:
      told === undefined
        ? "no hours before the phase tell of it"
        : told.refusal === null
          ? null
          : describeRefusal(told.refusal),
  };
}

async function readControls(
  source: ContributionSource,
  { plan, ends, nowMs }: GateQuestion,
  {
    measured,
    modelWindow,
  }: { readonly measured: readonly MeasuredPool[]; readonly modelWindow: MinuteWindow | null },
): Promise<GateControl[]> {
  const running = await source.database.prisma.runningStamp.findMany({ select: { stampId: true } });
  const busy = new Set(running.map(({ stampId }) => stampId));
  const kinds = new Set(measured.flatMap(({ pool }) => (ends.stamps.has(pool.stamp) ? [pool.kind] : [])));
  const before =
    modelWindow === null
      ? []
      : (
          await measureFleet(source, {
            request: { kind: "dates", ...modelWindow },
            filter: { region: plan.region },
            nowMs,
          })
        ).pools;
  return measured
    .filter(({ pool }) => kinds.has(pool.kind) && !busy.has(pool.stampId) && !ends.stamps.has(pool.stamp))
    .map(({ pool, measures, settings }) => ({
      stamp: pool.stamp,
      pool: pool.name,
      limit: settings.limitP95,
      coverage: measures.hotNodeP95 === null ? null : measures.coverage.lesser,
      beforeP95: before.find((one) => one.pool.id === pool.id)?.measures.hotNodeP95 ?? null,
      afterP95: measures.hotNodeP95,
    }));
}

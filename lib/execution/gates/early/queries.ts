import { MINUTE_MS } from "../../../core/index.ts";
import { listSignals } from "../../../fleet/signals/queries.ts";
import { type MeasureSource, measureFleet } from "../../../hotness/queries.ts";
import type { RunPhase, RunPlan } from "../../types.ts";
import { limitIn, type PhaseEnds } from "../phaseEnds.ts";
import type { EarlyEvidence, GateNow, GateRules, GateSignal } from "../types.ts";

/** `measures.now` is of the last hours, whatever is asked for: the least that may be. */
const ANY_MINUTES = 60;
const MOST_SIGNALS = 1_000;
const HIGH: readonly string[] = ["high", "critical"];

/** How hot the destinations of a phase are now, and signals of high severity that have begun on its stamps since its start. */
export async function readEarly(
  source: MeasureSource,
  {
    plan,
    phase,
    ends,
    rules,
    nowMs,
  }: {
    readonly plan: RunPlan;
    readonly phase: RunPhase;
    readonly ends: PhaseEnds;
    readonly rules: GateRules;
    readonly nowMs: number;
  },
): Promise<EarlyEvidence> {
  const { pools } = await measureFleet(source, {
    request: { kind: "last", minutes: ANY_MINUTES },
    filter: { region: plan.region },
    nowMs,
  });
  // A cache that starts cold makes a transient after a move: expected, and not counted.
  const countsFromMs = (phase.observingSinceMs ?? nowMs) + rules.settleMinutes * MINUTE_MS;
  const now = pools
    .filter(({ pool }) => ends.destinations.has(pool.stamp))
    .map(({ pool, measures, settings }): GateNow => {
      const { hot15m, overSince } = measures.now;
      return {
        stamp: pool.stamp,
        pool: pool.name,
        limit: limitIn(phase, pool, settings.limitP95),
        hot15m,
        overSinceMs: overSince === null ? null : Math.max(overSince * MINUTE_MS, countsFromMs),
      };
    });
  const sinceMs = phase.startedAtMs ?? phase.observingSinceMs ?? nowMs;
  return { now, signals: await readSignals(source, { plan, ends, sinceMs, nowMs }) };
}

async function readSignals(
  source: MeasureSource,
  asked: {
    readonly plan: RunPlan;
    readonly ends: PhaseEnds;
    readonly sinceMs: number;
    readonly nowMs: number;
  },
): Promise<GateSignal[]> {
  const { signals } = await listSignals(source.database.prisma, {
    region: asked.plan.region,
    from: asked.sinceMs,
    to: asked.nowMs + MINUTE_MS,
    limit: MOST_SIGNALS,
  });
  return signals
    .map(({ from, ...signal }) => ({ ...signal, fromMs: Date.parse(from) }))
    .filter(
      ({ stamp, severity, fromMs }) =>
        asked.ends.stamps.has(stamp) && HIGH.includes(severity) && fromMs >= asked.sinceMs,
    )
    .map(({ stamp, pool, kind, severity, fromMs, note }) => ({
      stamp,
      pool,
      kind,
      severity,
      fromMs,
      note,
    }));
}

import { answerNote, answerWindow, rounded } from "../contribution/contributionAnswer.ts";
import type { Shortcoming } from "../contribution/judgeEvidence.ts";
import type { MinuteWindow } from "../core/index.ts";
import type { Inaction } from "./describeInaction.ts";
import { isProjection } from "./flagPool.ts";
import type { StampVerdict } from "./judgeStamps.ts";
import type { SimulationAnswer } from "./simulationSchema.ts";
import {
  type Estimate,
  INTERVAL_LEVEL,
  type PhasePool,
  type PoolFigures,
  type PoolProjection,
  type ProjectedSeries,
  type SimulatedPool,
  type Simulation,
} from "./types.ts";

type AnsweredPool = SimulationAnswer["pools"][number];
type AnsweredAfter = AnsweredPool["after"];

export interface SimulationFacts {
  readonly region: string;
  readonly window: MinuteWindow;
  readonly simulation: Simulation;
  readonly verdicts: readonly StampVerdict[];
  readonly inaction: readonly Inaction[];
  readonly notes: readonly Shortcoming[];
  /** Curves as they were measured; null = series were not asked for. */
  readonly measured: ((stamp: string, pool: string) => ProjectedSeries | null) | null;
}

export function answerSimulation(facts: SimulationFacts): SimulationAnswer {
  const { simulation } = facts;
  return {
    region: facts.region,
    window: answerWindow(facts.window),
    pools: simulation.pools.map((pool) => ({ ...answerPool(pool), ...seriesOf(pool, facts) })),
    phases: simulation.phases.map(({ pools }) => ({ pools: pools.map(answerPhasePool) })),
    verdicts: facts.verdicts.map(answerVerdict),
    doNothing: facts.inaction.map((left) => ({
      ...left,
      hotNodeP95: rounded(left.hotNodeP95),
      max: rounded(left.max),
      excess: rounded(left.excess),
      risePoints: rounded(left.risePoints),
    })),
    notes: facts.notes.map(answerNote),
  };
}

/** A pool before and after moves, rounded. */
export function answerPool({
  stamp,
  pool,
  kind,
  role,
  limit,
  before,
  after,
  excess,
  flags,
}: SimulatedPool): AnsweredPool {
  return {
    stamp,
    pool,
    kind,
    role,
    limit,
    before: answerFigures(before),
    after: answerAfter(after),
    excess: { before: rounded(excess.before), after: rounded(excess.after) },
    flags,
  };
}

/** A pool that a phase touches, rounded. */
export function answerPhasePool(pool: PhasePool): SimulationAnswer["phases"][number]["pools"][number] {
  return { ...answerPool(pool), cutover: answerAfter(pool.cutover) };
}

function answerFigures({ hotNodeP95, max, average }: PoolFigures) {
  return { hotNodeP95: rounded(hotNodeP95), max: rounded(max), average: rounded(average) };
}

function answerAfter(after: PoolProjection | PoolFigures | null): AnsweredAfter {
  if (!isProjection(after)) {
    const figures = after ?? { hotNodeP95: null, max: null, average: null };
    return {
      ...answerFigures(figures),
      interval: certainly(figures.hotNodeP95),
      intervals: { max: certainly(figures.max), average: certainly(figures.average) },
    };
  }
  const { hotNodeP95, max, average } = after;
  return {
    ...answerFigures({ hotNodeP95: hotNodeP95.value, max: max.value, average: average.value }),
    interval: answerInterval(hotNodeP95),
    intervals: { max: answerInterval(max), average: answerInterval(average) },
  };
}

function answerInterval({
  low,
  high,
}: Pick<Estimate, "low" | "high">): NonNullable<AnsweredAfter["interval"]> {
  return { low: rounded(low), high: rounded(high), level: INTERVAL_LEVEL };
}

function certainly(value: number | null): AnsweredAfter["interval"] {
  return value === null ? null : answerInterval({ low: value, high: value });
}

function seriesOf({ stamp, pool, after }: SimulatedPool, { measured, window }: SimulationFacts) {
  if (measured === null || !isProjection(after)) return {};
  const bins = window.toMinute - window.fromMinute;
  const none = new Float64Array(bins).fill(Number.NaN);
  const before = measured(stamp, pool) ?? { hot: none, average: none };
  return {
    series: { stepSeconds: 60 as const, before: answerCurves(before), after: answerCurves(after.series) },
  };
}

function answerCurves({ hot, average }: ProjectedSeries) {
  const values = (curve: Float64Array) =>
    Array.from(curve, (value) => (Number.isNaN(value) ? null : Math.round(value * 100) / 100));
  return { hot: values(hot), average: values(average) };
}

function answerVerdict({ stamp, verdict, evidence }: StampVerdict): SimulationAnswer["verdicts"][number] {
  const { sickNode, tenant, isolation, room, ...rest } = evidence;
  return {
    stamp,
    verdict,
    evidence: {
      ...rest,
      before: rounded(rest.before),
      after: rounded(rest.after),
      ...(sickNode === undefined
        ? {}
        : {
            sickNode: {
              pool: sickNode.pool,
              name: sickNode.name,
              excessPoints: rounded(sickNode.excessPoints),
              byLoadPoints: rounded(sickNode.byLoadPoints),
              byItselfPoints: rounded(sickNode.byItselfPoints),
            },
          }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(isolation === undefined ? {} : { isolation }),
      ...(room === undefined ? {} : { room }),
    },
  };
}

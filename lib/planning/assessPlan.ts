import { createHash } from "node:crypto";
import { answerNote, answerWindow, rounded } from "../contribution/contributionAnswer.ts";
import { compareText, toIso } from "../core/index.ts";
import { simulateMoves } from "../simulation/simulateMoves.ts";
import { answerPhasePool, answerPool } from "../simulation/simulationAnswer.ts";
import type { PhasePool, SimulatedPool } from "../simulation/types.ts";
import { highestTier, measureRadius } from "./assemblePlan.ts";
import { assessSteps, type Step, type StepEnd } from "./assessSteps.ts";
import { classifyMoves, sortBySize } from "./classifyMoves.ts";
import { findDoubts } from "./findDoubts.ts";
import type { BrokenRule } from "./judgeStep.ts";
import { type Caution, measureCaution } from "./measureCaution.ts";
import type { AssessedMove, PlanAssessment } from "./planAssessment.ts";
import type { PlanContent, PlanMove, PlanPhase } from "./planContent.ts";
import type { PlanRegion } from "./planRegion.ts";
import { answerSchedule, nextMinute, schedulePlan } from "./planSchedule.ts";
import { type BlastRadius, rateBlastRadius } from "./rateBlastRadius.ts";
import type { ClassifiedMove, MoveCandidate, Tier } from "./types.ts";

interface JudgedPhase {
  readonly phase: PlanPhase;
  readonly radius: BlastRadius;
  readonly tier: Tier;
}

/**
 * What follows from a plan (PRODUCT.md, Plans): every prefix simulated, blast radius and tier of each phase, its place in the
 * calendar, and all that stands against it. Moves that are skipped take no part. Moves must have passed `completePhases`.
 */
export function assessPlan(
  { phases, startAt }: Pick<PlanContent, "phases" | "startAt">,
  region: PlanRegion,
  nowMs: number,
): PlanAssessment {
  const running = phases.flatMap(({ moves }) => moves.filter(({ skipped }) => skipped === null));
  const classified = classifyMoves(
    running.map((move) => candidateOf(move, region)),
    region.rules.classes,
  );
  const steps = new Map(
    assessSteps(region, running).map((step, place) => [running[place]?.registry ?? "", step] as const),
  );
  const simulation = simulateMoves({
    ...region,
    phases: phases.map(({ moves }) => ({ moves: moves.filter(({ skipped }) => skipped === null) })),
  });
  const judged = judgePhases(phases, region, steps);
  const startMs = nextMinute(Math.max(nowMs, startAt === null ? nowMs : Date.parse(startAt)));
  const schedule = schedulePlan(judged, region, startMs);
  const changed = simulation.pools.filter(({ role }) => role !== "untouched");
  const told = { classified: new Map(classified.map((move) => [move.registry, move])), steps };
  return {
    computedAt: toIso(nowMs),
    window: answerWindow(region),
    snapshot: snapshotOf(region, changed),
    tier: highestTier(judged),
    broken: findBroken(phases, steps),
    doubts: findDoubts(
      phases.map(({ moves }, place) => ({
        moves: moves
          .filter(({ skipped }) => skipped === null)
          .map((move) => ({
            move,
            hasCoverage: !(steps.get(move.registry)?.flags.includes("coverage_too_low") ?? false),
          })),
        startMs: schedule[place]?.startMs ?? null,
      })),
      region,
      nowMs,
    ),
    phases: judged.map(({ phase, tier, radius }, place) => ({
      tier,
      radius: {
        ...radius,
        trafficShare: rounded(radius.trafficShare),
        headroomPoints: finite(radius.headroomPoints),
      },
      moves: phase.moves.map((move) => assessMove(move, phase, told)),
      pools: (simulation.phases[place]?.pools ?? []).map((pool: PhasePool) => answerPhasePool(pool)),
      schedule: answerSchedule(schedule[place] ?? null, stampsInDeployment(phase, region)),
    })),
    pools: changed.map(answerPool),
    excess: sumExcess(simulation.pools),
    caution: cautionOf(region, running, { classified, steps }),
    notes: region.notes.map(answerNote),
  };
}

function candidateOf({ registry, tenant, from, to }: PlanMove, { traffic }: PlanRegion): MoveCandidate {
  return { registry, tenant, from, to, traffic: traffic.get(registry) ?? { requests: null, bytes: null } };
}

function judgePhases(
  phases: readonly PlanPhase[],
  region: PlanRegion,
  steps: ReadonlyMap<string, Step>,
): JudgedPhase[] {
  const filled = new Set<string>();
  return phases.map((phase): JudgedPhase => {
    const running = phase.moves.filter(({ skipped }) => skipped === null);
    const firstOnStamp = running.some(({ to }) => region.emptyStamps.has(to) && !filled.has(to));
    for (const { to } of running) filled.add(to);
    const radius = measureRadius(
      running.map((move) => ({
        move: candidateOf(move, region),
        pools: steps.get(move.registry)?.pools ?? [],
      })),
      { regionTraffic: region.regionTraffic, firstOnStamp },
    );
    return { phase, radius, tier: rateBlastRadius(radius, region.rules.tiers) };
  });
}

function assessMove(
  { registry, skipped }: PlanMove,
  phase: PlanPhase,
  {
    classified,
    steps,
  }: {
    readonly classified: ReadonlyMap<string, ClassifiedMove>;
    readonly steps: ReadonlyMap<string, Step>;
  },
): AssessedMove {
  const known = classified.get(registry);
  const step = skipped === null ? steps.get(registry) : undefined;
  return {
    registry,
    requestShare: rounded(known?.requestShare ?? null),
    byteShare: rounded(known?.byteShare ?? null),
    class: known?.class ?? phase.class,
    source: answerEnd(step?.source ?? null),
    destination: answerEnd(step?.destination ?? null),
    flags: step?.flags ?? [],
    broken: step?.broken ? answerRule(step.broken) : null,
  };
}

function answerEnd(end: StepEnd | null): AssessedMove["source"] {
  if (end === null) return null;
  const { pool, before, after, low, high } = end;
  return {
    pool,
    before: rounded(before),
    after: rounded(after),
    low: rounded(low),
    high: rounded(high),
  };
}

function answerRule({ rule, stamp, pool, value, bound }: BrokenRule) {
  return { rule, stamp, pool, value: rounded(value), bound: rounded(bound) };
}

function findBroken(
  phases: readonly PlanPhase[],
  steps: ReadonlyMap<string, Step>,
): PlanAssessment["broken"] {
  for (const [place, { moves }] of phases.entries())
    for (const { registry, skipped } of moves) {
      const broken = skipped === null ? (steps.get(registry)?.broken ?? null) : null;
      if (broken !== null) return { phase: place + 1, registry, ...answerRule(broken) };
    }
  return null;
}

/** A phase that moves nothing anywhere has all the headroom there is, which no number says. */
function finite(headroomPoints: number | null): number | null {
  return headroomPoints === null || !Number.isFinite(headroomPoints) ? null : rounded(headroomPoints);
}

function snapshotOf(
  { replicas, models }: PlanRegion,
  changed: readonly SimulatedPool[],
): PlanAssessment["snapshot"] {
  return {
    homesDigest: digestHomes(replicas),
    models: models.map((model) => ({ ...model, r2: rounded(model.r2), residual: rounded(model.residual) })),
    limits: changed.map(({ stamp, pool, limit }) => ({ stamp, pool, limitP95: limit })),
  };
}

/** One text for who is at home where: the same homes, the same digest, in whatever order they were read. */
export function digestHomes(replicas: PlanRegion["replicas"]): string {
  const lines = replicas.map(({ registry, homeStamp }) => JSON.stringify([registry, homeStamp]));
  return createHash("sha256").update(lines.sort(compareText).join("\n")).digest("hex");
}

function stampsInDeployment({ moves }: PlanPhase, { stamps }: PlanRegion): string[] {
  const touched = new Set(moves.flatMap(({ from, to, skipped }) => (skipped === null ? [from, to] : [])));
  return stamps.filter(({ name, inDeployment }) => inDeployment && touched.has(name)).map(({ name }) => name);
}

/** Over all pools of the region. A pool that had no data counts for nothing; one that cannot be told after makes it null. */
function sumExcess(pools: readonly SimulatedPool[]): PlanAssessment["excess"] {
  const before = pools.reduce((sum, { excess }) => sum + (excess.before ?? 0), 0);
  const isUnknown = pools.some(
    ({ excess, role }) => role !== "untouched" && excess.after === null && excess.before !== null,
  );
  const after = pools.reduce((sum, { excess }) => sum + (excess.after ?? 0), 0);
  return { before: rounded(before), after: isUnknown ? null : rounded(after) };
}

function cautionOf(
  region: PlanRegion,
  running: readonly PlanMove[],
  {
    classified,
    steps,
  }: { readonly classified: readonly ClassifiedMove[]; readonly steps: ReadonlyMap<string, Step> },
): Caution {
  return measureCaution({
    input: region,
    moves: running,
    steps: running.flatMap(({ registry }) => steps.get(registry) ?? []),
    largestFirst: sortBySize(classified).toReversed(),
  });
}

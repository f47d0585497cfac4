import { CLASS_RULES, type ClassRules, classifyMoves } from "./classifyMoves.ts";
import { formPhases, PHASE_RULES, type Phase, type PhaseRules } from "./formPhases.ts";
import type { BrokenRule, SteppedPool } from "./judgeStep.ts";
import { orderMoves, type SimulateStep } from "./orderMoves.ts";
import { type BlastRadius, rateBlastRadius, TIER_RULES, type TierRule } from "./rateBlastRadius.ts";
import { type ClassifiedMove, type MoveCandidate, TIERS, type Tier, type Traffic } from "./types.ts";

export interface AssembleInput {
  readonly moves: readonly MoveCandidate[];
  /** All traffic of the region over the window. */
  readonly regionTraffic: Traffic;
  /** Stamps that carry nothing yet: planned, or without a registry. */
  readonly emptyStamps: ReadonlySet<string>;
  /** Made for the moves as classified, smallest first. */
  readonly simulate: (likely: readonly ClassifiedMove[]) => SimulateStep;
  readonly rules?: PhaseRules;
  readonly classes?: ClassRules;
  readonly tiers?: readonly TierRule[];
}

/** A phase with what it touches. */
export interface AssembledPhase extends Phase {
  /** From 1 on among the phases of its class. */
  readonly batch: number;
  readonly radius: BlastRadius;
  readonly tier: Tier;
}

export interface AssembledPlan {
  readonly phases: readonly AssembledPhase[];
  /** The highest of its phases'; null without moves. */
  readonly tier: Tier | null;
  /** The first step that would make something worse wherever it is put; null = every prefix is safe. */
  readonly broken: { readonly phase: number; readonly registry: string; readonly rule: BrokenRule } | null;
}

/** Moves as a plan (PRODUCT.md, Plans): classes, running order, phases with their blast radius and tier. */
export function assemblePlan({
  moves,
  regionTraffic,
  emptyStamps,
  simulate,
  rules = PHASE_RULES,
  classes = CLASS_RULES,
  tiers = TIER_RULES,
}: AssembleInput): AssembledPlan {
  const classified = classifyMoves(moves, classes);
  const phases = formPhases(orderMoves(classified, simulate(classified)), rules);
  const filled = new Set<string>();
  const seen = new Map<string, number>();
  const assembled = phases.map((phase): AssembledPhase => {
    const batch = (seen.get(phase.class) ?? 0) + 1;
    seen.set(phase.class, batch);
    const reached = phase.moves.map(({ move }) => move.to);
    const firstOnStamp = reached.some((stamp) => emptyStamps.has(stamp) && !filled.has(stamp));
    for (const stamp of reached) filled.add(stamp);
    const radius = measureRadius(phase.moves, { regionTraffic, firstOnStamp });
    return { ...phase, batch, radius, tier: rateBlastRadius(radius, tiers) };
  });
  return { phases: assembled, tier: highestTier(assembled), broken: findBroken(assembled) };
}

/** What a phase of these moves touches. */
export function measureRadius(
  moves: readonly {
    readonly move: Pick<MoveCandidate, "tenant" | "traffic">;
    readonly pools: readonly SteppedPool[];
  }[],
  { regionTraffic, firstOnStamp }: { readonly regionTraffic: Traffic; readonly firstOnStamp: boolean },
): BlastRadius {
  const share = (name: "requests" | "bytes") => {
    const whole = regionTraffic[name] ?? 0;
    const moved = moves.reduce((sum, { move }) => sum + (move.traffic[name] ?? 0), 0);
    return whole > 0 ? moved / whole : 0;
  };
  const busy = moves.filter(({ move }) => (move.traffic.requests ?? 0) + (move.traffic.bytes ?? 0) > 0);
  return {
    trafficShare: Math.max(share("requests"), share("bytes")),
    tenants: new Set(busy.map(({ move }) => move.tenant)).size,
    headroomPoints: leastHeadroom(moves.flatMap(({ pools }) => pools).filter(({ gains }) => gains)),
    firstOnStamp,
  };
}

/** Null where one of the destinations cannot be told. No destination with a pool: nothing is at stake. */
function leastHeadroom(destinations: readonly SteppedPool[]): number | null {
  let least = Number.POSITIVE_INFINITY;
  for (const { limit, cutover } of destinations) {
    if (cutover === null) return null;
    least = Math.min(least, limit - cutover.high);
  }
  return least;
}

/** The most careful tier among phases; null where there are none. */
export function highestTier(phases: readonly Pick<AssembledPhase, "tier">[]): Tier | null {
  const rank = Math.max(-1, ...phases.map(({ tier }) => TIERS.indexOf(tier)));
  return TIERS[rank] ?? null;
}

function findBroken(phases: readonly AssembledPhase[]): AssembledPlan["broken"] {
  for (const [phase, { moves }] of phases.entries())
    for (const { move, broken } of moves)
      if (broken !== null) return { phase: phase + 1, registry: move.registry, rule: broken };
  return null;
}

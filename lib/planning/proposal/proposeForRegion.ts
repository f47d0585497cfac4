import { answerWindow, rounded } from "../../contribution/contributionAnswer.ts";
import { describeInaction } from "../../simulation/describeInaction.ts";
import { answerSimulation } from "../../simulation/simulationAnswer.ts";
import type { SimulatedPool } from "../../simulation/types.ts";
import type { AssembledPlan } from "../assemblePlan.ts";
import { type Decision, decide, type ProposalTools } from "./decide.ts";
import { describeVerdicts } from "./describeVerdicts.ts";
import { explainLeft } from "./explainLeft.ts";
import { createMoveReasons } from "./explainMoves.ts";
import { findTriggers } from "./findTriggers.ts";
import { plannedBy } from "./isolateTenants.ts";
import type { ProposalContent, ProposedPhase } from "./proposalAnswer.ts";
import { estimateOf, findOverfull, totalExcess } from "./simulateRegion.ts";
import type { ChosenMove, RegionFacts } from "./types.ts";

/**
 * What to do about a region: its triggers, a verdict for each hot stamp, moves in phases with their reasons, and why the
 * others stay. The same facts give the same proposal, to the last word; only `search.milliseconds` differs.
 */
export function proposeForRegion(facts: RegionFacts, tools: ProposalTools): ProposalContent {
  const startedAt = tools.clock();
  const decision = decide(facts, tools);
  const { plan, simulation, isolations, found, moves } = decision;
  const planned = plannedBy(isolations);
  const reasonOf = createMoveReasons(facts, decision);
  const everything = findOverfull(simulation.pools);
  return {
    region: facts.region,
    window: answerWindow(facts.window),
    limitP95: null,
    triggers: findTriggers(facts),
    phases: plan.phases.map((phase) => answerPhase(phase, reasonOf)),
    tier: plan.tier,
    broken: plan.broken,
    newStamps: planned.map(({ name, kind, pools }) => ({
      name,
      kind,
      pools: pools.map((pool) => ({
        name: pool.name,
        kind: pool.kind,
        vcpusPerNode: pool.vcpusPerNode,
        instances: pool.instances,
      })),
    })),
    left: explainLeft(facts, decision),
    ...answerJudged(facts, decision),
    neighbours: findNeighbours(facts, { pools: simulation.pools, moves }),
    excess: {
      before: rounded(totalBefore(simulation.pools)),
      after: rounded(totalExcess(simulation.pools, "value")),
      afterHigh: rounded(totalExcess(simulation.pools, "high")),
    },
    search: {
      seed: facts.constraints.seed,
      evaluations: found.evaluations,
      milliseconds: Math.round(tools.clock() - startedAt),
      complete: found.complete,
      lowerBound: rounded(found.lowerBound),
      rounds: found.rounds,
      verified: everything.length === 0 && plan.broken === null,
    },
  };
}

function totalBefore(pools: readonly SimulatedPool[]): number {
  return pools.reduce((sum, { excess }) => sum + (excess.before ?? 0), 0);
}

/** The verdicts on the moves as they are, and the simulation of each phase. */
function answerJudged(
  facts: RegionFacts,
  { simulation, verdicts, isolations, moves }: Decision,
): Pick<ProposalContent, "verdicts" | "simulation"> {
  const before = new Map(
    facts.dayBefore.map((one) => [JSON.stringify([one.stamp, one.pool]), one.hotNodeP95]),
  );
  const touched = new Set(moves.flatMap(({ from, to }) => [from, to]));
  const answer = answerSimulation({
    region: facts.region,
    window: facts.window,
    simulation,
    verdicts: describeVerdicts(facts, { verdicts, isolations, simulation, moves }),
    inaction: describeInaction(
      facts.pools,
      (stamp, pool) => before.get(JSON.stringify([stamp, pool])) ?? null,
    ),
    notes: facts.notes.filter(({ stamp }) => touched.has(stamp)),
    measured: null,
  });
  return { verdicts: answer.verdicts, simulation: answer };
}

function answerPhase(
  { name, class: kind, batch, observationHours, tier, radius, moves }: AssembledPlan["phases"][number],
  reasonOf: ReturnType<typeof createMoveReasons>,
): ProposedPhase {
  return {
    name,
    class: kind,
    batch,
    observationHours,
    tier,
    radius: { ...radius, headroomPoints: rounded(radius.headroomPoints) },
    moves: moves.map((step) => {
      const { registry, tenant, from, to, requestShare, byteShare } = step.move;
      return { registry, tenant, from, to, reason: reasonOf(step), requestShare, byteShare };
    }),
  };
}

/** Pools that only lose: what those who stay there gain. */
function findNeighbours(
  facts: RegionFacts,
  { pools, moves }: { readonly pools: readonly SimulatedPool[]; readonly moves: readonly ChosenMove[] },
): ProposalContent["neighbours"] {
  const gone = new Set(moves.map(({ registry }) => registry));
  return pools.flatMap((pool) => {
    const after = estimateOf(pool);
    const load = facts.pools.find((one) => one.stamp === pool.stamp && one.pool === pool.pool)?.load;
    if (pool.role !== "source" || after === null || pool.before.hotNodeP95 === null) return [];
    const staying = (load?.registries ?? []).filter(
      ({ name, requests }) => !gone.has(name) && requests.some((value) => value > 0),
    );
    return [
      {
        stamp: pool.stamp,
        pool: pool.pool,
        before: rounded(pool.before.hotNodeP95),
        after: rounded(after.value),
        tenants: new Set(staying.map(({ tenant }) => tenant)).size,
      },
    ];
  });
}

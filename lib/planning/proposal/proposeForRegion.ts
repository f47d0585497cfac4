import { answerWindow, rounded } from "../../contribution/contributionAnswer.ts";
import { describeInaction } from "../../simulation/describeInaction.ts";
import { judgeStamps, type StampVerdict } from "../../simulation/judgeStamps.ts";
import { simulateMoves } from "../../simulation/simulateMoves.ts";
import { answerSimulation } from "../../simulation/simulationAnswer.ts";
import type { SimulatedPool, Simulation } from "../../simulation/types.ts";
import type { AssembledPlan } from "../assemblePlan.ts";
import { describeVerdicts } from "./describeVerdicts.ts";
import { brokenPool, createDraft, type DraftPlan } from "./draftPlan.ts";
import { explainLeft } from "./explainLeft.ts";
import { createMoveReasons } from "./explainMoves.ts";
import { findDestinations } from "./findDestinations.ts";
import { findTriggers } from "./findTriggers.ts";
import { type Hold, holdReplica } from "./holdReplicas.ts";
import { type Isolation, isolateTenants } from "./isolateTenants.ts";
import type { InstanceQuestion } from "./makeInstance.ts";
import type { ProposalContent, ProposalProgress, ProposedPhase } from "./proposalAnswer.ts";
import { type Rebalance, rebalance, type Search } from "./rebalance.ts";
import { estimateOf, findOverfull, simulateAll, simulationInput, totalExcess } from "./simulateRegion.ts";
import { sizeNewStamp } from "./sizeNewStamp.ts";
import type { ChosenMove, PlanningReplica, RegionFacts } from "./types.ts";

export interface ProposalTools {
  readonly search: Search;
  /** Milliseconds of any clock: what a search took is told, and decides nothing. */
  readonly clock: () => number;
  readonly onProgress: (progress: ProposalProgress) => void;
}

/** Everything that is decided about a region before it is put into words. */
export interface Decision {
  readonly verdicts: readonly StampVerdict[];
  readonly isolations: readonly Isolation[];
  readonly moves: readonly ChosenMove[];
  readonly plan: AssembledPlan;
  readonly simulation: Simulation;
  readonly held: ReadonlyMap<string, Hold>;
  readonly question: InstanceQuestion;
  readonly found: Rebalance;
}

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
    verdicts: describeVerdicts(facts, { verdicts, isolations, simulation }),
    inaction: describeInaction(
      facts.pools,
      (stamp, pool) => before.get(JSON.stringify([stamp, pool])) ?? null,
    ),
    notes: facts.notes.filter(({ stamp }) => touched.has(stamp)),
    measured: null,
  });
  return { verdicts: answer.verdicts, simulation: answer };
}

function decide(facts: RegionFacts, tools: ProposalTools): Decision {
  const tell = progressOf(facts, tools);
  tell("judging");
  const nothing = simulateMoves({ ...simulationInput(facts, []), phases: [] });
  const first = judgeStamps({ ...facts, simulation: nothing, stamps: facts.hot });
  const sick = new Map(
    first.flatMap(({ stamp, verdict, evidence }) =>
      verdict === "mend_node" ? [[stamp, evidence.sickNode?.name ?? ""] as const] : [],
    ),
  );
  const held = new Map<string, Hold>();
  for (const replica of facts.replicas) {
    const hold = holdReplica({ facts, sick }, replica);
    if (hold !== null) held.set(replica.registry, hold);
  }
  const draft = createDraft(facts);
  const movable = facts.replicas.filter(({ registry }) => !held.has(registry));
  const isolations = isolateTenants({ facts, verdicts: first, movable }).map((one) =>
    growUntilSafe(facts, one, draft),
  );
  return settle({ facts, tools, draft, held, sick, movable, isolations: keepWithin(facts, isolations) });
}

interface Settling {
  readonly facts: RegionFacts;
  readonly tools: ProposalTools;
  readonly draft: DraftPlan;
  readonly held: Map<string, Hold>;
  readonly sick: ReadonlyMap<string, string>;
  readonly movable: readonly PlanningReplica[];
  readonly isolations: readonly Isolation[];
}

/** Searches, drafts and judges anew; a stamp for which the moves come to nothing is left alone, and all is done again. */
function settle(settling: Settling): Decision {
  const { facts, tools, draft, held, movable, isolations } = settling;
  const given = isolations.flatMap(({ moves }) => moves);
  const planned = plannedBy(isolations);
  const question = instanceQuestion(facts, { movable, isolations, held, sick: settling.sick });
  const isSound = draft(given, planned).broken === null;
  const found = rebalance({
    ...question,
    given,
    planned,
    seed: facts.constraints.seed,
    mostEvaluations: facts.constraints.mostEvaluations ?? null,
    search: tools.search,
    findBroken: (moves) => (isSound ? brokenPool(draft(moves, planned)) : null),
    ...searchProgress(facts, tools),
  });
  const moves = [...given, ...found.moves];
  progressOf(facts, tools)("verifying");
  const plan = draft(moves, planned);
  const phases = plan.phases.map((phase) => ({
    moves: phase.moves.map(({ move: { registry, to } }) => ({ registry, to })),
  }));
  const simulation = simulateMoves({ ...simulationInput(facts, planned), phases });
  const verdicts = judgeStamps({ ...facts, simulation, stamps: facts.hot });
  const vain = new Set(
    verdicts.flatMap(({ stamp, verdict }) =>
      (verdict === "nothing" || verdict === "mend_node") && moves.some(({ from }) => from === stamp)
        ? [stamp]
        : [],
    ),
  );
  if (vain.size > 0 && found.complete) {
    for (const { registry, home } of movable)
      if (vain.has(home)) held.set(registry, { constraint: "minimum_gain", reason: IN_VAIN });
    return settle({
      ...settling,
      movable: movable.filter(({ home }) => !vain.has(home)),
      isolations: isolations.filter(({ stamps }) => !stamps.every((stamp) => vain.has(stamp))),
    });
  }
  return { verdicts, isolations, moves, plan, simulation, held, question, found };
}

const IN_VAIN = "What moving it would change is smaller than what cannot be known of it.";

function instanceQuestion(
  facts: RegionFacts,
  {
    movable,
    isolations,
    held,
    sick,
  }: {
    readonly movable: readonly PlanningReplica[];
    readonly isolations: readonly Isolation[];
    readonly held: ReadonlyMap<string, Hold>;
    readonly sick: ReadonlyMap<string, string>;
  },
): InstanceQuestion {
  const given = isolations.flatMap(({ moves }) => moves);
  const gone = new Map(given.map(({ registry, to }) => [registry, to]));
  // A tenant that would be the next to heat any shared stamp stays where it is if it cannot be isolated.
  const alone = new Set(
    isolations.flatMap(({ tenant, stamps }) => stamps.map((stamp) => aloneKey(tenant, stamp))),
  );
  const withLoad = new Set(
    facts.pools.flatMap(({ load, stamp }) =>
      (load?.registries ?? [])
        .filter(
          ({ requests, bytes }) => requests.some((value) => value > 0) || bytes.some((value) => value > 0),
        )
        .map(({ name }) => aloneKey(name, stamp)),
    ),
  );
  const shared = new Set(facts.stamps.flatMap(({ kind, name }) => (kind === "shared" ? [name] : [])));
  return {
    facts,
    movable: movable.filter(
      ({ registry, tenant, home }) =>
        shared.has(home) &&
        !held.has(registry) &&
        !gone.has(registry) &&
        !alone.has(aloneKey(tenant, home)) &&
        withLoad.has(aloneKey(registry, home)),
    ),
    destinations: findDestinations(facts, sick).shared,
    sick,
    residents: facts.replicas.map((one) => ({ ...one, home: gone.get(one.registry) ?? one.home })),
    baseline: simulateAll(facts, { moves: given, planned: plannedBy(isolations) }),
    mostMoves: Math.max(0, (facts.constraints.mostMoves ?? facts.replicas.length) - given.length),
  };
}

function aloneKey(one: string, stamp: string): string {
  return JSON.stringify([one, stamp]);
}

export function plannedBy(isolations: readonly Isolation[]) {
  return isolations.flatMap(({ planned, moves }) =>
    planned === null || moves.length === 0 ? [] : [planned],
  );
}

/** Of a new stamp that is too small on the way there, the pool that is gets more nodes. */
function growUntilSafe(facts: RegionFacts, isolation: Isolation, draft: DraftPlan): Isolation {
  let grown = isolation;
  for (let attempt = 0; attempt < MOST_GROWN && grown.isNew && grown.planned !== null; attempt++) {
    const broken = brokenPool(draft(grown.moves, [grown.planned]));
    const pool = grown.planned.pools.find(({ name }) => broken?.stamp === grown.to && broken.pool === name);
    if (pool === undefined) break;
    const planned = sizeNewStamp(facts, {
      name: grown.planned.name,
      moves: grown.moves,
      least: new Map([[pool.kind, pool.instances + 1]]),
    });
    if (planned === null) break;
    grown = { ...grown, planned };
  }
  return grown;
}

const MOST_GROWN = 6;

/** At most so many moves: of tenants that are isolated, those that relieve the most first. */
function keepWithin(facts: RegionFacts, isolations: readonly Isolation[]): Isolation[] {
  let left = facts.constraints.mostMoves ?? Number.POSITIVE_INFINITY;
  const weights = new Map(
    facts.pools.flatMap(({ load }) =>
      (load?.registries ?? []).map(({ name, requests }) => [
        name,
        requests.reduce((sum, one) => sum + one, 0),
      ]),
    ),
  );
  return isolations.map((one) => {
    const kept = one.moves
      .toSorted((a, b) => (weights.get(b.registry) ?? 0) - (weights.get(a.registry) ?? 0))
      .slice(0, left);
    left -= kept.length;
    return { ...one, moves: one.moves.filter((move) => kept.includes(move)) };
  });
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

function progressOf({ region }: RegionFacts, { onProgress }: ProposalTools) {
  return (step: ProposalProgress["step"]) =>
    onProgress({ region, step, round: 0, evaluations: 0, mostEvaluations: 0, excess: null, moves: null });
}

function searchProgress({ region }: RegionFacts, { onProgress }: ProposalTools) {
  let round = 0;
  return {
    onRound: (now: number) => {
      round = now;
    },
    onProgress: (
      progress: Pick<ProposalProgress, "evaluations" | "mostEvaluations"> & { excess: number; moves: number },
    ) => onProgress({ region, step: "searching", round, ...progress }),
  };
}

import { judgeStamps, type StampVerdict } from "../../simulation/judgeStamps.ts";
import { simulateMoves } from "../../simulation/simulateMoves.ts";
import type { Simulation } from "../../simulation/types.ts";
import type { AssembledPlan } from "../assemblePlan.ts";
import { askInstance } from "./askInstance.ts";
import { brokenPool, createDraft, type DraftPlan } from "./draftPlan.ts";
import { type Hold, holdReplica } from "./holdReplicas.ts";
import { growUntilSafe, type Isolation, isolateTenants, keepWithin, plannedBy } from "./isolateTenants.ts";
import type { InstanceQuestion } from "./makeInstance.ts";
import type { ProposalProgress } from "./proposalAnswer.ts";
import { type Rebalance, rebalance, type Search } from "./rebalance.ts";
import { simulationInput } from "./simulateRegion.ts";
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

/** First what each hot stamp needs, then tenants that are to be isolated, then the search for the rest; verdicts anew. */
export function decide(facts: RegionFacts, tools: ProposalTools): Decision {
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
  const question = askInstance(facts, { movable, isolations, held, sick: settling.sick });
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

import type { PlannedStamp } from "../../simulation/types.ts";
import { type AssembledPlan, assemblePlan } from "../assemblePlan.ts";
import { simulateSteps } from "../simulateSteps.ts";
import type { Traffic } from "../types.ts";
import { sumTraffic, trafficKey } from "./attributeLoad.ts";
import { simulationInput, type Violation } from "./simulateRegion.ts";
import { type ChosenMove, poolKey, type RegionFacts } from "./types.ts";

export type DraftPlan = (moves: readonly ChosenMove[], planned: readonly PlannedStamp[]) => AssembledPlan;

/** Moves as phases by the rules that are set, every prefix simulated; what was drafted is remembered. */
export function createDraft(facts: RegionFacts): DraftPlan {
  const sums = sumTraffic(facts.pools);
  const total = (name: keyof Traffic) =>
    [...sums.values()].reduce((sum, traffic) => sum + (traffic[name] ?? 0), 0);
  // A measure that nobody in the region reports is left out of all shares.
  const whole = { requests: total("requests"), bytes: total("bytes") };
  const told = (name: keyof Traffic, traffic: Traffic | undefined) =>
    whole[name] > 0 ? (traffic?.[name] ?? 0) : null;
  const inhabited = new Set(facts.replicas.map(({ home }) => home));
  const known = new Map<string, AssembledPlan>();
  return (moves, planned) => {
    const key = JSON.stringify([moves.map(({ registry, to }) => [registry, to]).sort(), planned]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const plan = assemblePlan({
      moves: moves.map(({ registry, tenant, from, to }) => {
        const own = sums.get(trafficKey(from, registry));
        const traffic = { requests: told("requests", own), bytes: told("bytes", own) };
        return { registry, tenant, from, to, traffic };
      }),
      regionTraffic: whole,
      emptyStamps: new Set(
        [...facts.stamps, ...planned].map(({ name }) => name).filter((name) => !inhabited.has(name)),
      ),
      simulate: (likely) => simulateSteps(simulationInput(facts, planned), likely),
      rules: facts.policies.phases,
      classes: facts.policies.classes,
      tiers: facts.policies.tiers,
    });
    known.set(key, plan);
    return plan;
  };
}

/** The first step of a plan that would make something worse, as a pool that is too hot. */
export function brokenPool({ broken }: Pick<AssembledPlan, "broken">): Violation | null {
  if (broken === null) return null;
  const { stamp, pool, value, bound } = broken.rule;
  return { key: poolKey({ stamp, pool }), stamp, pool, kind: "receives", high: value, bound };
}

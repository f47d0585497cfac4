import { MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";
import { inPoints } from "./planningWords.ts";
import type { Left } from "./proposalAnswer.ts";
import type { PlanningReplica, RegionFacts } from "./types.ts";

/** Why a replica must stay where it is, whatever a move of it would do: the constraint and, in words, its number. */
export type Hold = Pick<Left, "constraint" | "reason">;

export interface HoldQuestion {
  readonly facts: RegionFacts;
  /** Stamps whose heat is a node's own: nothing is moved for it. Stamp → the node. */
  readonly sick: ReadonlyMap<string, string>;
}

/**
 * Asks the constraints of a replica itself, in the order in which a person would: what was asked for, what a person has
 * said about it, what has happened to it, what is known of it. Null = it may move.
 */
export function holdReplica({ facts, sick }: HoldQuestion, replica: PlanningReplica): Hold | null {
  return (
    holdAsAsked(facts, replica) ??
    holdAsSaid(facts, replica) ??
    holdAfterMove(facts, replica) ??
    holdUnknown(facts, replica) ??
    holdSick(sick, replica)
  );
}

function holdAsAsked({ tenants, constraints }: RegionFacts, replica: PlanningReplica): Hold | null {
  if (tenants !== null && !tenants.includes(replica.tenant))
    return { constraint: "not_asked_for", reason: `${replica.tenant} is not among the tenants asked for.` };
  if (constraints.excludeRegistries.includes(replica.registry))
    return { constraint: "excluded", reason: "It was left out of this proposal." };
  if (constraints.excludeStamps.includes(replica.home))
    return { constraint: "excluded", reason: `${replica.home} was left out of this proposal.` };
  return null;
}

function holdAsSaid({ nowMs }: RegionFacts, { constraints }: PlanningReplica): Hold | null {
  if (constraints.pinned) return { constraint: "pinned", reason: "It is pinned to its stamp." };
  if (constraints.excluded) return { constraint: "excluded", reason: "It is excluded from plans." };
  const freeze = constraints.freezes.find(
    ({ from, to }) => Date.parse(from) <= nowMs && nowMs < Date.parse(to),
  );
  if (freeze === undefined) return null;
  return { constraint: "frozen", reason: `It is frozen until ${freeze.to}: ${freeze.why}` };
}

function holdAfterMove(
  { nowMs, policies, window }: RegionFacts,
  { lastMovedAtMs, home, homeThen, boundAtMs }: PlanningReplica,
): Hold | null {
  const days = lastMovedAtMs === null ? Number.POSITIVE_INFINITY : (nowMs - lastMovedAtMs) / DAY_MS;
  if (days < policies.cooldownDays)
    return {
      constraint: "cooldown",
      reason: `It moved ${inPoints(Math.max(0, days))} days ago; the cooldown is ${inPoints(policies.cooldownDays)} days.`,
    };
  if (homeThen !== home)
    return {
      constraint: "no_data",
      reason: `Its load was measured on ${homeThen ?? "no stamp of the region"}, and it is on ${home} now: choose a later window.`,
    };
  if (boundAtMs > window.fromMinute * MINUTE_MS)
    return {
      constraint: "no_data",
      reason: "It came to its stamp within the hours that were measured: choose a later window.",
    };
  return null;
}

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;

function holdUnknown({ pools }: RegionFacts, { home }: PlanningReplica): Hold | null {
  const unknown = pools.find(({ stamp, fitted, load, measures }) =>
    stamp === home ? fitted === null || load === null || measures.state === "unknown" : false,
  );
  if (unknown === undefined) return null;
  return {
    constraint: "no_data",
    reason: `What it does to ${home} ${unknown.pool} cannot be told: ${whyUnknown(unknown)}.`,
  };
}

function whyUnknown({ missing, measures }: RegionFacts["pools"][number]): string {
  if (missing === "no_load_data") return "no load is reported there";
  if (missing === "weak_model") return "the load model explains too little of it";
  return `${Math.round(100 * measures.coverage.lesser)} % of its minutes have data`;
}

function holdSick(sick: ReadonlyMap<string, string>, { home }: PlanningReplica): Hold | null {
  const node = sick.get(home);
  if (node === undefined) return null;
  return {
    constraint: "sick_node",
    reason: `Node ${node} of ${home} is to be mended first; no move cools it.`,
  };
}

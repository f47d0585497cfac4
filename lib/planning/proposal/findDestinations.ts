import type { PlanningReplica, RegionFacts } from "./types.ts";

/** Whether, and why not, stamps may take what moves. */
export interface Destinations {
  /** Shared stamps that may take load. */
  readonly shared: readonly string[];
  /** Why each other stamp of the region takes nothing. */
  readonly refused: readonly { readonly stamp: string; readonly reason: string }[];
}

/**
 * Existing shared stamps that may take load at all: neither cordoned nor in deployment, with
 * pools that can be told, and without a node that is hot by itself (`sick`: stamp → node).
 */
export function findDestinations(facts: RegionFacts, sick: ReadonlyMap<string, string>): Destinations {
  const judged = facts.stamps.map(({ name }) => {
    const node = sick.get(name);
    const reason = node === undefined ? null : `to be mended first, for its node ${node}`;
    return { stamp: name, reason: refuseStamp(facts, name) ?? reason };
  });
  return {
    shared: judged.flatMap(({ stamp, reason }) => (reason === null ? [stamp] : [])),
    refused: judged.flatMap(({ stamp, reason }) => (reason === null ? [] : [{ stamp, reason }])),
  };
}

function refuseStamp(facts: RegionFacts, name: string): string | null {
  const stamp = facts.stamps.find((one) => one.name === name);
  if (stamp === undefined) return "not of the region";
  if (facts.constraints.excludeStamps.includes(name)) return "left out of this proposal";
  if (stamp.cordoned) return "cordoned";
  if (stamp.inDeployment) return "in deployment";
  if (stamp.planned) return "planned, and not made yet";
  if (stamp.kind === "isolated") return "isolated";
  return refuseUntold(facts, name);
}

/** A stamp of which any pool cannot be told takes nothing: nothing is planned on missing data. Null = all of it is told. */
export function refuseUntold({ pools }: Pick<RegionFacts, "pools">, name: string): string | null {
  const own = pools.filter(({ stamp }) => stamp === name);
  if (own.length === 0) return "without pools";
  const unknown = own.find(
    ({ measures, fitted, rules }) =>
      measures.hotNodeP95 === null ||
      measures.state === "unknown" ||
      measures.coverage.lesser < rules.unknownBelow ||
      fitted === null,
  );
  return unknown === undefined ? null : `without data enough of ${unknown.pool}`;
}

/** Whether two replicas must not stand on one stamp, as either says. */
export function mustStandApart(one: PlanningReplica, other: PlanningReplica): boolean {
  if (one.registry === other.registry) return false;
  return (
    one.constraints.mustNotShareWith.includes(other.tenant) ||
    other.constraints.mustNotShareWith.includes(one.tenant)
  );
}

/** Whether a stamp has a pool of every kind that the home of a replica has. */
export function hasKindsOf(
  { pools }: Pick<RegionFacts, "pools">,
  { home, to }: { readonly home: string; readonly to: string },
): boolean {
  const kindsAt = (name: string) =>
    new Set(pools.filter(({ stamp }) => stamp === name).map(({ kind }) => kind));
  const there = kindsAt(to);
  return [...kindsAt(home)].every((kind) => there.has(kind));
}

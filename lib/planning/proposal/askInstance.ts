import { findDestinations } from "./findDestinations.ts";
import type { Hold } from "./holdReplicas.ts";
import { type Isolation, plannedBy } from "./isolateTenants.ts";
import type { InstanceQuestion } from "./makeInstance.ts";
import { simulateAll } from "./simulateRegion.ts";
import type { PlanningReplica, RegionFacts } from "./types.ts";

/** What is to be searched once tenants have been isolated: who may still move, who stands where, how hot it is then. */
export function askInstance(
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

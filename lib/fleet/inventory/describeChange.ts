import { toIso } from "../../core/index.ts";
import { pairKey } from "./currentInventory.ts";
import type { BindingChange, Change, InventoryChange, ReplicaChange } from "./inventoryChange.ts";

type InventoryThing = "region" | "stamp" | "pool" | "registry" | "replica";

type ThingEvent<Thing extends InventoryThing> = Thing extends unknown
  ? { readonly thing: Thing; readonly thingName: string } & (
      | { readonly action: `${Thing}.created`; readonly after: object }
      | { readonly action: `${Thing}.updated`; readonly before: object; readonly after: object }
      | { readonly action: `${Thing}.retired`; readonly before: object }
    )
  : never;

interface HomeEvent {
  readonly action: "replica.bound" | "replica.unbound" | "replica.home_corrected";
  readonly thing: "replica";
  readonly thingName: string;
  readonly before: { readonly stamp: string | null };
  readonly after: { readonly stamp: string | null; readonly at: string };
}

/** An audit event of the inventory, in the audit's own shape; the compiler holds them equal where it is appended. */
export type InventoryEvent = ThingEvent<InventoryThing> | HomeEvent;

/** What an inventory changed, as audit events: one a thing that changed, one a home that changed. */
export function describeChange(change: InventoryChange): readonly InventoryEvent[] {
  return [
    ...change.regions.flatMap((one) => describeThing("region", one.name, one)),
    ...change.stamps.flatMap((one) => describeThing("stamp", one.name, one)),
    ...change.pools.flatMap((one) => describeThing("pool", pairKey(one.stamp, one.name), one)),
    ...change.registries.flatMap((one) => describeThing("registry", one.name, one)),
    ...change.replicas.flatMap(describeReplica),
  ];
}

function describeThing(
  thing: InventoryThing,
  thingName: string,
  { what, before, after }: Change<object>,
): readonly InventoryEvent[] {
  if (what === "created") return [{ action: `${thing}.created`, thing, thingName, after } as InventoryEvent];
  if (what === "unchanged" || before === null) return [];
  if (what === "retired") return [{ action: `${thing}.retired`, thing, thingName, before } as InventoryEvent];
  return [{ action: `${thing}.updated`, thing, thingName, before, after } as InventoryEvent];
}

/** A replica whose home alone changed is not itself updated: the event of its home says it. */
function describeReplica(replica: ReplicaChange): readonly InventoryEvent[] {
  const thingName = pairKey(replica.registry, replica.region);
  const homeOnly =
    replica.what === "updated" && JSON.stringify(replica.before) === JSON.stringify(replica.after);
  const facts = homeOnly ? [] : describeThing("replica", thingName, replica);
  return replica.binding ? [...facts, describeBinding(thingName, replica.binding)] : facts;
}

const BINDING_ACTIONS = {
  bound: "replica.bound",
  corrected: "replica.home_corrected",
  unbound: "replica.unbound",
} as const;

function describeBinding(thingName: string, binding: BindingChange): InventoryEvent {
  return {
    action: BINDING_ACTIONS[binding.what],
    thing: "replica",
    thingName,
    before: { stamp: binding.closes?.stamp ?? null },
    after: { stamp: binding.what === "unbound" ? null : binding.stamp, at: toIso(binding.atMs) },
  };
}

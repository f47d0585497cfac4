import { type CurrentInventory, type KnownReplica, pairKey } from "../inventory/currentInventory.ts";
import type { BindingChange, LeftHome, ReplicaChange } from "../inventory/inventoryChange.ts";

/** Replicas that have a home now. */
export function replicasAtHome(
  current: CurrentInventory,
): readonly (KnownReplica & { readonly binding: object })[] {
  return [...current.replicas.values()].filter(
    (replica): replica is KnownReplica & { binding: NonNullable<KnownReplica["binding"]> } =>
      replica.binding !== null && replica.binding.unboundAtMs === null,
  );
}

/** Every replica at home on one stamp goes to another at the same instant. */
export function planStampMerge(
  current: CurrentInventory,
  { from, into, nowMs }: { readonly from: string; readonly into: string; readonly nowMs: number },
): readonly ReplicaChange[] {
  return replicasAtHome(current)
    .filter((replica) => replica.binding?.stamp === from)
    .map((replica) => changeHome(replica, rebind(replica, into, nowMs)));
}

/** The replicas of one registry end; where the other has none in that region, it takes over their home. */
export function planRegistryMerge(
  current: CurrentInventory,
  { from, into, nowMs }: { readonly from: string; readonly into: string; readonly nowMs: number },
): readonly ReplicaChange[] {
  const atHome = replicasAtHome(current);
  const taken = new Set(
    atHome.filter((replica) => replica.registry === into).map((replica) => replica.region),
  );
  return atHome
    .filter((replica) => replica.registry === from)
    .flatMap((replica) => {
      const ended = changeHome(replica, unbind(replica, nowMs));
      if (taken.has(replica.region) || !replica.binding) return [ended];
      const atMs = Math.max(nowMs, replica.binding.boundAtMs);
      const key = pairKey(into, replica.region);
      const known = current.replicas.get(key);
      const successor: ReplicaChange = {
        what: known ? "updated" : "created",
        id: known?.id ?? null,
        name: key,
        before: known?.facts ?? null,
        after: replica.facts,
        registry: into,
        region: replica.region,
        binding: { what: "bound", stamp: replica.binding.stamp, atMs, closes: null },
      };
      return [ended, successor];
    });
}

/** Every replica of a registry ends. */
export function planRegistryRetirement(
  current: CurrentInventory,
  { registry, nowMs }: { readonly registry: string; readonly nowMs: number },
): readonly ReplicaChange[] {
  return replicasAtHome(current)
    .filter((replica) => replica.registry === registry)
    .map((replica) => changeHome(replica, unbind(replica, nowMs)));
}

function changeHome(replica: KnownReplica, binding: BindingChange | null): ReplicaChange {
  return {
    what: binding?.what === "unbound" ? "retired" : "updated",
    id: replica.id,
    name: replica.name,
    before: replica.facts,
    after: replica.facts,
    registry: replica.registry,
    region: replica.region,
    binding,
  };
}

function leftHome(replica: KnownReplica): LeftHome & { readonly boundAtMs: number } {
  const { binding } = replica;
  if (!binding) throw new Error(`${replica.name} has no home to leave`);
  return { bindingId: binding.id, stamp: binding.stamp, boundAtMs: binding.boundAtMs };
}

function rebind(replica: KnownReplica, stamp: string, nowMs: number): BindingChange {
  const { boundAtMs, ...closes } = leftHome(replica);
  return nowMs > boundAtMs
    ? { what: "bound", stamp, atMs: nowMs, closes }
    : { what: "corrected", stamp, atMs: boundAtMs, closes };
}

function unbind(replica: KnownReplica, nowMs: number): BindingChange {
  const { boundAtMs, ...closes } = leftHome(replica);
  return { what: "unbound", atMs: Math.max(nowMs, boundAtMs), closes };
}

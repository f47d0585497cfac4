import type { PoolFacts, RegionFacts, RegistryFacts, ReplicaFacts, StampFacts } from "./currentInventory.ts";

/** What an inventory does to one thing. `before` is null for what is new. */
export interface Change<Facts> {
  readonly what: "created" | "updated" | "unchanged" | "retired";
  /** null for what is new. */
  readonly id: number | null;
  readonly name: string;
  readonly before: Facts | null;
  readonly after: Facts;
}

export interface PoolChange extends Change<PoolFacts> {
  readonly stamp: string;
}

/** What happens to the home of a replica. */
export type BindingChange =
  /** A home begins; the one before it, if any, had ended or is closed at the same instant. */
  | {
      readonly what: "bound";
      readonly stamp: string;
      readonly atMs: number;
      readonly closes: LeftHome | null;
    }
  /** The home is another since the very instant it began: a correction, no time was spent in the first. */
  | { readonly what: "corrected"; readonly stamp: string; readonly atMs: number; readonly closes: LeftHome }
  /** The home ends and none follows. */
  | { readonly what: "unbound"; readonly atMs: number; readonly closes: LeftHome };

export interface LeftHome {
  readonly bindingId: string;
  readonly stamp: string;
}

export interface ReplicaChange extends Change<ReplicaFacts> {
  readonly registry: string;
  readonly region: string;
  readonly binding: BindingChange | null;
}

/** Everything one inventory changes, ready to be written. */
export interface InventoryChange {
  readonly regions: readonly Change<RegionFacts>[];
  readonly stamps: readonly Change<StampFacts>[];
  readonly pools: readonly PoolChange[];
  readonly newTenants: readonly string[];
  readonly registries: readonly Change<RegistryFacts>[];
  readonly replicas: readonly ReplicaChange[];
}

export interface ChangeCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly retired: number;
}

/** The answer of PUT /api/v1/inventory. */
export interface InventoryCounts {
  readonly regions: ChangeCounts;
  readonly stamps: ChangeCounts;
  readonly pools: ChangeCounts;
  readonly registries: ChangeCounts;
  readonly replicas: ChangeCounts;
}

function countChanges(changes: readonly Change<unknown>[]): ChangeCounts {
  const counts = { created: 0, updated: 0, unchanged: 0, retired: 0 };
  for (const change of changes) counts[change.what] += 1;
  return counts;
}

export function countInventory(change: InventoryChange): InventoryCounts {
  return {
    regions: countChanges(change.regions),
    stamps: countChanges(change.stamps),
    pools: countChanges(change.pools),
    registries: countChanges(change.registries),
    replicas: countChanges(change.replicas),
  };
}

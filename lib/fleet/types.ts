/** What a fleet is made of: the immutable snapshot that everything else reads. No zod here; see inventoryBody.ts. */

export type StampKind = "shared" | "isolated";

export interface FleetRegion {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
}

export interface FleetStamp {
  readonly id: number;
  readonly name: string;
  readonly regionId: number;
  readonly region: string;
  readonly kind: StampKind;
  readonly updateDomains: number;
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  /** Does not exist yet: a plan's first step creates it. */
  readonly planned: boolean;
  /** Optional capacity dimension; null = not declared. */
  readonly storageEgressGbps: number | null;
  readonly storageRequestsPerSecond: number | null;
}

export interface FleetPool {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly stampId: number;
  readonly stamp: string;
  readonly regionId: number;
  readonly region: string;
  /** null = not declared. */
  readonly vcpusPerNode: number | null;
  readonly minInstances: number | null;
  readonly maxInstances: number | null;
}

export interface FleetRegistry {
  readonly id: number;
  readonly name: string;
  readonly tenantId: number;
  readonly tenant: string;
}

/** What a person has said about moving a replica. Times are RFC 3339 UTC. */
export interface ReplicaConstraints {
  readonly pinned: boolean;
  readonly excluded: boolean;
  readonly freezes: readonly { readonly from: string; readonly to: string; readonly why: string }[];
  /** Tenants that must not stand on the same stamp. */
  readonly mustNotShareWith: readonly string[];
}

export interface FleetReplica {
  readonly id: number;
  readonly registryId: number;
  readonly registry: string;
  readonly tenant: string;
  readonly region: string;
  readonly homeStampId: number;
  readonly homeStamp: string;
  /** Epoch milliseconds since when it has been bound there. */
  readonly boundAtMs: number;
  readonly constraints: ReplicaConstraints;
  readonly lastMovedAtMs: number | null;
}

/** What is not retired, each list ordered by name. Replicas are those with a home now. */
export interface Fleet {
  readonly regions: readonly FleetRegion[];
  readonly stamps: readonly FleetStamp[];
  readonly pools: readonly FleetPool[];
  readonly registries: readonly FleetRegistry[];
  readonly replicas: readonly FleetReplica[];
}

export const NO_CONSTRAINTS: ReplicaConstraints = {
  pinned: false,
  excluded: false,
  freezes: [],
  mustNotShareWith: [],
};

/** One home of a replica, half-open [boundAt, unboundAt). */
export interface BindingInterval {
  readonly region: string;
  readonly stamp: string;
  readonly boundAt: string;
  readonly unboundAt: string | null;
  readonly source: string;
}

/** A registry that changed its home from one stamp of a region to another. */
export interface HomeChange {
  readonly region: string;
  readonly registry: string;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

import type { ReplicaConstraints, StampKind } from "../types.ts";

/** What the database knows of a thing, as far as an inventory can change it. Retired things are known too. */

export interface RegionFacts {
  readonly timeZone: string;
}

export interface StampFacts {
  readonly region: string;
  readonly kind: StampKind;
  readonly updateDomains: number;
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
  readonly storageEgressGbps: number | null;
  readonly storageRequestsPerSecond: number | null;
}

export interface PoolFacts {
  readonly kind: string;
  readonly vcpusPerNode: number | null;
  readonly minInstances: number | null;
  readonly maxInstances: number | null;
}

export interface RegistryFacts {
  readonly tenant: string;
}

export interface ReplicaFacts {
  readonly constraints: ReplicaConstraints;
}

/** A thing that is known: `name` is its name now. */
export interface Known<Facts> {
  readonly id: number;
  readonly name: string;
  readonly retired: boolean;
  readonly facts: Facts;
}

/** The latest home of a replica, which may have ended. */
export interface LatestBinding {
  readonly id: string;
  readonly stamp: string;
  readonly boundAtMs: number;
  readonly unboundAtMs: number | null;
}

export interface KnownReplica extends Known<ReplicaFacts> {
  readonly registry: string;
  readonly region: string;
  readonly binding: LatestBinding | null;
}

export interface KnownPool extends Known<PoolFacts> {
  readonly stamp: string;
}

/** By name; pools by `pairKey(stamp, pool)`, replicas by `pairKey(registry, region)`. */
export interface CurrentInventory {
  readonly regions: ReadonlyMap<string, Known<RegionFacts>>;
  readonly stamps: ReadonlyMap<string, Known<StampFacts>>;
  readonly pools: ReadonlyMap<string, KnownPool>;
  readonly tenants: ReadonlySet<string>;
  readonly registries: ReadonlyMap<string, Known<RegistryFacts>>;
  readonly replicas: ReadonlyMap<string, KnownReplica>;
  /** A name that a thing had before → its name now. */
  readonly formerNames: {
    readonly region: ReadonlyMap<string, string>;
    readonly stamp: ReadonlyMap<string, string>;
    readonly registry: ReadonlyMap<string, string>;
    readonly tenant: ReadonlyMap<string, string>;
  };
}

/** Names hold no slash, so this is one to one. */
export function pairKey(parent: string, child: string): string {
  return `${parent}/${child}`;
}

/**
 * The name a thing goes by now. A name in use wins over a former name, which wins over a retired thing: so senders
 * may go on using the old name of what was renamed or merged, and a retired thing revives under its own name.
 */
export function nameNow(
  known: ReadonlyMap<string, Known<unknown>>,
  formerNames: ReadonlyMap<string, string>,
  sent: string,
): string {
  const thing = known.get(sent);
  if (thing && !thing.retired) return sent;
  return formerNames.get(sent) ?? sent;
}

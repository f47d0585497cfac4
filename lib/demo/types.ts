/** What the demo fleet is made of: names, and the true properties that its physics knows and the product has to find out. */

/** When a registry's clients work; see shape.ts. */
export type Profile = "business" | "consumer" | "automation" | "steady";

/** The two pool kinds that the demo's physics has. */
export type DemoPoolKind = "registry" | "dataproxy";
export const DEMO_POOL_KINDS: readonly DemoPoolKind[] = ["registry", "dataproxy"];

/** How a replica loads pools of one kind. */
export interface KindTraits {
  /** Requests a minute at the top of the daily shape. */
  readonly requestsPerMinute: number;
  readonly bytesPerRequest: number;
  /** The true costs: vCPU milliseconds, differing from registry to registry. */
  readonly vcpuMsPerRequest: number;
  readonly vcpuMsPerMegabyte: number;
  /** 0–1: the part of the load that is for a few hot images, each on one node of the pool. */
  readonly concentration: number;
  /** Decides which nodes those are. */
  readonly affinityKey: number;
  /** The scheduled job's minute has 1 + this times the load. */
  readonly jobAmplitude: number;
}

/** A registry's geo-replica in one region. Its load follows from this and the minute alone, wherever it is bound. */
export interface ReplicaTraits {
  readonly registry: string;
  readonly tenant: string;
  readonly region: string;
  readonly timeZone: string;
  /** Seeds all noise of its load. */
  readonly key: number;
  readonly profile: Profile;
  readonly shiftMinutes: number;
  /** Relative deviations of the load: over about an hour, over minutes, from minute to minute. */
  readonly noise: { readonly slow: number; readonly middle: number; readonly white: number };
  /** Short heavy-tailed bursts, one in every slot. */
  readonly burst: { readonly slotMinutes: number; readonly scale: number; readonly cap: number };
  /** 0–11: a scheduled job runs for one minute in this UTC hour and twelve hours later. */
  readonly jobHour: number;
  readonly kinds: Readonly<Record<DemoPoolKind, KindTraits>>;
}

/** A pool as the renderer needs it. Nodes are named n00, n01, … */
export interface DemoPool {
  readonly stamp: string;
  readonly name: string;
  readonly kind: string;
  readonly vcpusPerNode: number;
  readonly nodeCount: number;
}

/** A replica at a pool's stamp, half-open [boundAtMs, unboundAtMs); null = still there. */
export interface DemoBinding {
  readonly replica: ReplicaTraits;
  readonly boundAtMs: number;
  readonly unboundAtMs: number | null;
}

/** Something wrong with the machines or their reporting, half-open in minutes; null = goes on. */
export interface DemoFault {
  readonly kind: "runaway_process" | "no_data";
  readonly stamp: string;
  readonly pool: string;
  /** null = every node of the pool. */
  readonly node: number | null;
  readonly fromMinute: number;
  readonly toMinute: number | null;
}

export interface DemoPoolPlan extends DemoPool {
  readonly maxInstances: number;
  /** Where the calibration puts the hot-node P95 of a weekday's busiest hours. */
  readonly hotNodeP95: number;
}

export interface DemoStamp {
  readonly name: string;
  readonly region: string;
  readonly kind: "shared" | "isolated";
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly updateDomains: number;
  readonly egressGbps: number;
  readonly pools: readonly DemoPoolPlan[];
}

export interface DemoRegion {
  readonly name: string;
  readonly timeZone: string;
  /** What planning holds hot-node P95 under. */
  readonly limitP95: number;
}

/** A replica and the stamp where it lives when the demo's story begins. */
export interface DemoHome {
  readonly replica: ReplicaTraits;
  readonly stamp: string;
}

export interface DemoFleet {
  readonly seed: number;
  readonly regions: readonly DemoRegion[];
  readonly stamps: readonly DemoStamp[];
  /** Ordered by registry, then region. */
  readonly homes: readonly DemoHome[];
}

/** Where one pool of the worked example has to stand. Points of a node. */
export interface ExampleTarget {
  readonly before: { readonly p95: number; readonly max: number };
  readonly after: { readonly p95: number; readonly max: number };
  /** Whose single minute is the maximum before: one of the customer's, or somebody else's. */
  readonly maxBeforeIs: "customer" | "others";
  /** The concentration of the customer's large registries where it is not `others`' maximum that decides it. */
  readonly concentration?: number;
}

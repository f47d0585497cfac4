import type { Shortcoming } from "../contribution/judgeEvidence.ts";
import type { FleetReplica, FleetStamp } from "../fleet/types.ts";
import type { SimulationInput } from "../simulation/types.ts";
import type { PlanRules } from "./planRules.ts";
import type { Tier, Traffic } from "./types.ts";

/** A phase of another plan that has its place in the calendar. */
export interface PhaseElsewhere {
  /** How that plan is called, for who waits for it. */
  readonly plan: string;
  readonly region: string;
  /** That run. */
  readonly moves: number;
  readonly stamps: readonly string[];
  readonly tier: Tier;
  readonly startMs: number;
  /** Its last move is drained. */
  readonly cutOverMs: number;
  readonly observedMs: number;
}

/** The load model of a pool, as far as a reader of a plan asks for it. */
export interface ModelFigures {
  readonly stamp: string;
  readonly pool: string;
  readonly r2: number;
  readonly residual: number;
  readonly bins: number;
}

/**
 * All that a plan is judged by: the snapshot (its region over the window, homes as they were at its end) and what holds now
 * (constraints, stamps, the calendar). Of the registries that the plan names alone: `homes`, `tenants`, `traffic`.
 */
export interface PlanRegion extends Omit<SimulationInput, "phases"> {
  readonly region: string;
  readonly tenants: ReadonlyMap<string, string>;
  readonly traffic: ReadonlyMap<string, Traffic>;
  readonly regionTraffic: Traffic;
  /** Stamps that carry nothing yet: planned, or without a registry. */
  readonly emptyStamps: ReadonlySet<string>;
  /** Of the region, with the homes they have now. */
  readonly replicas: readonly FleetReplica[];
  readonly stamps: readonly FleetStamp[];
  readonly rules: PlanRules;
  readonly elsewhere: readonly PhaseElsewhere[];
  readonly models: readonly ModelFigures[];
  readonly notes: readonly Shortcoming[];
}

import type { Shortcoming } from "../../contribution/judgeEvidence.ts";
import type { MinuteWindow } from "../../core/index.ts";
import type { FleetStamp, ReplicaConstraints } from "../../fleet/types.ts";
import type { HotStamp } from "../../simulation/judgeStamps.ts";
import type { Destinations } from "../../simulation/sizeIsolation.ts";
import type { PlannedStamp, SimulationPool } from "../../simulation/types.ts";
import type { ClassRules } from "../classifyMoves.ts";
import type { PhaseRules } from "../formPhases.ts";
import type { TierRule } from "../rateBlastRadius.ts";
import type { OutcomeChange } from "./judgeOutcome.ts";
import type { ProposalConstraints } from "./proposalBody.ts";

/** A registry's replica in the region, with all that may keep it where it is. */
export interface PlanningReplica {
  readonly registry: string;
  readonly tenant: string;
  /** The stamp where it is at home now. */
  readonly home: string;
  /** Where it was at the window's end; null = nowhere. Its load was measured there. */
  readonly homeThen: string | null;
  readonly boundAtMs: number;
  readonly lastMovedAtMs: number | null;
  readonly constraints: ReplicaConstraints;
}

/** Policies as they are set, or as they were asked for. */
export interface PlanningPolicies {
  readonly minimumGainPoints: number;
  readonly cooldownDays: number;
  readonly classes: ClassRules;
  readonly phases: PhaseRules;
  readonly tiers: readonly TierRule[];
}

/** Everything that a region's proposal follows from: plain data, so that a thread of its own can be handed it. */
export interface RegionFacts extends Destinations {
  readonly region: string;
  readonly window: MinuteWindow;
  readonly nowMs: number;
  /** Every pool of the region, its limit as it is asked for. */
  readonly pools: readonly SimulationPool[];
  /** Declared, and not made yet. */
  readonly planned: readonly PlannedStamp[];
  /** Of the region. */
  readonly stamps: readonly FleetStamp[];
  /** Every name that a stamp of the fleet has or had. */
  readonly takenNames: readonly string[];
  /** By registry name. */
  readonly replicas: readonly PlanningReplica[];
  readonly hot: readonly HotStamp[];
  readonly outcomes: readonly OutcomeChange[];
  /** Hot-node P95 of the same hours a day before, of pools over their limits. */
  readonly dayBefore: readonly {
    readonly stamp: string;
    readonly pool: string;
    readonly hotNodeP95: number;
  }[];
  /** Of every pool: what cannot be had, and why. */
  readonly notes: readonly Shortcoming[];
  /** Only these may move; null = all. */
  readonly tenants: readonly string[] | null;
  readonly constraints: ProposalConstraints;
  readonly policies: PlanningPolicies;
}

/** A move that is proposed, before it has a phase. */
export interface ChosenMove {
  readonly registry: string;
  readonly tenant: string;
  readonly from: string;
  readonly to: string;
  /** Goes with its tenant to a stamp of few tenants; else found by the search. */
  readonly isolates: boolean;
}

/** A pool by its names, as a key. */
export function poolKey({ stamp, pool }: { readonly stamp: string; readonly pool: string }): string {
  return JSON.stringify([stamp, pool]);
}

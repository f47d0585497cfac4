import type { Thresholds } from "#lib/hotness/types.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";

/** A stamp that asks for a plan, with why in words. */
export interface HotStamp {
  readonly name: string;
  readonly region: string;
  readonly why: string;
}

/** What the planner is asked with, and what it has answered. */
export interface NewPlanView {
  readonly regions: readonly string[];
  /** Chosen, or that of the stamp; empty = the fleet. */
  readonly region: string;
  /** Tenants that dominate the stamp that was named: nothing helps it but moving these. */
  readonly dominating: readonly string[];
  /** The hottest first. */
  readonly hot: readonly HotStamp[];
  /** Null = none was asked for, or there is none of that number. */
  readonly proposal: ProposalAnswer | null;
  /** By kind of pool, as set for the region. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  readonly readMs: number;
  readonly latestDataMs: number | null;
}

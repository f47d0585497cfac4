import type { MinuteWindow } from "../../core/index.ts";
import type { PlanningSettings } from "../../fleet/settings.ts";
import type { Estimate } from "../../simulation/types.ts";

export type GateRules = PlanningSettings["gates"];

/** What a phase is asked, in the words of PRODUCT.md: see `decideGate`. */
export const GATE_QUESTIONS = ["traffic_all_there", "cpu_as_predicted", "nobody_else_worse"] as const;
export type GateQuestion = (typeof GATE_QUESTIONS)[number];

export const CHECK_VERDICTS = ["pass", "fail", "inconclusive", "not_applicable"] as const;

/** One thing that was looked at: what was found, what it is held against, and what that means. */
export interface GateCheck {
  readonly check:
    | "over_limit_now"
    | "over_limit"
    | "signal"
    | "outcome"
    | "coverage"
    | "prediction"
    | "relief"
    | "parity"
    | "control";
  readonly question: GateQuestion;
  readonly verdict: (typeof CHECK_VERDICTS)[number];
  readonly stamp: string | null;
  readonly pool: string | null;
  /** What was found; null = no data. */
  readonly value: number | null;
  /** What it may be at least and at most; null = no bound on that side. */
  readonly least: number | null;
  readonly most: number | null;
  readonly sentence: string;
}

/** How hot a destination is now. Percent of a node. */
export interface GateNow {
  readonly stamp: string;
  readonly pool: string;
  readonly limit: number;
  readonly hot15m: number | null;
  /** Since when every bin has been over the limit, cut to where counting begins; null = it is not. */
  readonly overSinceMs: number | null;
}

export interface GateSignal {
  readonly stamp: string;
  readonly pool: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly fromMs: number;
  readonly note: string;
}

/** A pool that the phase touches, over the observation's peak window. Percent of a node; null = cannot be had. */
export interface GatePool {
  readonly stamp: string;
  readonly pool: string;
  readonly role: "source" | "destination";
  readonly limit: number;
  /** 0–1. */
  readonly coverage: number | null;
  readonly measuredP95: number | null;
  /** What it would have been without the moves, on the load that came. */
  readonly unmovedP95: number | null;
  /** As it was measured when the model was made. */
  readonly modelledP95: number | null;
  /** With the moves, on the load that came; its interval is the pool's alone. */
  readonly predicted: Estimate | null;
  /** Nobody was at home on its stamp when the model was made. */
  readonly isNew: boolean;
  /** Why there is none, in words. */
  readonly refusal: string | null;
}

/** A pool of the same kind and region that no running plan touches. */
export interface GateControl {
  readonly stamp: string;
  readonly pool: string;
  readonly limit: number;
  readonly coverage: number | null;
  /** In the hours that the model was made on. */
  readonly beforeP95: number | null;
  readonly afterP95: number | null;
}

/** Mean load a minute; null = not reported. */
export interface TrafficPair {
  readonly before: number | null;
  readonly after: number | null;
}

/** What the moved registries were asked for before and after, in the same clock hours. */
export interface GateTraffic {
  readonly measure: "requests" | "bytes";
  readonly before: MinuteWindow;
  /** One of the two days is a working day, the other is not. */
  readonly isOtherWeekday: boolean;
  readonly moved: TrafficPair;
  /** Of the moved registries, still on the stamps that they left. */
  readonly left: number | null;
  /** Registries of the same stamps that did not move; what the day itself changed. */
  readonly others: TrafficPair;
  readonly registries: readonly ({ readonly registry: string } & TrafficPair)[];
}

export const OUTCOME_MEASURES = ["pullP95Ms", "errorRate", "throughputBytes"] as const;
export type OutcomeMeasure = (typeof OUTCOME_MEASURES)[number];

/** An outcome series of a stamp: medians over the same clock hours of earlier days, and of the observation. */
export interface GateOutcome {
  readonly stamp: string;
  readonly measure: OutcomeMeasure;
  /** A day each; days without enough data are left out. */
  readonly earlier: readonly number[];
  readonly after: number | null;
}

/** What can be known at any minute of an observation. */
export interface EarlyEvidence {
  readonly now: readonly GateNow[];
  readonly signals: readonly GateSignal[];
}

/** What is known when an observation's time has run. */
export interface GateEvidence extends EarlyEvidence {
  /** The observation's own peak window; null = it is too short, or there is no data. */
  readonly window: MinuteWindow | null;
  readonly pools: readonly GatePool[];
  readonly controls: readonly GateControl[];
  readonly traffic: GateTraffic | null;
  readonly outcomes: readonly GateOutcome[];
}

export interface GateTimes {
  readonly nowMs: number;
  readonly observeUntilMs: number;
}

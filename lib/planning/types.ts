/** Requests and bytes of a registry over the window, summed over the pools of its home; null = nobody reports it. */
export interface Traffic {
  readonly requests: number | null;
  readonly bytes: number | null;
}

/** A registry's replica that leaves one stamp for another of its region. */
export interface MoveCandidate {
  readonly registry: string;
  readonly tenant: string;
  /** Names of stamps. */
  readonly from: string;
  readonly to: string;
  readonly traffic: Traffic;
}

export const MOVE_CLASSES = ["tail", "medium", "top"] as const;
export type MoveClass = (typeof MOVE_CLASSES)[number];

/** A move with its part of the moved set. Shares 0–1; null = nobody reports the measure, or nothing moved has any of it. */
export interface ClassifiedMove extends MoveCandidate {
  readonly class: MoveClass;
  readonly requestShare: number | null;
  readonly byteShare: number | null;
}

export const TIERS = ["low", "medium", "high", "critical"] as const;
export type Tier = (typeof TIERS)[number];

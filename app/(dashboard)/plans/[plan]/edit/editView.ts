import type { MinuteWindow } from "#lib/core/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { MoveClass } from "#lib/planning/types.ts";
import type { Destination } from "../../../what-if/whatIfView.ts";

/** A draft, and what is needed to change it. */
export interface EditView {
  readonly plan: PlanAnswer;
  /** Of its region, by name, as they measure in its window. */
  readonly stamps: readonly Destination[];
  readonly window: MinuteWindow;
  /** How long a phase of each class is observed, as set. */
  readonly observationHours: Readonly<Record<MoveClass, number>>;
  /** When cutovers begin, in words. */
  readonly workHours: string;
  readonly readMs: number;
  /** Start of the newest minute with data; null = there are none. */
  readonly latestDataMs: number | null;
}

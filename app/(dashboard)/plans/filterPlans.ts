import { compareText } from "#lib/core/index.ts";
import type { PlanRow } from "#lib/planning/listedVersions.ts";
import { type PlanState, STATES_IN_FORCE } from "#lib/planning/planAnswer.ts";
import type { StateChoice } from "./plansParameters.ts";

export interface PlansFilter {
  /** "" = all; `open` = what has not come to its end. */
  readonly state: StateChoice;
  /** "" = any. */
  readonly stamp: string;
  readonly author: string;
  /** Words that must all be in its name, number, region, stamps or people; in any case. */
  readonly q: string;
}

const OPEN = new Set<PlanState>(["draft", ...STATES_IN_FORCE]);

/** Those that pass, in the order they came. */
export function filterPlans(plans: readonly PlanRow[], { state, stamp, author, q }: PlansFilter): PlanRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return plans.filter(
    (plan) =>
      (state === "" || (state === "open" ? OPEN.has(plan.state) : plan.state === state)) &&
      (stamp === "" || plan.stamps.includes(stamp)) &&
      (author === "" || plan.author === author) &&
      words.every((word) => textOf(plan).includes(word)),
  );
}

function textOf({ id, name, region, stamps, author, savedBy }: PlanRow): string {
  return [`#${id}`, name, region, ...stamps, author, savedBy].join(" ").toLowerCase();
}

/** What can be filtered by: every stamp and author of the plans, by name. */
export function choicesOf(plans: readonly PlanRow[]): {
  readonly stamps: readonly string[];
  readonly authors: readonly string[];
} {
  const sorted = (names: Iterable<string>) => [...new Set(names)].sort(compareText);
  return {
    stamps: sorted(plans.flatMap(({ stamps }) => stamps)),
    authors: sorted(plans.map(({ author }) => author)),
  };
}

/** How much of what runs has been done, 0–1; null = nothing of it runs. */
export function progressOf({ moves }: Pick<PlanRow, "moves">): number | null {
  const running = moves.total - moves.skipped;
  return running === 0 ? null : moves.done / running;
}

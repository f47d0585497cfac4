import type { PlanDoubt } from "#lib/planning/planAssessment.ts";

/** One thing that stands against a plan, with every move that it concerns. */
export interface DoubtGroup {
  readonly detail: string;
  readonly phases: readonly number[];
  /** Each once, in running order. */
  readonly registries: readonly string[];
}

/** What is said of several moves is said once, in the order in which it first comes up. */
export function groupDoubts(doubts: readonly PlanDoubt[]): DoubtGroup[] {
  return [...Map.groupBy(doubts, ({ detail }) => detail)].map(([detail, group]) => ({
    detail,
    phases: [...new Set(group.map(({ phase }) => phase))],
    registries: [...new Set(group.map(({ registry }) => registry))],
  }));
}

const NAMED = 4;

/** `a, b and 3 more`: who is concerned. */
export function registriesText(registries: readonly string[]): string {
  const left = registries.length - NAMED;
  const named = registries.slice(0, NAMED).join(", ");
  return left > 0 ? `${named} and ${left} more` : named;
}

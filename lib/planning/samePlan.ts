import type { ToldPlan } from "./describeChanges.ts";

/** Whether two plans say the same, whatever order their fields are kept in. */
export function isSamePlan(one: ToldPlan, other: ToldPlan): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** jsonb keeps no order of keys; the order of lists is what a plan is about. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

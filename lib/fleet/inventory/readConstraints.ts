import { compareText } from "../../core/index.ts";
import { NO_CONSTRAINTS, type ReplicaConstraints } from "../types.ts";
import { type ConstraintsBody, constraintsBodySchema } from "./inventoryBody.ts";

/**
 * Constraints after what was sent: what is not named keeps its value. Tenants and freezes are kept in one order, and the
 * keys too, so that equal constraints are equal as text.
 */
export function mergeConstraints(
  before: ReplicaConstraints,
  sent: ConstraintsBody | undefined,
): ReplicaConstraints {
  const freezes = sent?.freezes ?? before.freezes;
  return {
    pinned: sent?.pinned ?? before.pinned,
    excluded: sent?.excluded ?? before.excluded,
    freezes: freezes.map(({ from, to, why }) => ({ from, to, why })).toSorted(byDates),
    mustNotShareWith: [...new Set(sent?.mustNotShareWith ?? before.mustNotShareWith)].toSorted(),
  };
}

function byDates(a: { from: string; to: string }, b: { from: string; to: string }): number {
  return compareText(`${a.from} ${a.to}`, `${b.from} ${b.to}`);
}

const UNCONSTRAINED = JSON.stringify(NO_CONSTRAINTS);

/** As stored. Most replicas have none: those are not parsed. */
export function readConstraints(stored: unknown): ReplicaConstraints {
  const text = JSON.stringify(stored);
  if (text === "{}" || text === UNCONSTRAINED) return NO_CONSTRAINTS;
  return mergeConstraints(NO_CONSTRAINTS, constraintsBodySchema.parse(stored));
}

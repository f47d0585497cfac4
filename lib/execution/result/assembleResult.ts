import { rounded } from "../../contribution/contributionAnswer.ts";
import { compareText } from "../../core/index.ts";
import type { PoolMeasures } from "../../hotness/types.ts";
import type { PlanAssessment } from "../../planning/planAssessment.ts";
import type { ResultRow } from "./resultAnswer.ts";

/** A pool as it was measured in one of the windows. */
export interface MeasuredOnce {
  readonly stamp: string;
  readonly pool: string;
  readonly kind: string;
  readonly limit: number;
  /** Under this nothing is told. */
  readonly unknownBelow: number;
  readonly measures: Pick<PoolMeasures, "hotNodeP95" | "max" | "average" | "coverage" | "nodes">;
}

export interface ResultFacts {
  readonly before: readonly MeasuredOnce[];
  /** Empty = not yet. */
  readonly after: readonly MeasuredOnce[];
  readonly sources: ReadonlySet<string>;
  readonly destinations: ReadonlySet<string>;
  /** Of the plan as it was submitted. */
  readonly predicted: PlanAssessment["pools"];
}

const NO_FIGURES: ResultRow["before"] = {
  hotNodeP95: null,
  max: null,
  average: null,
  coverage: null,
  nodes: null,
};

/** Touched pools, and those of the same kinds that were not, before and after, beside what was predicted. */
export function assembleResult(facts: ResultFacts): ResultRow[] {
  const { sources, destinations } = facts;
  const known = facts.after.length === 0 ? facts.before : facts.after;
  const isTouched = ({ stamp }: MeasuredOnce) => sources.has(stamp) || destinations.has(stamp);
  const kinds = new Set(known.filter(isTouched).map(({ kind }) => kind));
  const roleOf = (stamp: string): ResultRow["role"] => {
    if (destinations.has(stamp)) return "destination";
    return sources.has(stamp) ? "source" : "control";
  };
  return known
    .filter(({ kind }) => kinds.has(kind))
    .map((one) => rowOf(one, roleOf(one.stamp), facts))
    .sort(
      (a, b) =>
        Number(a.role === "control") - Number(b.role === "control") ||
        compareText(a.stamp, b.stamp) ||
        compareText(a.pool, b.pool),
    );
}

function rowOf(
  { stamp, pool, kind, limit }: MeasuredOnce,
  role: ResultRow["role"],
  facts: ResultFacts,
): ResultRow {
  const isIt = (one: { readonly stamp: string; readonly pool: string }) =>
    one.stamp === stamp && one.pool === pool;
  const before = figuresOf(facts.before.find(isIt));
  const after = figuresOf(facts.after.find(isIt));
  const told = role === "control" ? undefined : facts.predicted.find(isIt)?.after;
  const predicted =
    told === undefined
      ? null
      : {
          hotNodeP95: told.hotNodeP95,
          low: told.interval?.low ?? null,
          high: told.interval?.high ?? null,
          max: told.max,
        };
  const points = difference(after.hotNodeP95, before.hotNodeP95);
  const isBase = before.hotNodeP95 !== null && before.hotNodeP95 > 0;
  return {
    stamp,
    pool,
    kind,
    role,
    limit,
    before,
    after,
    change: {
      hotNodeP95Points: points,
      hotNodeP95Percent:
        points === null || !isBase ? null : rounded((100 * points) / (before.hotNodeP95 ?? 1)),
      maxPoints: difference(after.max, before.max),
    },
    predicted,
    error: {
      hotNodeP95: difference(after.hotNodeP95, predicted?.hotNodeP95 ?? null),
      max: difference(after.max, predicted?.max ?? null),
    },
    isInside: isInside(after.hotNodeP95, predicted),
  };
}

function isInside(value: number | null, predicted: ResultRow["predicted"]): boolean | null {
  if (value === null || predicted === null || predicted.low === null || predicted.high === null) return null;
  return value >= predicted.low && value <= predicted.high;
}

function figuresOf(one: MeasuredOnce | undefined): ResultRow["before"] {
  if (one === undefined) return NO_FIGURES;
  const { hotNodeP95, max, average, coverage, nodes } = one.measures;
  const isKnown = hotNodeP95 !== null && coverage.lesser >= one.unknownBelow;
  const told = (value: number | null) => (value === null || !isKnown ? null : rounded(value));
  return {
    hotNodeP95: told(hotNodeP95),
    max: told(max),
    average: told(average),
    coverage: hotNodeP95 === null ? null : rounded(coverage.lesser),
    nodes,
  };
}

function difference(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : rounded(one - other);
}

import type { MoveClass } from "./types.ts";

/** What of a plan a person decides; the rest follows from it. */
export interface DecidedPhase {
  readonly name: string;
  readonly class: MoveClass;
  readonly observationHours: number;
  /** RFC 3339 UTC; null = as soon as it can. */
  readonly notBefore: string | null;
  readonly moves: readonly DecidedMove[];
}

export interface DecidedMove {
  readonly registry: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  /** Skipped with this reason; null = it runs. */
  readonly skipped: string | null;
}

/** One difference between two plans. Phases are numbered from 1 on, each in its own plan. */
export type PlanDifference =
  | { readonly kind: "move_added"; readonly registry: string; readonly to: string; readonly phase: number }
  | { readonly kind: "move_removed"; readonly registry: string; readonly to: string; readonly phase: number }
  | {
      readonly kind: "destination_changed";
      readonly registry: string;
      readonly before: string;
      readonly after: string;
    }
  | {
      readonly kind: "phase_changed";
      readonly registry: string;
      readonly before: number;
      readonly after: number;
    }
  | {
      readonly kind: "order_changed";
      readonly registry: string;
      readonly before: number;
      readonly after: number;
    }
  | {
      readonly kind: "skip_changed";
      readonly registry: string;
      readonly before: string | null;
      readonly after: string | null;
    }
  | {
      readonly kind: "phase_name" | "observation_hours" | "not_before" | "phase_class";
      readonly phase: number;
      readonly before: string | number | null;
      readonly after: string | number | null;
    }
  | { readonly kind: "phase_moved"; readonly name: string; readonly before: number; readonly after: number }
  | { readonly kind: "phase_added" | "phase_removed"; readonly phase: number; readonly name: string };

interface PlacedMove {
  readonly move: DecidedMove;
  /** From 0 on. */
  readonly phase: number;
  readonly place: number;
}

/**
 * What makes one plan another, move by move and phase by phase. A phase is taken for the same where it carries on most of
 * the moves of the earlier one, so that splitting off one move is told as that, and not as a new plan. Equal plans:
 * no differences.
 */
export function diffPlans(before: readonly DecidedPhase[], after: readonly DecidedPhase[]): PlanDifference[] {
  const was = placeMoves(before);
  const is = placeMoves(after);
  const pairs = matchPhases(before, after);
  return [...comparePhases(before, after, pairs), ...compareMoves(was, is, pairs)];
}

function placeMoves(phases: readonly DecidedPhase[]): Map<string, PlacedMove> {
  return new Map(
    phases.flatMap(({ moves }, phase) =>
      moves.map(
        (move, place) => [JSON.stringify([move.registry, move.region]), { move, phase, place }] as const,
      ),
    ),
  );
}

/** Later phase → the earlier one that it carries on; each at most once, those that share the most moves first. */
function matchPhases(
  before: readonly DecidedPhase[],
  after: readonly DecidedPhase[],
): ReadonlyMap<number, number> {
  const keysOf = ({ moves }: DecidedPhase) =>
    new Set(moves.map((move) => JSON.stringify([move.registry, move.region])));
  const earlier = before.map(keysOf);
  const candidates = after.flatMap((phase, later) => {
    const keys = keysOf(phase);
    return earlier.map((others, place) => ({
      later,
      earlier: place,
      shared: [...keys].filter((key) => others.has(key)).length,
    }));
  });
  const pairs = new Map<number, number>();
  const taken = new Set<number>();
  const ranked = candidates
    .filter(({ shared }) => shared > 0)
    .sort(
      (a, b) =>
        b.shared - a.shared ||
        Math.abs(a.later - a.earlier) - Math.abs(b.later - b.earlier) ||
        a.later - b.later,
    );
  for (const pair of ranked) {
    if (pairs.has(pair.later) || taken.has(pair.earlier)) continue;
    pairs.set(pair.later, pair.earlier);
    taken.add(pair.earlier);
  }
  return pairs;
}

function comparePhases(
  before: readonly DecidedPhase[],
  after: readonly DecidedPhase[],
  pairs: ReadonlyMap<number, number>,
): PlanDifference[] {
  const kept = new Set(pairs.values());
  const removed = before.flatMap(({ name }, phase): PlanDifference[] =>
    kept.has(phase) ? [] : [{ kind: "phase_removed", phase: phase + 1, name }],
  );
  const changed = after.flatMap((phase, place): PlanDifference[] => {
    const earlier = before[pairs.get(place) ?? -1];
    if (earlier === undefined) return [{ kind: "phase_added", phase: place + 1, name: phase.name }];
    const fields = [
      { kind: "phase_name", before: earlier.name, after: phase.name },
      { kind: "phase_class", before: earlier.class, after: phase.class },
      { kind: "observation_hours", before: earlier.observationHours, after: phase.observationHours },
      { kind: "not_before", before: earlier.notBefore, after: phase.notBefore },
    ] as const;
    return fields
      .filter((field) => field.before !== field.after)
      .map((field) => ({ ...field, phase: place + 1 }));
  });
  return [...removed, ...changed, ...comparePhaseOrder(after, pairs)];
}

/** Phases that stand at another rank among those that both plans have. */
function comparePhaseOrder(
  after: readonly DecidedPhase[],
  pairs: ReadonlyMap<number, number>,
): PlanDifference[] {
  const kept = [...pairs].sort(([a], [b]) => a - b);
  const ranks = kept.map(([, earlier]) => earlier).sort((a, b) => a - b);
  return kept.flatMap(([later, earlier], rank): PlanDifference[] =>
    ranks[rank] === earlier
      ? []
      : [{ kind: "phase_moved", name: after[later]?.name ?? "", before: earlier + 1, after: later + 1 }],
  );
}

function compareMoves(
  was: ReadonlyMap<string, PlacedMove>,
  is: ReadonlyMap<string, PlacedMove>,
  pairs: ReadonlyMap<number, number>,
): PlanDifference[] {
  const removed = [...was].flatMap(([key, { move, phase }]): PlanDifference[] =>
    is.has(key) ? [] : [{ kind: "move_removed", registry: move.registry, to: move.to, phase: phase + 1 }],
  );
  const displaced = outOfOrder(was, is, pairs);
  const changed = [...is].flatMap(([key, { move, phase, place }]): PlanDifference[] => {
    const { registry, to } = move;
    const earlier = was.get(key);
    if (earlier === undefined) return [{ kind: "move_added", registry, to, phase: phase + 1 }];
    const found: PlanDifference[] = [];
    if (earlier.move.to !== to)
      found.push({ kind: "destination_changed", registry, before: earlier.move.to, after: to });
    if (earlier.move.skipped !== move.skipped)
      found.push({ kind: "skip_changed", registry, before: earlier.move.skipped, after: move.skipped });
    if (pairs.get(phase) !== earlier.phase)
      found.push({ kind: "phase_changed", registry, before: earlier.phase + 1, after: phase + 1 });
    else if (displaced.has(key))
      found.push({ kind: "order_changed", registry, before: earlier.place + 1, after: place + 1 });
    return found;
  });
  return [...removed, ...changed];
}

/**
 * Moves that stayed in their phase and are out of the order that the others kept: as few as can tell the new order, so
 * that one move which is put first is told as that, and not as all the others having gone back.
 */
function outOfOrder(
  was: ReadonlyMap<string, PlacedMove>,
  is: ReadonlyMap<string, PlacedMove>,
  pairs: ReadonlyMap<number, number>,
): ReadonlySet<string> {
  const stayed = [...is].flatMap(([key, { phase }]) => {
    const earlier = was.get(key);
    return earlier !== undefined && pairs.get(phase) === earlier.phase
      ? [{ key, phase, place: earlier.place }]
      : [];
  });
  const out = new Set<string>();
  for (const own of Map.groupBy(stayed, ({ phase }) => phase).values()) {
    const kept = longestRise(own.map(({ place }) => place));
    for (const [at, { key }] of own.entries()) if (!kept.has(at)) out.add(key);
  }
  return out;
}

/** Indices of a longest rising subsequence of numbers that differ (patience sorting). */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  /** By length − 1: the index of the least number that a rise of that length ends with. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [at, value] of numbers.entries()) {
    const found = ends.findIndex((end) => (numbers[end] ?? 0) > value);
    const length = found < 0 ? ends.length : found;
    before.push(ends[length - 1] ?? -1);
    ends[length] = at;
  }
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) kept.add(at);
  return kept;
}

import type { OrderedMove } from "./orderMoves.ts";
import type { MoveClass } from "./types.ts";

/** Policies, with PRODUCT.md's defaults. */
export interface PhaseRules {
  /** What a sub-batch of medium moves may add to the P95 of any destination, in points. */
  readonly batchPoints: number;
  readonly observationHours: Readonly<Record<MoveClass, number>>;
}

export const PHASE_RULES: PhaseRules = {
  batchPoints: 5,
  observationHours: { tail: 24, medium: 24, top: 48 },
};

/** Moves that run together, and are observed before the next phase. */
export interface Phase {
  readonly name: string;
  readonly class: MoveClass;
  readonly observationHours: number;
  readonly moves: readonly OrderedMove[];
}

/**
 * Phases of moves in running order: the tail together, mediums in sub-batches that each add at most `batchPoints` to any
 * destination (a move that adds more goes alone), the top one at a time. Order is kept: a class that is interrupted by a
 * move that had to go first goes on in a phase of its own.
 */
export function formPhases(ordered: readonly OrderedMove[], rules: PhaseRules = PHASE_RULES): Phase[] {
  const batches: OrderedMove[][] = [];
  const heat = new Map<string, number>();
  let started = new Map<string, number>();
  for (const step of ordered) {
    const batch = batches.at(-1);
    if (batch !== undefined && joins(step, { batch, started, rules })) {
      batch.push(step);
    } else {
      started = new Map(heat);
      batches.push([step]);
    }
    for (const pool of step.pools) if (pool.after !== null) heat.set(placeOf(pool), pool.after);
  }
  return nameBatches(batches, rules);
}

function joins(
  step: OrderedMove,
  at: {
    readonly batch: readonly OrderedMove[];
    readonly started: ReadonlyMap<string, number>;
    readonly rules: PhaseRules;
  },
): boolean {
  const kind = at.batch[0]?.move.class;
  if (kind !== step.move.class || kind === "top") return false;
  if (kind === "tail") return true;
  // One that adds more than a batch may is a batch of its own: nothing joins it either.
  return [...at.batch, step].every(({ pools }) =>
    pools.every((pool) => {
      if (!pool.gains || pool.after === null) return true;
      const from = at.started.get(placeOf(pool)) ?? pool.measured ?? 0;
      return pool.after - from <= at.rules.batchPoints;
    }),
  );
}

function placeOf({ stamp, pool }: { readonly stamp: string; readonly pool: string }): string {
  return JSON.stringify([stamp, pool]);
}

function nameBatches(
  batches: readonly (readonly OrderedMove[])[],
  { observationHours }: PhaseRules,
): Phase[] {
  const count = (kind: MoveClass) => batches.filter(([first]) => first?.move.class === kind).length;
  const seen: Record<MoveClass, number> = { tail: 0, medium: 0, top: 0 };
  return batches.flatMap((moves): Phase[] => {
    const first = moves[0]?.move;
    if (first === undefined) return [];
    const kind = first.class;
    seen[kind]++;
    const name = namePhase(kind, { batch: seen[kind], batches: count(kind), registry: first.registry });
    return [{ name, class: kind, observationHours: observationHours[kind], moves }];
  });
}

/** What a phase is called where nobody named it. `registry`: the first that it moves. */
export function namePhase(
  kind: MoveClass,
  {
    batch,
    batches,
    registry,
  }: { readonly batch: number; readonly batches: number; readonly registry: string },
): string {
  const place = batches > 1 ? ` ${batch} of ${batches}` : "";
  return kind === "top" ? `Top${place}: ${registry}` : `${kind === "tail" ? "Tail" : "Medium"}${place}`;
}

import type { HomeChange } from "../../fleet/types.ts";
import type { RunMove, RunPhase, RunPlan } from "../types.ts";

/** Both ends of what a phase moved. */
export interface PhaseEnds {
  readonly moves: readonly HomeChange[];
  readonly stamps: ReadonlySet<string>;
  readonly destinations: ReadonlySet<string>;
  readonly firstBoundMs: number;
  readonly lastBoundMs: number;
}

type Bound = RunMove & { readonly boundAtMs: number };

/** Moves that were made and stand; null = there is none. */
export function phaseEnds(plan: Pick<RunPlan, "region">, phase: Pick<RunPhase, "moves">): PhaseEnds | null {
  const bound = phase.moves.filter(
    (move): move is Bound => move.boundAtMs !== null && move.revertedAtMs === null,
  );
  if (bound.length === 0) return null;
  const times = bound.map(({ boundAtMs }) => boundAtMs);
  return {
    moves: bound.map(({ registry, from, to, boundAtMs }) => ({
      region: plan.region,
      registry,
      from,
      to,
      atMs: boundAtMs,
    })),
    stamps: new Set(bound.flatMap(({ from, to }) => [from, to])),
    destinations: new Set(bound.map(({ to }) => to)),
    firstBoundMs: Math.min(...times),
    lastBoundMs: Math.max(...times),
  };
}

/** A pool's limit as the phase was approved with it: a plan may have one of its own. Percent. */
export function limitIn(
  phase: Pick<RunPhase, "prediction">,
  { stamp, name }: { readonly stamp: string; readonly name: string },
  setLimit: number,
): number {
  return phase.prediction.find((one) => one.stamp === stamp && one.pool === name)?.limit ?? setLimit;
}

/** Where each registry was first and is last, of changes in the order of time; those that came back are left out. */
export function netMoves(changes: readonly HomeChange[]): HomeChange[] {
  const net = new Map<string, HomeChange>();
  for (const change of changes) {
    const first = net.get(change.registry);
    net.set(change.registry, first === undefined ? change : { ...change, from: first.from });
  }
  return [...net.values()].filter(({ from, to }) => from !== to);
}

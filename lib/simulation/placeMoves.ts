import type { Move, SimulationInput } from "./types.ts";

/** Which registries are where: as they were measured, and as the moves have them. */
export interface Placement {
  /** Stamp → registries measured there that are elsewhere now. */
  readonly left: ReadonlyMap<string, readonly string[]>;
  /** Stamp → registries that are there now and were measured elsewhere. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
}

/**
 * Where everything stands after moves: what counts is where a registry was measured and where it ends, so that a
 * registry that moves on, or back, is counted once. Moves of registries that are nowhere, or to where they are, change nothing.
 */
export function placeMoves(homes: SimulationInput["homes"], moves: Iterable<Move>): Placement {
  const now = new Map<string, string>();
  for (const { registry, to } of moves) if (homes.has(registry)) now.set(registry, to);
  const left = new Map<string, string[]>();
  const reached = new Map<string, string[]>();
  for (const [registry, stamp] of [...now].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const home = homes.get(registry) ?? "";
    if (home === stamp) continue;
    left.set(home, [...(left.get(home) ?? []), registry]);
    reached.set(stamp, [...(reached.get(stamp) ?? []), registry]);
  }
  return { left, reached };
}

/** During a cutover a moved load is on both ends: as after the moves for what arrives, as before them for what leaves. */
export function placeCutover(before: Placement, after: Placement): Placement {
  return { left: before.left, reached: after.reached };
}

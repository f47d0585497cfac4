import type { Move, SimulationInput } from "./types.ts";

/** Which registries are where: as they were measured, and as the moves have them. */
export interface Placement {
  /** Stamp → registries measured there that are elsewhere now, by name. */
  readonly left: ReadonlyMap<string, readonly string[]>;
  /** Stamp → registries that are there now and were measured elsewhere, by name. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
  /** Registry → the stamp where it is now; those that never moved are left out. */
  readonly now: ReadonlyMap<string, string>;
}

/** Everything where it was measured. */
export const NOTHING_MOVED: Placement = { left: new Map(), reached: new Map(), now: new Map() };

/**
 * Where everything stands after moves: what counts is where a registry was measured and where it ends, so that a
 * registry that moves on, or back, is counted once. Moves of registries that are nowhere, or to where they are, change nothing.
 */
export function placeMoves(
  homes: SimulationInput["homes"],
  moves: Iterable<Move>,
  before: Placement = NOTHING_MOVED,
): Placement {
  const now = new Map(before.now);
  const left = new Map(before.left);
  const reached = new Map(before.reached);
  for (const { registry, to } of moves) {
    const home = homes.get(registry);
    if (home === undefined) continue;
    const from = now.get(registry) ?? home;
    now.set(registry, to);
    if (from === to) continue;
    if (from !== home) leaveOut(reached, from, registry);
    if (to !== home) putIn(reached, to, registry);
    if (from === home) putIn(left, home, registry);
    else if (to === home) leaveOut(left, home, registry);
  }
  return { left, reached, now };
}

function putIn(places: Map<string, readonly string[]>, stamp: string, registry: string): void {
  const names = places.get(stamp) ?? [];
  const after = names.findIndex((name) => name > registry);
  places.set(stamp, names.toSpliced(after === -1 ? names.length : after, 0, registry));
}

function leaveOut(places: Map<string, readonly string[]>, stamp: string, registry: string): void {
  const names = (places.get(stamp) ?? []).filter((name) => name !== registry);
  if (names.length === 0) places.delete(stamp);
  else places.set(stamp, names);
}

/** During a cutover a moved load is on both ends: as after the moves for what arrives, as before them for what leaves. */
export function placeCutover(before: Placement, after: Placement): Placement {
  return { left: before.left, reached: after.reached, now: after.now };
}

import type { NewPlannedStamp, PlanContent, PlanMove, PlanPhase } from "#lib/planning/planContent.ts";
import { MOVE_CLASSES, type MoveClass } from "#lib/planning/types.ts";

/** What the editor changes of a plan; the rest of its content stays as it was drafted. */
export interface PlanDraft {
  readonly name: string;
  /** RFC 3339; null = as soon as it is approved. */
  readonly startAt: string | null;
  /** Null = the limits that are set. */
  readonly limitP95: number | null;
  readonly newStamps: readonly NewPlannedStamp[];
  /** In running order; none without a move, every registry once. */
  readonly phases: readonly PlanPhase[];
}

/** Where a move stands, both from 0 on. */
export interface MovePlace {
  readonly phase: number;
  readonly place: number;
}

export function draftOf({ name, content }: { name: string; content: PlanContent }): PlanDraft {
  const { startAt, limitP95, newStamps, phases } = content;
  return { name, startAt, limitP95, newStamps, phases };
}

export function findMove({ phases }: Pick<PlanDraft, "phases">, registry: string): MovePlace | null {
  for (const [phase, { moves }] of phases.entries()) {
    const place = moves.findIndex((move) => move.registry === registry);
    if (place >= 0) return { phase, place };
  }
  return null;
}

/** Puts a move at a place among the others of a phase. A phase that it leaves empty is gone. Unknown registry: no change. */
export function placeMove(draft: PlanDraft, registry: string, { phase, place }: MovePlace): PlanDraft {
  const at = findMove(draft, registry);
  const move = at === null ? undefined : draft.phases[at.phase]?.moves[at.place];
  if (move === undefined || draft.phases[phase] === undefined) return draft;
  const phases = draft.phases.map((one, index) => {
    const others = one.moves.filter((other) => other !== move);
    return { ...one, moves: index === phase ? others.toSpliced(place, 0, move) : others };
  });
  return { ...draft, phases: tidyPhases(phases) };
}

/** One place up or down; over a phase's end into the next one. Nowhere to go: no change. */
export function stepMove(draft: PlanDraft, registry: string, by: -1 | 1): PlanDraft {
  const at = findMove(draft, registry);
  if (at === null) return draft;
  const own = draft.phases[at.phase]?.moves.length ?? 0;
  const place = at.place + by;
  if (place >= 0 && place < own) return placeMove(draft, registry, { phase: at.phase, place });
  const neighbour = draft.phases[at.phase + by];
  if (neighbour === undefined) return draft;
  return placeMove(draft, registry, { phase: at.phase + by, place: by < 0 ? neighbour.moves.length : 0 });
}

/** A move, and all after it, become a phase of their own. At the first one of a phase there is nothing to part: no change. */
export function splitPhase(draft: PlanDraft, registry: string): PlanDraft {
  const at = findMove(draft, registry);
  const phase = at === null ? undefined : draft.phases[at.phase];
  if (at === null || at.place === 0 || phase === undefined) return draft;
  const first = { ...phase, moves: phase.moves.slice(0, at.place) };
  const second = {
    ...phase,
    name: freeName(draft, phase.name),
    notBefore: null,
    moves: phase.moves.slice(at.place),
  };
  return { ...draft, phases: tidyPhases(draft.phases.toSpliced(at.phase, 1, first, second)) };
}

/** A move in a phase of its own, right after the one that it leaves. */
export function partMove(draft: PlanDraft, registry: string): PlanDraft {
  const at = findMove(draft, registry);
  const phase = at === null ? undefined : draft.phases[at.phase];
  const move = at === null ? undefined : phase?.moves[at.place];
  if (at === null || phase === undefined || move === undefined || phase.moves.length === 1) return draft;
  const rest = { ...phase, moves: phase.moves.toSpliced(at.place, 1) };
  const own = { ...phase, name: freeName(draft, phase.name), notBefore: null, moves: [move] };
  return { ...draft, phases: tidyPhases(draft.phases.toSpliced(at.phase, 1, rest, own)) };
}

/**
 * A phase and the next one as one: what the more careful of the two asks for holds for both. It keeps the first one's
 * name, takes the greater class, the longer observation, and the later of the times before which it must not begin.
 */
export function mergeWithNext(draft: PlanDraft, index: number): PlanDraft {
  const [first, second] = [draft.phases[index], draft.phases[index + 1]];
  if (first === undefined || second === undefined) return draft;
  const longer = second.observationHours > first.observationHours ? second : first;
  const merged: PlanPhase = {
    ...first,
    class: greaterClass(first.class, second.class),
    observationHours: longer.observationHours,
    shortened: longer.shortened,
    notBefore: laterOf(first.notBefore, second.notBefore),
    moves: [...first.moves, ...second.moves],
  };
  return { ...draft, phases: tidyPhases(draft.phases.toSpliced(index, 2, merged)) };
}

function greaterClass(one: MoveClass, other: MoveClass): MoveClass {
  return MOVE_CLASSES.indexOf(one) >= MOVE_CLASSES.indexOf(other) ? one : other;
}

function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return Date.parse(one) >= Date.parse(other) ? one : other;
}

/** Puts a whole phase elsewhere in the order. */
export function placePhase(draft: PlanDraft, index: number, place: number): PlanDraft {
  const phase = draft.phases[index];
  if (phase === undefined || draft.phases[place] === undefined) return draft;
  return { ...draft, phases: tidyPhases(draft.phases.toSpliced(index, 1).toSpliced(place, 0, phase)) };
}

export function changePhase(
  draft: PlanDraft,
  index: number,
  part: Partial<Omit<PlanPhase, "moves">>,
): PlanDraft {
  return {
    ...draft,
    phases: tidyPhases(draft.phases.map((phase, at) => (at === index ? { ...phase, ...part } : phase))),
  };
}

export function changeMove(
  draft: PlanDraft,
  registry: string,
  part: Partial<Pick<PlanMove, "to" | "skipped" | "reason">>,
): PlanDraft {
  return {
    ...draft,
    phases: draft.phases.map((phase) =>
      phase.moves.some((move) => move.registry === registry)
        ? {
            ...phase,
            moves: phase.moves.map((move) => (move.registry === registry ? { ...move, ...part } : move)),
          }
        : phase,
    ),
  };
}

export function removeMove(draft: PlanDraft, registry: string): PlanDraft {
  return {
    ...draft,
    phases: tidyPhases(
      draft.phases.map((phase) => ({
        ...phase,
        moves: phase.moves.filter((move) => move.registry !== registry),
      })),
    ),
  };
}

/** What a new phase is made of. */
export type NewPhase = Pick<PlanPhase, "name" | "class" | "observationHours">;

/** New moves in a phase of their own at the end; a registry that moves already is left where it is. */
export function addMoves(draft: PlanDraft, moves: readonly PlanMove[], phase: NewPhase): PlanDraft {
  const added = moves.filter(({ registry }) => findMove(draft, registry) === null);
  if (added.length === 0) return draft;
  const last: PlanPhase = { ...phase, batch: 1, notBefore: null, shortened: null, moves: added };
  return { ...draft, phases: tidyPhases([...draft.phases, { ...last, name: freeName(draft, phase.name) }]) };
}

/** Adds a stamp that is to be made, or puts it in the place of another one, whose moves go to it. */
export function putPlannedStamp(
  draft: PlanDraft,
  stamp: NewPlannedStamp,
  replaced: string | null,
): PlanDraft {
  const others = draft.newStamps.filter(({ name }) => name !== replaced && name !== stamp.name);
  const phases = draft.phases.map((phase) => ({
    ...phase,
    moves: phase.moves.map((move) =>
      replaced !== null && move.to === replaced ? { ...move, to: stamp.name } : move,
    ),
  }));
  return { ...draft, phases, newStamps: [...others, stamp] };
}

/** How many moves go to a stamp. */
export function countMovesTo({ phases }: Pick<PlanDraft, "phases">, stamp: string): number {
  return phases.reduce((sum, { moves }) => sum + moves.filter(({ to }) => to === stamp).length, 0);
}

/** Takes a stamp that is to be made away; as long as a move goes there: no change. */
export function removePlannedStamp(draft: PlanDraft, name: string): PlanDraft {
  if (countMovesTo(draft, name) > 0) return draft;
  return { ...draft, newStamps: draft.newStamps.filter((stamp) => stamp.name !== name) };
}

/** No phase without a move; batches counted from 1 on among the phases of their class. */
export function tidyPhases(phases: readonly PlanPhase[]): PlanPhase[] {
  const seen: Record<MoveClass, number> = { tail: 0, medium: 0, top: 0 };
  return phases
    .filter(({ moves }) => moves.length > 0)
    .map((phase) => {
      seen[phase.class]++;
      const batch = seen[phase.class];
      return phase.batch === batch ? phase : { ...phase, batch };
    });
}

/** `Tail`, then `Tail (2)`: two phases of one name could not be told apart. */
function freeName({ phases }: PlanDraft, name: string): string {
  const taken = new Set(phases.map((phase) => phase.name));
  if (!taken.has(name)) return name;
  const stem = name.replace(/ \(\d+\)$/, "");
  let number = 2;
  while (taken.has(`${stem} (${number})`)) number++;
  return `${stem} (${number})`;
}

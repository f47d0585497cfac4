import type { NewPlannedStamp, PlanPhase } from "#lib/planning/planContent.ts";
import { type PlanDraft, tidyPhases } from "./planDraft.ts";

/** Where both have changed the same thing, and differently. */
export interface MergeConflict {
  /** In words: what it is that both have changed. */
  readonly about: string;
}

export interface MergedDraft {
  /** Where both have changed the same thing, mine stands. */
  readonly draft: PlanDraft;
  /** None = both fit together. */
  readonly conflicts: readonly MergeConflict[];
}

/** The draft that both began from, and what each has made of it. */
export interface Editions<Thing = PlanDraft> {
  readonly base: Thing;
  readonly mine: Thing;
  readonly theirs: Thing;
}

/**
 * What two people have made of one draft, as one. What only one of them has changed is as that one has it. Phases that
 * both have changed, and names, times, limits and stamps that they have changed differently, are conflicts.
 */
export function mergeDrafts(all: Editions): MergedDraft {
  const { base, mine, theirs } = all;
  const conflicts: MergeConflict[] = [];
  const pick = <Key extends keyof PlanDraft>(key: Key, about: string): PlanDraft[Key] => {
    const editions = { base: base[key], mine: mine[key], theirs: theirs[key] };
    if (isTorn(editions)) conflicts.push({ about });
    return pickSide(editions);
  };
  const stamps = mergeStamps({ base: base.newStamps, mine: mine.newStamps, theirs: theirs.newStamps });
  const phases = mergePhases({ base: base.phases, mine: mine.phases, theirs: theirs.phases });
  const draft: PlanDraft = {
    name: pick("name", "the plan’s name"),
    startAt: pick("startAt", "the start"),
    limitP95: pick("limitP95", "the limit"),
    newStamps: stamps.value,
    phases: phases.value,
  };
  conflicts.push(...stamps.conflicts, ...phases.conflicts);
  if (isSound(draft, all)) return { draft, conflicts };
  // Phase by phase they fit; together a registry would move twice or not at all, or a stamp would be missing.
  const wholly = { ...draft, phases: mine.phases, newStamps: mine.newStamps };
  return { draft: wholly, conflicts: conflicts.length > 0 ? conflicts : [TOGETHER] };
}

const TOGETHER: MergeConflict = { about: "where the same registries move" };

interface Merged<Value> {
  readonly value: Value;
  readonly conflicts: readonly MergeConflict[];
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isTorn<Thing>({ base, mine, theirs }: Editions<Thing>): boolean {
  return !isSame(mine, base) && !isSame(theirs, base) && !isSame(mine, theirs);
}

function pickSide<Thing>({ base, mine, theirs }: Editions<Thing>): Thing {
  return isSame(mine, base) ? theirs : mine;
}

function mergeStamps({
  base,
  mine,
  theirs,
}: Editions<readonly NewPlannedStamp[]>): Merged<NewPlannedStamp[]> {
  const conflicts: MergeConflict[] = [];
  const names = new Set([...theirs, ...mine].map(({ name }) => name));
  const byName = (stamps: readonly NewPlannedStamp[], name: string) =>
    stamps.find((stamp) => stamp.name === name) ?? null;
  const value = [...names].flatMap((name) => {
    const editions = { base: byName(base, name), mine: byName(mine, name), theirs: byName(theirs, name) };
    if (isTorn(editions)) conflicts.push({ about: `the new stamp ${name}` });
    return pickSide(editions) ?? [];
  });
  return { value, conflicts };
}

/** Batches are counted anew by every edit: they are no change of their own. */
function keyOf(phase: PlanPhase | undefined): string {
  return phase === undefined ? "" : JSON.stringify({ ...phase, batch: 0 });
}

function isSamePhase(one: PlanPhase | undefined, other: PlanPhase | undefined): boolean {
  return keyOf(one) === keyOf(other);
}

/** Between two phases that nobody has touched: what each edition has there. */
type Stretch = Editions<readonly PlanPhase[]>;

/** The stretches between the phases that neither has touched are each one's, the other's, or a conflict. */
function mergePhases(editions: Editions<readonly PlanPhase[]>): Merged<PlanPhase[]> {
  const conflicts: MergeConflict[] = [];
  const value = cutStretches(editions).flatMap((stretch) => {
    const merged = mergeStretch(stretch);
    conflicts.push(...merged.conflicts);
    return merged.value;
  });
  return { value: tidyPhases(value), conflicts };
}

function mergeStretch({ base, mine, theirs }: Stretch): Merged<readonly PlanPhase[]> {
  const areAlike = (one: readonly PlanPhase[], other: readonly PlanPhase[]) =>
    one.length === other.length && one.every((phase, at) => isSamePhase(phase, other[at]));
  if (areAlike(mine, base)) return { value: theirs, conflicts: [] };
  if (areAlike(theirs, base) || areAlike(mine, theirs)) return { value: mine, conflicts: [] };
  if (base.length === mine.length && base.length === theirs.length) {
    // Nobody has parted or joined any: each phase is compared with itself.
    const conflicts: MergeConflict[] = [];
    const value = mine.map((phase, at): PlanPhase => {
      const [was, other] = [base[at], theirs[at]];
      if (other === undefined || isSamePhase(other, was)) return phase;
      if (isSamePhase(phase, was)) return other;
      if (!isSamePhase(phase, other)) conflicts.push({ about: `the phase ${was?.name ?? phase.name}` });
      return phase;
    });
    return { value, conflicts };
  }
  const names = base.map(({ name }) => name).join(", ");
  return {
    value: mine,
    conflicts: [{ about: base.length === 1 ? `the phase ${names}` : `the phases ${names}` }],
  };
}

/** Cuts all three at the phases that stand untouched, and in the same order, in all of them. */
function cutStretches({ base, mine, theirs }: Editions<readonly PlanPhase[]>): Stretch[] {
  const stretches: Stretch[] = [];
  let from = { base: 0, mine: 0, theirs: 0 };
  const cutTo = (to: { base: number; mine: number; theirs: number }) =>
    stretches.push({
      base: base.slice(from.base, to.base),
      mine: mine.slice(from.mine, to.mine),
      theirs: theirs.slice(from.theirs, to.theirs),
    });
  for (const [at, phase] of base.entries()) {
    const inMine = mine.findIndex((other, index) => index >= from.mine && isSamePhase(other, phase));
    const inTheirs = theirs.findIndex((other, index) => index >= from.theirs && isSamePhase(other, phase));
    if (inMine < 0 || inTheirs < 0) continue;
    cutTo({ base: at, mine: inMine, theirs: inTheirs });
    stretches.push({ base: [phase], mine: [phase], theirs: [phase] });
    from = { base: at + 1, mine: inMine + 1, theirs: inTheirs + 1 };
  }
  cutTo({ base: base.length, mine: mine.length, theirs: theirs.length });
  return stretches;
}

/**
 * Every registry moves once, none is lost that both have, and nothing goes to a planned stamp that one of them has taken
 * away.
 */
function isSound(draft: PlanDraft, { base, mine, theirs }: Editions): boolean {
  const gone = new Set([base, mine, theirs].flatMap(({ newStamps }) => newStamps.map(({ name }) => name)));
  for (const { name } of draft.newStamps) gone.delete(name);
  const moves = draft.phases.flatMap((phase) => phase.moves);
  const registries = registriesOf(draft);
  const theirRegistries = registriesOf(theirs);
  const isLost = (registry: string) => theirRegistries.has(registry) && !registries.has(registry);
  return (
    registries.size === moves.length &&
    ![...registriesOf(mine)].some(isLost) &&
    moves.every(({ to }) => !gone.has(to))
  );
}

function registriesOf({ phases }: PlanDraft): Set<string> {
  return new Set(phases.flatMap(({ moves }) => moves.map(({ registry }) => registry)));
}

import type { CalendarEntry } from "./calendarAnswer.ts";

type Entry = Omit<CalendarEntry, "conflicts">;

/**
 * What stands in the way of what, in words, told of both: phases of different plans on one stamp at a time, phases while
 * the fleet is frozen, while a registry that they move may not change, or while an update rolls over a stamp of theirs. A
 * phase that is only observed changes no home: freezes are held against what is left of its cut-over.
 */
export function findConflicts(entries: readonly Entry[]): CalendarEntry[] {
  const words = entries.map((): string[] => []);
  for (const [first, one] of entries.entries())
    for (let second = first + 1; second < entries.length; second++) {
      const other = entries[second];
      const found = other === undefined ? null : conflictOf(one, other);
      if (found === null) continue;
      words[first]?.push(found);
      words[second]?.push(found);
    }
  return entries.map((entry, place) => ({ ...entry, conflicts: words[place] ?? [] }));
}

function conflictOf(one: Entry, other: Entry): string | null {
  if (one.kind !== "phase") return other.kind === "phase" ? conflictOf(other, one) : null;
  if (one.phase === null) return null;
  const name = nameOf(one);
  switch (other.kind) {
    case "phase": {
      if (other.phase === null || other.phase.plan === one.phase.plan || !overlap(one, other)) return null;
      const shared = one.stamps.filter((stamp) => other.stamps.includes(stamp));
      return shared.length === 0
        ? null
        : `${name} and ${nameOf(other)} are on ${shared.join(", ")} at the same time: one running plan a stamp.`;
    }
    case "freeze":
      return overlap(cutOverOf(one), other)
        ? `${name} cannot cut over while the fleet is frozen: ${other.title}.`
        : null;
    case "change_freeze": {
      const moved = other.registries.filter((registry) => one.registries.includes(registry));
      const isSame = other.region === null || other.region === one.region;
      return moved.length > 0 && isSame && overlap(cutOverOf(one), other)
        ? `${name} moves ${moved.join(", ")} in a time in which it may not change: ${other.title}.`
        : null;
    }
    case "deployment": {
      const shared = one.stamps.filter((stamp) => other.stamps.includes(stamp));
      return shared.length > 0 && overlap(one, other)
        ? `${name} touches ${shared.join(", ")}, over which an update is rolling.`
        : null;
    }
  }
}

function nameOf({ phase }: Entry): string {
  return phase === null ? "" : `Phase ${phase.phase} of “${phase.planName}”`;
}

type Times = Pick<Entry, "from" | "to">;

function cutOverOf({ from, to, phase }: Entry): Times {
  return { from, to: phase?.cutOverAt ?? to };
}

/** Half-open; what is open has neither beginning nor end. */
function overlap(one: Times, other: Times): boolean {
  const startOf = ({ from }: Times) => (from === null ? Number.NEGATIVE_INFINITY : Date.parse(from));
  const endOf = ({ to }: Times) => (to === null ? Number.POSITIVE_INFINITY : Date.parse(to));
  return startOf(one) < endOf(other) && startOf(other) < endOf(one);
}

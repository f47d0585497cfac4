import { compareText, KEY_SEPARATOR } from "../core/index.ts";
import { describeChanges } from "./describeChanges.ts";
import type { PlanAnswer, PlanComparison } from "./planAnswer.ts";

type Side = PlanComparison["left"];
type SideP95 = PlanComparison["pools"][number]["left"];
type SideMove = PlanComparison["moves"][number]["left"];

/** Two plans, or two versions, side by side. */
export function comparePlans(left: PlanAnswer, right: PlanAnswer): PlanComparison {
  return {
    left: sideOf(left),
    right: sideOf(right),
    differences: describeChanges(left, right),
    pools: mergeSides(poolsOf(left), poolsOf(right)).map(([key, one, other]) => {
      const [stamp, pool] = splitKey(key);
      return { stamp, pool, left: one, right: other };
    }),
    moves: mergeSides(movesOf(left), movesOf(right)).map(([key, one, other]) => {
      const [registry, region] = splitKey(key);
      return { registry, region, left: one, right: other };
    }),
  };
}

function sideOf({
  id,
  name,
  region,
  version,
  state,
  versionAuthor,
  savedAt,
  content,
  assessment,
}: PlanAnswer): Side {
  return {
    id,
    name,
    region,
    version,
    state,
    author: versionAuthor,
    savedAt,
    source: content.source,
    content,
    assessment,
  };
}

function poolsOf({ assessment }: PlanAnswer): Map<string, SideP95> {
  return new Map(
    assessment.pools.map(({ stamp, pool, before, after }) => [
      joinKey(stamp, pool),
      { before: before.hotNodeP95, after: after.hotNodeP95, high: after.interval?.high ?? null },
    ]),
  );
}

function movesOf({ region, content }: PlanAnswer): Map<string, SideMove> {
  return new Map(
    content.phases.flatMap(({ moves }, phase) =>
      moves.map(({ registry, to }) => [joinKey(registry, region), { phase: phase + 1, to }] as const),
    ),
  );
}

/** Every key of either side, by name, with what each has of it. */
function mergeSides<Thing>(
  left: ReadonlyMap<string, Thing>,
  right: ReadonlyMap<string, Thing>,
): (readonly [string, Thing | null, Thing | null])[] {
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort(compareText)
    .map((key) => [key, left.get(key) ?? null, right.get(key) ?? null]);
}

function joinKey(first: string, second: string): string {
  return first + KEY_SEPARATOR + second;
}

function splitKey(key: string): readonly [string, string] {
  const [first = "", second = ""] = key.split(KEY_SEPARATOR);
  return [first, second];
}

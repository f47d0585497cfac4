import type { FleetShape } from "../shape/limitShape.ts";
import type { FoundThing } from "./searchAnswer.ts";

/** Words as they were typed, in small letters; a slash parts them as a space does. */
export function wordsOf(typed: string): readonly string[] {
  return typed
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
}

/** Stamps and pools that hold every word, each stamp before its pools, in two parts: those that begin with the first word. */
export function matchPlaces(
  { regions, stamps, pools }: Pick<FleetShape, "regions" | "stamps" | "pools">,
  words: readonly string[],
): { readonly begin: readonly FoundThing[]; readonly rest: readonly FoundThing[] } {
  const stampsOf = Map.groupBy(stamps, ({ regionId }) => regionId);
  const poolsOf = Map.groupBy(pools, ({ stampId }) => stampId);
  const begin: FoundThing[] = [];
  const rest: FoundThing[] = [];
  const look = (label: string, thing: FoundThing) => {
    const text = `${label} ${thing.region}`.toLowerCase();
    if (words.every((word) => text.includes(word)))
      (text.startsWith(words[0] ?? "") ? begin : rest).push(thing);
  };
  for (const { id, name: region } of regions) {
    for (const stamp of stampsOf.get(id) ?? []) {
      look(stamp.name, { kind: "stamp", name: stamp.name, of: region, region });
      for (const { name } of poolsOf.get(stamp.id) ?? [])
        look(`${stamp.name} ${name}`, { kind: "pool", name, of: stamp.name, region });
    }
  }
  return { begin, rest };
}

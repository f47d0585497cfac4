import type { StampRow } from "./stampRow.ts";
import type { Condition } from "./stampsParameters.ts";

export interface StampFilter {
  /** Empty = any. */
  readonly kind: string;
  readonly condition: Condition;
  /** Words that name, region, pools or signals must all contain. */
  readonly q: string;
}

/** The stamps that pass, in the order they came. */
export function filterStamps(rows: readonly StampRow[], filter: StampFilter): StampRow[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (filter.kind !== "" && row.kind !== filter.kind) return false;
    if (!CONDITION_OF[filter.condition](row)) return false;
    const text = [
      row.name,
      row.region,
      ...row.pools.map(({ pool }) => pool),
      ...row.signals.map(({ kind }) => kind),
    ]
      .join(" ")
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const CONDITION_OF: Readonly<Record<Condition, (row: StampRow) => boolean>> = {
  "": () => true,
  hot: (row) => row.reasons.length > 0,
  signal: (row) => row.signals.length > 0,
  cordoned: (row) => row.cordoned,
  in_deployment: (row) => row.inDeployment,
  planned: (row) => row.planned,
};

/** Kinds of pools that get a column of their own: the most common first, ties by name, then by name for showing. */
export function columnKinds(rows: readonly StampRow[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const { pools } of rows) {
    for (const { kind } of pools) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
    .slice(0, most)
    .map(([kind]) => kind)
    .sort();
}

import type { StampContribution } from "#lib/contribution/contributionAnswer.ts";
import type { RegistryList } from "#lib/contribution/registries/registryList.ts";

/** A registry, or a tenant with all of its registries there, that can be picked. */
export interface PickRow {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly stamp: string;
  /** What is picked with it. */
  readonly registries: readonly string[];
  /** Points by which the hottest pool of its stamp would be cooler without it; null = not known, or not asked for. */
  readonly reliefPoints: number | null;
  readonly requestShare: number | null;
  /** What keeps it where it is, in words; empty = nothing. */
  readonly heldBy: string;
}

export type PickBy = "registry" | "tenant";

/** Those of a stamp, in the order of its ranking. A tenant's registries are those of it there. */
export function rankedPickRows(
  registries: Pick<StampContribution, "rows" | "stamp">,
  ranked: Pick<StampContribution, "rows">,
): PickRow[] {
  const ofTenant = Map.groupBy(registries.rows, ({ tenant }) => tenant);
  return ranked.rows.map(({ registry, tenant, reliefPoints, requestShare }) => ({
    id: registry ?? tenant,
    name: registry ?? tenant,
    tenant,
    stamp: registries.stamp,
    registries:
      registry === null ? (ofTenant.get(tenant) ?? []).flatMap((row) => row.registry ?? []) : [registry],
    reliefPoints,
    requestShare,
    heldBy: "",
  }));
}

type Listed = RegistryList["registries"][number];

/** Those of a region, the busiest first; those of whose load nothing is known last, by name. */
export function listedPickRows({ registries }: Pick<RegistryList, "registries">, by: PickBy): PickRow[] {
  const all = registries.reduce((sum, { requestsPerMinute }) => sum + (requestsPerMinute ?? 0), 0);
  const groups =
    by === "registry"
      ? registries.map((one) => ({ name: one.registry, own: [one] }))
      : [...Map.groupBy(registries, ({ tenant }) => tenant)].map(([name, own]) => ({ name, own }));
  return groups
    .map(({ name, own }) => ({ name, own, requests: sumRequests(own) }))
    .sort((one, other) => (other.requests ?? -1) - (one.requests ?? -1) || (one.name < other.name ? -1 : 1))
    .map(({ name, own, requests }) => ({
      id: name,
      name,
      tenant: own[0]?.tenant ?? "",
      stamp: [...new Set(own.map(({ homeStamp }) => homeStamp))].sort().join(", "),
      registries: own.map(({ registry }) => registry),
      reliefPoints: null,
      requestShare: requests === null || all === 0 ? null : requests / all,
      heldBy: own.length === 1 && own[0] !== undefined ? heldBy(own[0]) : heldByOf(own),
    }));
}

function sumRequests(own: readonly Listed[]): number | null {
  const known = own.flatMap(({ requestsPerMinute }) => requestsPerMinute ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

function heldBy({ pinned, excluded, freezes }: Listed): string {
  return [pinned && "pinned", excluded && "excluded", freezes > 0 && "freeze dates"]
    .filter(Boolean)
    .join(", ");
}

function heldByOf(own: readonly Listed[]): string {
  const held = own.filter((one) => heldBy(one) !== "").length;
  return held === 0 ? "" : `${held} of ${own.length} held`;
}

/** Rows whose name, tenant or stamp hold every word that is looked for. */
export function findPickRows(rows: readonly PickRow[], find: string): PickRow[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ name, tenant, stamp }) => {
    const text = `${name} ${tenant} ${stamp}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Whether all of a row is picked, or in the scenario already. */
export function isPicked(
  { registries }: PickRow,
  picked: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): boolean {
  return registries.length > 0 && registries.every((one) => picked.has(one) || taken.has(one));
}

/** All of a row's registries in, or, where they are in, out; what is in the scenario already is left as it is. */
export function togglePicked(
  { registries }: PickRow,
  picked: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): ReadonlySet<string> {
  const free = registries.filter((one) => !taken.has(one));
  const next = new Set(picked);
  const areAllIn = free.every((one) => picked.has(one));
  for (const one of free) {
    if (areAllIn) next.delete(one);
    else next.add(one);
  }
  return next;
}

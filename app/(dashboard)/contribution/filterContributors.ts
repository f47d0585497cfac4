import type { ContributorRow } from "./contributorRow.ts";

/** Those whose registry, tenant and stamp hold every word that is looked for, in the order they came. */
export function filterContributors(rows: readonly ContributorRow[], find: string): ContributorRow[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...rows];
  return rows.filter(({ registry, tenant, stamp }) => {
    const text = `${registry ?? ""} ${tenant} ${stamp}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

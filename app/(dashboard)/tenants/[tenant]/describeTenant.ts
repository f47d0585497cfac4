import { formatCount, formatCpu, formatPoints } from "#lib/charts/index.ts";
import type { TenantRelief } from "./tenantView.ts";

/** The page's answer: which pools it dominates, or where it does most. Relief: the greatest first. */
export function describeTenant(relief: readonly TenantRelief[], registries: number): string {
  const whose = registries === 1 ? "Its registry" : `Its ${formatCount(registries)} registries together`;
  if (relief.length === 0) return "It was on no stamp in this time.";
  const known = relief.filter(({ reliefPoints }) => reliefPoints !== null);
  if (known.length === 0) return "What it does to its stamps cannot be told from the data of this time.";
  const dominated = known.filter(({ dominates }) => dominates === true);
  if (dominated.length > 0) {
    const pools = dominated.map(({ stamp, pool }) => `${stamp} ${pool}`);
    return `${whose} dominate${registries === 1 ? "s" : ""} ${joinAll(pools)}: ${describeRelief(dominated[0])}.`;
  }
  const strongest = known[0];
  if ((strongest?.reliefPoints ?? 0) < NOTABLE_POINTS)
    return `${whose} heat${registries === 1 ? "s" : ""} no pool by much.`;
  return `${whose} dominate${registries === 1 ? "s" : ""} no pool. It does most to ${strongest?.stamp} ${strongest?.pool}: ${describeRelief(strongest)}.`;
}

/** Under this a relief is noise. Points. */
const NOTABLE_POINTS = 0.5;

function describeRelief(relief: TenantRelief | undefined): string {
  const { hotNodeP95 = null, reliefPoints = null, stamp, pool } = relief ?? {};
  if (hotNodeP95 === null || reliefPoints === null) return "";
  return `without it ${stamp} ${pool} would be at ${formatCpu(hotNodeP95 - reliefPoints)} instead of ${formatCpu(hotNodeP95)} (${formatPoints(-reliefPoints)})`;
}

function joinAll(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

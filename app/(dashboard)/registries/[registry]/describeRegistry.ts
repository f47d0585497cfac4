import { formatCount, formatCpu, formatPoints } from "#lib/charts/index.ts";
import type { PlaceView, RegistryView } from "./registryView.ts";

/** Under this a relief is noise. Points. */
const NOTABLE_POINTS = 0.5;

/** The page's answer: what this registry does to the pool where it does most. */
export function describeRegistry({
  replicas,
  isRetired,
}: Pick<RegistryView, "replicas" | "isRetired">): string {
  if (isRetired) return "It has been retired; what it did is kept.";
  if (replicas.every(({ homeStamp }) => homeStamp === null)) return "It has no home now.";
  const places = replicas.flatMap((replica) => replica.places);
  const strongest = places.reduce<PlaceView | null>(
    (most, place) => ((place.reliefPoints ?? -1) > (most?.reliefPoints ?? -1) ? place : most),
    null,
  );
  if (strongest === null || strongest.reliefPoints === null)
    return "What it does to its stamp cannot be told from the data of this time.";
  const { stamp, pool, reliefPoints, rank, of } = strongest;
  if (reliefPoints < NOTABLE_POINTS) return "By itself it heats no pool that it is on.";
  return `${describeRelief(strongest)} ${ordinal(rank)} of ${formatCount(of)} on ${stamp} ${pool}.`;
}

/** `Without it wus-a dataproxy would be at 29.0 % instead of 43.4 % (−14.3 pts).` */
function describeRelief({ stamp, pool, hotNodeP95, reliefPoints }: PlaceView): string {
  if (hotNodeP95 === null || reliefPoints === null) return "";
  const without = formatCpu(Math.max(0, hotNodeP95 - reliefPoints));
  return `Without it ${stamp} ${pool} would be at ${without} instead of ${formatCpu(hotNodeP95)} (${formatPoints(-reliefPoints)}):`;
}

/** `the first`, `the second`, then `number 14`. */
function ordinal(rank: number): string {
  return ["the first", "the second", "the third"][rank - 1] ?? `number ${formatCount(rank)}`;
}

import { formatCount, formatCpu, formatFixed, formatPoints, formatShare } from "#lib/charts/index.ts";
import type { AnsweredModel } from "#lib/contribution/contributionAnswer.ts";
import { cumulateShares, findCarryingHead } from "#lib/contribution/cumulativeShare.ts";
import type { ShareMeasure } from "#lib/contribution/rankContribution.ts";
import type { Dominance } from "./contributionView.ts";
import type { ContributorRow } from "./contributorRow.ts";

const WORDS = [
  "no",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** A small count as a word, as in a sentence; a greater one in digits. */
export function countWord(count: number): string {
  return WORDS[count] ?? formatCount(count);
}

/** `The top four of 40 carry 96.7 % of its requests`; null where traffic is spread, or not known. Rows in rank order. */
export function describeHead(
  rows: readonly Pick<ContributorRow, "requestShare" | "byteShare">[],
  of: ShareMeasure,
): string | null {
  const head = findCarryingHead(
    cumulateShares(rows.map((row) => (of === "bytes" ? row.byteShare : row.requestShare))),
  );
  if (head === null) return null;
  const percent = `${formatFixed(Math.floor(head.share * 1_000 + 1e-6) / 10, 1)}\u00a0%`;
  const verb = head.count === 1 ? "carries" : "carry";
  return `The top ${countWord(head.count)} of ${formatCount(head.of)} ${verb} ${percent} of its ${of}`;
}

/** What a dominating tenant does to a pool, in a sentence without its full stop. */
export function describeDominance({ pool, registries, hotNodeP95, reliefPoints }: Dominance): string {
  const whose = registries === 1 ? "its registry" : `its ${formatCount(registries)} registries`;
  return `without ${whose} the hot-node P95 of ${pool} would be ${formatCpu(hotNodeP95 - reliefPoints)} instead of ${formatCpu(hotNodeP95)} (${formatPoints(-reliefPoints)})`;
}

/** How far a load model is to be believed. */
export function describeModel({
  pool,
  r2,
  residual,
  idle,
  registriesOfTheirOwn,
  saturationKnee,
}: AnsweredModel): string {
  const own =
    registriesOfTheirOwn === 1
      ? "one registry’s cost is told by its own load, the others’ are the pool’s"
      : `the costs of ${countWord(registriesOfTheirOwn)} registries are told by their own load, the others’ are the pool’s`;
  const knee =
    saturationKnee < 100
      ? ` Above ${formatFixed(saturationKnee, 0)}\u00a0% a node is taken to show less than is asked of it.`
      : "";
  return `${pool}: explains ${formatShare(r2)} of how its nodes’ CPU varies and is off by ${formatFixed(residual, 1)} points a node-minute. Idle floor ${formatCpu(idle)}; ${own}.${knee}`;
}

/** How far what is attributed to a contributor is its own, in a word or two. */
export function confidenceWords(confidence: number | null): string {
  if (confidence === null) return "–";
  if (confidence >= 0.75) return "its own";
  return confidence >= 0.35 ? "mixed" : "the pool’s";
}

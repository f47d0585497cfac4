import type { AccuracySummary, AgeBand } from "#lib/backtest/summarizeAccuracy.ts";
import type { Basis, MovedRole, PredictionResult, Refusal } from "#lib/backtest/types.ts";
import { formatCount, formatFixed, formatShare } from "#lib/charts/index.ts";

/** What a basis is called where one is chosen. */
export const BASIS_LABELS: Readonly<Record<Basis, string>> = {
  on_observed_load: "On the load that came",
  as_predicted: "From before alone",
};

export const BASIS_MEANINGS: Readonly<Record<Basis, string>> = {
  on_observed_load:
    "The load model of the hours before, rendered on the load that really came in the hours after: the error is the model’s own.",
  as_predicted:
    "What a simulation made just before the moves said: the error also holds how the load changed from one day to the other, which the interval does not.",
};

export const ROLE_LABELS: Readonly<Record<MovedRole, string>> = {
  source: "source",
  destination: "destination",
};

/** Something to know of a result: in a cell, and in a sentence. */
export interface Doubt {
  readonly short: string;
  readonly long: string;
}

const REFUSAL_WORDS: Readonly<Record<Refusal, Doubt>> = {
  disturbed_before: {
    short: "refused: other moves before",
    long: "Refused: other registries came or went on these stamps shortly before, so that no hours show how it was.",
  },
  disturbed_after: {
    short: "refused: other moves after",
    long: "Refused: other registries came or went on these stamps before a full day was over.",
  },
  coverage_before: {
    short: "refused: too little CPU data before",
    long: "Refused: under half of the CPU data of the hours before is there.",
  },
  coverage_after: {
    short: "refused: too little CPU data after",
    long: "Refused: under half of the CPU data of the hours after is there.",
  },
  no_load_before: {
    short: "refused: no load before",
    long: "Refused: too little registry load was reported in the hours before to fit a load model.",
  },
  no_load_after: {
    short: "refused: no load after",
    long: "Refused: too little registry load was reported in the hours after.",
  },
  weak_model: {
    short: "refused: weak load model",
    long: "Refused: the load model explains too little of this pool.",
  },
  arrivals_unknown: {
    short: "refused: arrivals unknown",
    long: "Refused: some of what arrived comes from a pool that can tell nothing of it.",
  },
};

/** Why there is no figure, and what makes one doubtful; empty: nothing. */
export function doubtsOf(
  result: Pick<PredictionResult, "refusal" | "isOtherWeekday" | "hasOtherNodes" | "flags">,
): Doubt[] {
  if (result.refusal !== null) return [REFUSAL_WORDS[result.refusal]];
  const doubts: (Doubt | false)[] = [
    result.isOtherWeekday && {
      short: "working day and weekend",
      long: "One of the days works, the other rests.",
    },
    result.hasOtherNodes && { short: "other nodes", long: "The pool had another number of nodes after." },
    result.flags.includes("hidden_demand") && {
      short: "hidden demand",
      long: "More was asked of a pool than it could show.",
    },
    result.flags.includes("low_coverage") && {
      short: "thin data before",
      long: "Under 90\u00a0% of the CPU data of the hours before is there.",
    },
    result.flags.includes("vcpus_unknown") && {
      short: "vCPUs unknown",
      long: "A vCPU count is not declared: nodes are taken as alike.",
    },
  ];
  return doubts.filter((doubt) => doubt !== false);
}

/** The page's question answered in a sentence or two. */
export function describeAccuracy(observed: AccuracySummary, predicted: AccuracySummary): string {
  if (observed.pools + observed.refused === 0) return "No result passes the filter.";
  if (observed.medianError === null || observed.p90Error === null || observed.insideShare === null)
    return "No prediction could be held against what was measured yet; the table says why.";
  const size =
    observed.medianChange === null
      ? ""
      : `, for moves that changed it by ${points(observed.medianChange)} in the median`;
  const off = `On the load that really came, half of ${formatCount(observed.pools)} predictions were within ${points(observed.medianError)} of what was measured and nine in ten within ${points(observed.p90Error)}${size}; ${held(observed.insideShare)}.`;
  if (predicted.medianError === null) return off;
  return `${off} From the hours before alone half were within ${points(predicted.medianError)}: the rest is that load changed.`;
}

function held(share: number): string {
  return share === 1
    ? "every 90\u00a0% interval held it"
    : `the 90\u00a0% interval held ${formatShare(share)}`;
}

function points(value: number): string {
  return `${formatFixed(value, 1)}\u00a0points`;
}

/** `1–2 days`: how old a prediction was. */
export function ageText({ fromDays, toDays }: AgeBand): string {
  if (toDays === null) return `${fromDays}\u00a0days and more`;
  return fromDays === 0 ? `under ${toDays}\u00a0day` : `${fromDays}–${toDays}\u00a0days`;
}

import { FEWEST_BINS } from "./fitLoadModel.ts";
import type { LoadModel } from "./types.ts";

/** What a pool's attribution rests on. Coverage 0–1. */
export interface ContributionEvidence {
  readonly stamp: string;
  readonly pool: string;
  /** Null where the pool has no CPU data in the window; else the lesser of bins and node-minutes. */
  readonly cpuCoverage: number | null;
  /** Whether minutes of single nodes are there: rollups are kept longer. */
  readonly hasNodes: boolean;
  /** Bins of the window with load reported ÷ bins. */
  readonly loadCoverage: number;
  /** Bins with both ÷ bins with CPU; 0 where there are none. */
  readonly overlap: number;
  readonly isStale: boolean;
}

export type ShortcomingCode =
  | "no_cpu"
  | "no_load"
  | "no_nodes"
  | "low_coverage"
  | "few_bins"
  | "weak_fit"
  | "thin_coverage"
  | "thin_load"
  | "poor_fit"
  | "partly_here"
  | "stale";

/** Something that cannot be had, or only with doubt, in words that say what is missing and what to do. */
export interface Shortcoming {
  readonly code: ShortcomingCode;
  readonly stamp: string;
  readonly pool: string;
  /** True: relief and CPU shares are withheld. False: they are given, and marked. */
  readonly isRefusal: boolean;
  readonly detail: string;
}

export interface EvidenceRules {
  readonly warnBelow: number;
  readonly unknownBelow: number;
}

/** A fit that leaves less than this of a node-minute is good enough, however little there was to explain. Points. */
export const SMALL_RESIDUAL_POINTS = 3;
/** Explaining less than this of the variance, the model says nothing about who does what. */
const WEAK_R2 = 0.2;
/** Below this it is right in the main and wrong in parts. */
export const POOR_R2 = 0.5;

/** Whether the data allow a model to be fitted at all; asked before the fit. The first reason alone: the others follow from it. */
export function refuseEvidence(evidence: ContributionEvidence, rules: EvidenceRules): Shortcoming | null {
  const { stamp, pool, cpuCoverage } = evidence;
  const refuse = (code: ShortcomingCode, detail: string): Shortcoming => ({
    code,
    stamp,
    pool,
    isRefusal: true,
    detail,
  });
  if (cpuCoverage === null)
    return refuse(
      "no_cpu",
      `${stamp} ${pool} has no CPU data in this window, so nobody's part in it can be told.`,
    );
  if (evidence.loadCoverage === 0)
    return refuse(
      "no_load",
      `No registry load was reported for ${stamp} ${pool} in this window. Send it to POST /api/v1/samples/load, and who makes it hot can be told.`,
    );
  if (!evidence.hasNodes)
    return refuse(
      "no_nodes",
      `Minutes of single nodes of ${stamp} ${pool} are not kept that long, and relief is measured on them. Choose a later window.`,
    );
  if (cpuCoverage < rules.unknownBelow)
    return refuse(
      "low_coverage",
      `Only ${percent(cpuCoverage)} of the expected CPU data of ${stamp} ${pool} is there, under the ${percent(rules.unknownBelow)} that anything may rest on.`,
    );
  if (evidence.overlap < rules.unknownBelow)
    return refuse(
      "low_coverage",
      `Registry load of ${stamp} ${pool} was reported in only ${percent(evidence.overlap)} of the minutes with CPU data, under the ${percent(rules.unknownBelow)} that anything may rest on.`,
    );
  return null;
}

/** What is to be said of a fit, refusals first. `model` null = it could not be fitted although the data allowed it. */
export function judgeFit(
  evidence: ContributionEvidence,
  model: LoadModel | null,
  rules: EvidenceRules,
): Shortcoming[] {
  const { stamp, pool, cpuCoverage, overlap } = evidence;
  const note = (code: ShortcomingCode, detail: string, isRefusal = false): Shortcoming => ({
    code,
    stamp,
    pool,
    isRefusal,
    detail,
  });
  const found: Shortcoming[] = [];
  if (model === null)
    found.push(
      note(
        "few_bins",
        `The load model of ${stamp} ${pool} cannot be fitted: it needs ${FEWEST_BINS} minutes with both CPU and load, and some load in them.`,
        true,
      ),
    );
  else {
    const isLoose = model.residualPoints >= SMALL_RESIDUAL_POINTS;
    const said = `explains ${percent(model.r2)} of how its nodes' CPU varies and is off by ${model.residualPoints.toFixed(1)} points`;
    if (isLoose && model.r2 < WEAK_R2)
      found.push(
        note(
          "weak_fit",
          `The load model of ${stamp} ${pool} ${said}: something other than registries' load drives it, so relief is not given.`,
          true,
        ),
      );
    else if (isLoose && model.r2 < POOR_R2)
      found.push(
        note("poor_fit", `The load model of ${stamp} ${pool} ${said}: take relief as a rough guide.`),
      );
  }
  if (cpuCoverage !== null && cpuCoverage < rules.warnBelow)
    found.push(
      note("thin_coverage", `${percent(cpuCoverage)} of the expected CPU data of ${stamp} ${pool} is there.`),
    );
  if (overlap < rules.warnBelow)
    found.push(
      note(
        "thin_load",
        `Registry load of ${stamp} ${pool} was reported in ${percent(overlap)} of the minutes with CPU data; the others are left out.`,
      ),
    );
  if (evidence.isStale)
    found.push(note("stale", `${stamp} ${pool} has sent no CPU sample for minutes: this is how it was.`));
  return found;
}

/** Rounded down, so that what is under a bound is never written as the bound. */
function percent(share: number): string {
  return `${Math.floor(share * 100)}\u00a0%`;
}

import { quantileR7 } from "../../stats/index.ts";
import { type Both, hotOf, p95, predictByMinuteShare, predictByOracle, predictByShare } from "./baselines.ts";
import { type CaseKind, drawCase } from "./cases.ts";
import { predictByOurs } from "./predictOurs.ts";

export const METHODS = ["ours", "share", "minute share", "oracle"] as const;
export type Method = (typeof METHODS)[number];
export const SIDES = ["source", "destination"] as const;
export type Side = (typeof SIDES)[number];

/** One pool of one case: what every method said of its hot-node P95 after the move, and what it was. */
export interface ScoredPool {
  readonly kind: string;
  readonly heldOut: boolean;
  readonly side: Side;
  readonly seed: number;
  readonly before: number;
  readonly truth: number;
  readonly predicted: Readonly<Record<Method, number>>;
  readonly low: number;
  readonly high: number;
}

/** Draws a case of a kind and asks every method. */
export function scoreCase(kind: CaseKind, seed: number): ScoredPool[] {
  const drawn = drawCase(kind, seed);
  const ours = predictByOurs(drawn);
  const all: Readonly<Record<Method, Both>> = {
    ours,
    share: predictByShare(drawn),
    "minute share": predictByMinuteShare(drawn),
    oracle: predictByOracle(drawn),
  };
  return SIDES.map((side) => ({
    kind: kind.name,
    heldOut: kind.heldOut,
    side,
    seed,
    before: p95(hotOf(drawn[side].before)),
    truth: p95(hotOf(drawn[side].after)),
    predicted: {
      ours: all.ours[side].point,
      share: all.share[side].point,
      "minute share": all["minute share"][side].point,
      oracle: all.oracle[side].point,
    },
    low: ours[side].low ?? ours[side].point,
    high: ours[side].high ?? ours[side].point,
  }));
}

export interface Score {
  /** Absolute errors, points. */
  readonly errors: Readonly<Record<Method, { readonly median: number; readonly p90: number }>>;
  /** Part of the pools whose truth lies inside our interval, and its mean width, points. */
  readonly coverage: number;
  readonly width: number;
  /** From the 5th to the 95th percentile of truth − oracle: what no knowledge of costs takes away. */
  readonly oracleWidth: number;
}

export function score(pools: readonly ScoredPool[]): Score {
  const errorsOf = (method: Method) => {
    const errors = pools.map(({ predicted, truth }) => Math.abs(predicted[method] - truth));
    return { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) };
  };
  const residuals = pools.map(({ predicted, truth }) => truth - predicted.oracle);
  const inside = pools.filter(({ truth, low, high }) => truth >= low && truth <= high);
  return {
    errors: {
      ours: errorsOf("ours"),
      share: errorsOf("share"),
      "minute share": errorsOf("minute share"),
      oracle: errorsOf("oracle"),
    },
    coverage: inside.length / Math.max(1, pools.length),
    width: pools.reduce((sum, { low, high }) => sum + high - low, 0) / Math.max(1, pools.length),
    oracleWidth: quantile(residuals, 0.95) - quantile(residuals, 0.05),
  };
}

function quantile(values: readonly number[], probability: number): number {
  return quantileR7(values, probability) ?? Number.NaN;
}

/** A bar and whether it was reached. */
export interface Bar {
  readonly what: string;
  readonly reached: number;
  readonly bar: string;
  readonly holds: boolean;
}

/** The bars that the bench is held against, over all pools given. */
export function checkBars({ errors, coverage, width, oracleWidth }: Score): Bar[] {
  const ratio = (other: Method, most: number): Bar => {
    const reached = errors.ours.median / errors[other].median;
    return { what: `median error ÷ ${other}`, reached, bar: `≤ ${most}`, holds: reached <= most };
  };
  return [
    ratio("share", 0.45),
    ratio("minute share", 0.65),
    ratio("oracle", 1.1),
    {
      what: "90 % interval holds the truth",
      reached: coverage,
      bar: "0.85–0.95",
      holds: coverage >= 0.85 && coverage <= 0.95,
    },
    {
      what: "interval width ÷ oracle's",
      reached: width / oracleWidth,
      bar: "≤ 1.3",
      holds: width <= 1.3 * oracleWidth,
    },
  ];
}
